//! Rates in sentences: `支出 A，比上年增加 B，增长 p%`, `a 万元，占 p%`: the percentage follows from the amounts beside it.

use crate::model::{
    Asserted, Claim, Expr, Figure, FigureId, Meaning, Measure, Operator, Relation, Shape, Site,
    Source, Support, Vocabulary, WordClass,
};
use rust_decimal::{Decimal, RoundingStrategy};

pub fn claims(index: usize, figures: &[Figure], vocabulary: &Vocabulary) -> Vec<Claim> {
    let mut claims = Vec::new();
    let spoken: Vec<Spoken<'_>> = figures
        .iter()
        .enumerate()
        .filter_map(|(at, figure)| Spoken::of(at, figure, vocabulary))
        .collect();
    for (at, rate) in spoken
        .iter()
        .enumerate()
        .filter(|(_, spoken)| spoken.is_rate())
    {
        // Only what stands in the same passage, this sentence and the one before it.
        let before: Vec<&Spoken<'_>> = spoken[..at]
            .iter()
            .rev()
            .take_while(|other| other.block == rate.block)
            .take(12)
            .collect();
        let claim = if rate.turns() {
            change(index, rate, &before)
        } else {
            share(index, rate, &before)
        };
        claims.extend(claim);
    }
    claims
}

/// A figure of a sentence with what its own words say of change and share.
struct Spoken<'a> {
    id: usize,
    figure: &'a Figure,
    block: usize,
    sentence: usize,
    up: bool,
    down: bool,
    share: bool,
    /// `2019年的1.2亿元`, `上年`: stated to compare with.
    base: bool,
}

impl<'a> Spoken<'a> {
    fn of(id: usize, figure: &'a Figure, vocabulary: &Vocabulary) -> Option<Self> {
        let Site::Prose {
            block, sentence, ..
        } = figure.site
        else {
            return None;
        };
        let label = figure.labels.row.last()?;
        let says = |class: WordClass| {
            vocabulary
                .search(&label.folded)
                .iter()
                .any(|found| found.meaning == Meaning::Word(class))
        };
        Some(Self {
            id,
            figure,
            block,
            sentence,
            up: says(WordClass::Increase),
            down: says(WordClass::Decrease),
            share: says(WordClass::Share),
            base: says(WordClass::PriorYear),
        })
    }

    fn is_rate(&self) -> bool {
        self.figure.amount.unit.measure == Measure::Ratio && (self.turns() || self.share)
    }

    /// Says which way something went, and only one way.
    fn turns(&self) -> bool {
        self.up != self.down
    }

    fn is_amount(&self) -> bool {
        matches!(
            self.figure.amount.unit.measure,
            Measure::Money | Measure::Count
        ) && self.figure.amount.printed > Decimal::ZERO
    }

    fn alike(&self, other: &Spoken<'_>) -> bool {
        let (a, b) = (&self.figure.amount.unit, &other.figure.amount.unit);
        a.measure == b.measure && a.base == b.base
    }
}

/// `A …，增加 B，增长 p%`: p = B ÷ (A − B), or (A + B) where it fell. Which figure A is, the arithmetic may tell; where none fits, the
/// claim stands only if there is no choice.
fn change(index: usize, rate: &Spoken<'_>, before: &[&Spoken<'_>]) -> Option<Claim> {
    let moved = *before.first()?;
    if !(moved.is_amount()
        && moved.turns()
        && moved.up == rate.up
        && moved.sentence == rate.sentence)
    {
        return None;
    }
    let wholes: Vec<&&Spoken<'_>> = before[1..]
        .iter()
        .take_while(|other| other.is_amount() || other.figure.amount.unit.measure == Measure::Ratio)
        .filter(|other| other.is_amount() && other.alike(moved) && !other.up && !other.down)
        .collect();
    let part = |expr| Box::new(expr);
    let leaf = |spoken: &Spoken<'_>| {
        Expr::Leaf(FigureId {
            document: index,
            figure: spoken.id,
        })
    };
    let bases = wholes.iter().map(|whole| {
        let operator = if rate.up {
            Operator::Subtract
        } else {
            Operator::Add
        };
        let base = if whole.base {
            leaf(whole)
        } else {
            Expr::Binary(operator, part(leaf(whole)), part(leaf(moved)))
        };
        (whole.figure, whole.base, base)
    });
    let readings: Vec<_> = bases.collect();
    let value = |figure: &Figure, is_base: bool| {
        let moved = moved.figure.amount.in_unit(&figure.amount.unit)?;
        let whole = figure.amount.printed;
        let base = if is_base {
            whole
        } else if rate.up {
            whole.checked_sub(moved)?
        } else {
            whole.checked_add(moved)?
        };
        moved.checked_div(base)?.checked_mul(Decimal::ONE_HUNDRED)
    };
    let fits = readings
        .iter()
        .find(|(figure, is_base, _)| agrees(rate.figure, value(figure, *is_base)));
    // A choice of wholes leaves a rate that fits none undecided.
    let sure = fits.is_some() || readings.len() == 1;
    let (_, _, base) = fits.or(readings.first())?;
    let computed = Expr::Binary(Operator::Divide, part(leaf(moved)), part(base.clone()));
    Some(claim(index, rate, computed, Shape::SpokenChange, sure))
}

