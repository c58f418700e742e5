//! What sentences claim: a small grammar over figures and the words between them.
//!
//! Paragraphs become a plain text ([`story`]); each figure gets the role that the words around it give it ([`mention`]): an amount,
//! a change, a share, something to compare with. Each file beside these reads one sort of claim off the roles. The words stand in
//! `rules/vocabulary/sentences.toml`. A reading that is only likely is marked as such and never becomes an error.

mod change;
mod comparison;
mod completion;
mod dated;
mod difference;
mod in_words;
mod lint;
mod mention;
mod naming;
mod neighbour;
mod net;
mod parts;
mod per_unit;
mod quoted;
mod repetition;
mod restatement;
mod share;
mod slip;
mod story;
mod sum;
mod table_budget;
mod table_share;
mod total;
mod unchanged;

pub use quoted::ledger;

use crate::model::{
    Asserted, Claim, Document, Expr, Figure, FigureId, Operator, Relation, Saying, Shape, Site,
    Source, Span, Support, Vocabulary,
};
use mention::Speaking;
use rust_decimal::{Decimal, RoundingStrategy};

/// The claims that the sentences of a document make among themselves; `index` is the document's.
pub fn claims(
    index: usize,
    document: &Document,
    figures: &[Figure],
    vocabulary: &Vocabulary,
) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut from = 0;
    let mut told = Vec::new();
    let tables = restatement::Tables::new(figures, vocabulary);
    let mut ties = Vec::new();
    for story in story::stories(document) {
        let last = story.pieces.last().map_or(0, |piece| piece.block);
        from += figures[from..]
            .iter()
            .take_while(|figure| matches!(figure.site, Site::Cell { .. }))
            .count();
        let to = from
            + figures[from..]
                .iter()
                .take_while(|figure| {
                    figure.site.block() <= last && matches!(figure.site, Site::Prose { .. })
                })
                .count();
        let speaking = Speaking::new(story, from..to, figures, vocabulary);
        from = to;
        let mut desk = Desk {
            index,
            speaking: &speaking,
            claims: &mut claims,
        };
        parts::find(&mut desk);
        change::find(&mut desk);
        difference::find(&mut desk);
        share::find(&mut desk);
        completion::find(&mut desk);
        per_unit::find(&mut desk);
        net::find(&mut desk);
        comparison::find(&mut desk);
        in_words::find(&mut desk);
        lint::find(&mut desk);
        repetition::gather(&desk, &mut told);
        restatement::gather(&mut desk, &tables, vocabulary, &mut ties);
    }
    repetition::find(index, figures, &told, &mut claims);
    restatement::find(index, &tables, &ties, &mut claims);
    claims
}

/// Claims of one story among which one on a figure is looked for.
const LATELY: usize = 60;

/// Writes claims down.
struct Desk<'d, 's> {
    index: usize,
    speaking: &'d Speaking<'s>,
    claims: &'d mut Vec<Claim>,
}

type Term = Expr<FigureId>;

impl Desk<'_, '_> {
    fn leaf(&self, mention: usize) -> Term {
        Expr::Leaf(self.id(mention))
    }

    /// Where the last claim on a figure stands, if it was made lately.
    fn claim_on(&self, mention: usize) -> Option<usize> {
        let id = self.id(mention);
        let from = self.claims.len().saturating_sub(LATELY);
        let states = |claim: &Claim| matches!(&claim.asserted, Asserted::Relation { stated, .. } if *stated == id);
        Some(from + self.claims[from..].iter().rposition(states)?)
    }

    fn id(&self, mention: usize) -> FigureId {
        FigureId {
            document: self.index,
            figure: self.speaking.mentions[mention].figure,
        }
    }

    fn state(
        &mut self,
        saying: Saying,
        stated: usize,
        relation: Relation,
        computed: Term,
        firm: bool,
    ) {
        let at = self.speaking.figure(stated).span;
        self.state_at(saying, at, stated, relation, computed, firm);
    }

    fn state_at(
        &mut self,
        saying: Saying,
        at: Span,
        stated: usize,
        how: Relation,
        computed: Term,
        firm: bool,
    ) {
        let stated = self.id(stated);
        self.claims
            .push(relation(saying, at, stated, how, computed, firm));
    }

    /// Words that are wrong (or right) by themselves.
    fn words(&mut self, saying: Saying, range: std::ops::Range<usize>, holds: bool) {
        let Some(at) = self.speaking.story.span(range) else {
            return;
        };
        self.claims.push(Claim {
            source: Source::Shape(Shape::Sentence(saying)),
            at,
            asserted: Asserted::Words {
                document: self.index,
                holds,
                missing: None,
            },
            support: Support {
                label: true,
                meaning: true,
                ..Support::default()
            },
        });
    }
}