/// `T，其中：a，占 p%`: p = a ÷ T for an amount T said before. A share that fits no such amount is held against the one that its
/// siblings in the passage are shares of; without siblings nothing is claimed.
fn share(index: usize, rate: &Spoken<'_>, before: &[&Spoken<'_>]) -> Option<Claim> {
    let part = *before.first()?;
    if !part.is_amount() || part.sentence != rate.sentence {
        return None;
    }
    let whole = match whole_of(rate, part, &before[1..]) {
        Some(whole) => whole,
        None => {
            let sibling = before
                .windows(2)
                .enumerate()
                .skip(1)
                .find_map(|(at, pair)| {
                    let share = pair[0].share && pair[0].is_rate() && pair[1].is_amount();
                    let fits = || whole_of(pair[0], pair[1], &before[at + 2..]);
                    share.then(fits).flatten()
                })?;
            let near = rate_of(part, sibling).is_some_and(|computed| {
                let printed = rate.figure.amount.printed;
                (computed - printed)
                    .abs()
                    .checked_mul(Decimal::from(5))
                    .is_some_and(|gap| gap <= printed.abs())
            });
            near.then_some(sibling)?
        }
    };
    let leaf = |spoken: &Spoken<'_>| {
        Box::new(Expr::Leaf(FigureId {
            document: index,
            figure: spoken.id,
        }))
    };
    let computed = Expr::Binary(Operator::Divide, leaf(part), leaf(whole));
    Some(claim(index, rate, computed, Shape::SpokenShare, true))
}

/// The amount said before of which a part is the stated share.
fn whole_of<'a, 'f>(
    rate: &Spoken<'_>,
    part: &Spoken<'_>,
    before: &[&'a Spoken<'f>],
) -> Option<&'a Spoken<'f>> {
    before.iter().copied().find(|other| {
        other.is_amount() && other.alike(part) && agrees(rate.figure, rate_of(part, other))
    })
}

/// A part's share of a whole, in per cent; `None` for a part that is larger.
fn rate_of(part: &Spoken<'_>, whole: &Spoken<'_>) -> Option<Decimal> {
    let amount = whole.figure.amount.in_unit(&part.figure.amount.unit)?;
    let share = part.figure.amount.printed.checked_div(amount)?;
    (share <= Decimal::ONE).then(|| share.checked_mul(Decimal::ONE_HUNDRED))?
}

/// Whether a rate prints like a computed one: within one unit of its last digit.
fn agrees(rate: &Figure, computed: Option<Decimal>) -> bool {
    let printed = rate.amount.printed.abs();
    computed.is_some_and(|computed| {
        let rounded = computed
            .round_dp_with_strategy(printed.scale(), RoundingStrategy::MidpointAwayFromZero);
        (rounded - printed).abs() <= rate.amount.grain()
    })
}

fn claim(
    index: usize,
    rate: &Spoken<'_>,
    computed: Expr<FigureId>,
    shape: Shape,
    sure: bool,
) -> Claim {
    Claim {
        source: Source::Shape(shape),
        at: rate.figure.span,
        asserted: Asserted::Relation {
            stated: FigureId {
                document: index,
                figure: rate.id,
            },
            relation: Relation::Equal,
            computed,
        },
        support: Support {
            label: true,
            meaning: sure,
            ..Support::default()
        },
    }
}