fn relation(
    saying: Saying,
    at: Span,
    stated: FigureId,
    relation: Relation,
    computed: Term,
    firm: bool,
) -> Claim {
    Claim {
        source: Source::Shape(Shape::Sentence(saying)),
        at,
        asserted: Asserted::Relation {
            stated,
            relation,
            computed,
        },
        support: Support {
            label: true,
            meaning: firm,
            ..Support::default()
        },
    }
}

fn binary(operator: Operator, left: Term, right: Term) -> Term {
    Expr::Binary(operator, Box::new(left), Box::new(right))
}

fn minus(left: Term, right: Term) -> Term {
    binary(Operator::Subtract, left, right)
}

fn plus(left: Term, right: Term) -> Term {
    binary(Operator::Add, left, right)
}

fn over(left: Term, right: Term) -> Term {
    binary(Operator::Divide, left, right)
}

/// An amount with half the step that it was printed to, both in base units.
#[derive(Clone, Copy)]
struct Size {
    value: Decimal,
    half: Decimal,
}

impl Size {
    fn of(figure: &Figure) -> Option<Self> {
        let unit = crate::model::Unit {
            power: 0,
            ..figure.amount.unit.clone()
        };
        let value = figure.amount.in_unit(&unit)?;
        let grain = crate::model::Amount {
            printed: figure.grain,
            unit: figure.amount.unit.clone(),
        };
        let half = grain.in_unit(&unit)?.checked_mul(Decimal::new(5, 1))?;
        Some(Self { value, half })
    }

    fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            value: self.value.checked_add(other.value)?,
            half: self.half.checked_add(other.half)?,
        })
    }

    fn minus(self, other: Self) -> Option<Self> {
        Some(Self {
            value: self.value.checked_sub(other.value)?,
            half: self.half.checked_add(other.half)?,
        })
    }
}

/// Whether a percentage (or multiple) prints like the ratio of two amounts: rounded, cut off, or within what their own rounding
/// leaves open.
fn prints_like(rate: &Figure, part: Size, whole: Size) -> bool {
    let scale = |value: Decimal| {
        let mut value = value;
        for _ in 0..-rate.amount.unit.power {
            value = value.checked_mul(Decimal::TEN)?;
        }
        Some(value)
    };
    let computed = || {
        let ratio = part.value.checked_div(whole.value)?;
        let open = part
            .half
            .checked_add(ratio.abs().checked_mul(whole.half)?)?
            .checked_div(whole.value.abs())?;
        Some((scale(ratio)?, scale(open)?))
    };
    let Some((ratio, open)) = computed() else {
        return false;
    };
    let printed = rate.amount.printed;
    let decimals = printed.scale();
    let grain = rate.amount.grain();
    let rounded = ratio.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded == printed
        || ratio.trunc_with_scale(decimals) == printed
        || (ratio - printed).abs() <= open + grain / Decimal::TWO
}

/// Pairs of neighbouring characters that some words share, of those that the shorter has; words of grammar, digits and signs left
/// out.
fn akin(speaking: &Speaking<'_>, a: std::ops::Range<usize>, b: std::ops::Range<usize>) -> bool {
    let bare = |range: std::ops::Range<usize>| {
        let mut bare = String::new();
        let mut at = range.start;
        for (speech, cue) in speaking.cues_in(range.clone()) {
            use crate::model::Speech::*;
            let keeps = matches!(speech, Income | Expenditure | Inert | Left | Sum);
            if !keeps {
                bare.push_str(speaking.words(at..cue.start));
                at = cue.end;
            }
        }
        bare.push_str(speaking.words(at..range.end));
        bare.retain(|c| (c.is_alphabetic() || c == ' ') && !"年度我局本的了和与为是".contains(c));
        bare.chars().collect::<Vec<char>>()
    };
    let (a, b) = (bare(a), bare(b));
    if let (true, true) = (is_latin(&a), is_latin(&b)) {
        return share_words(&a, &b);
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < 2 {
        return true;
    }
    let pairs = |of: &[char]| {
        of.windows(2)
            .map(|pair| (pair[0], pair[1]))
            .collect::<Vec<_>>()
    };
    let (few, many) = (pairs(&short), pairs(&long));
    let shared = few.iter().filter(|pair| many.contains(pair)).count();
    shared * 2 >= few.len()
}

fn is_latin(words: &[char]) -> bool {
    words.iter().all(char::is_ascii)
}

/// The same for words of letters: half of the long words that the shorter has.
fn share_words(a: &[char], b: &[char]) -> bool {
    let words = |of: &[char]| {
        let text: String = of.iter().collect();
        let long = text.split(' ').filter(|word| word.len() > 3);
        long.map(str::to_owned).collect::<Vec<_>>()
    };
    let (a, b) = (words(a), words(b));
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let shared = few.iter().filter(|word| many.contains(word)).count();
    shared * 2 >= few.len()
}
