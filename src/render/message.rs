//! The one sentence of a finding, for every output.

use super::{name, place, width::tame, words::Say};
use crate::model::{
    Asserted, Evidence, Expr, Figure, FigureId, Finding, Key, Kind, Measure, Operator, Outcome,
    Rule, Saying, Shape, Term, Unit,
};
use rust_decimal::{Decimal, RoundingStrategy};

/// Sums of more terms are folded.
pub const FOLD: usize = 12;
const HEAD: usize = 4;
const TAIL: usize = 2;

/// The sentence, without line breaks.
pub fn sentence(outcome: &Outcome, rules: &[Rule], finding: &Finding, say: Say) -> String {
    let rule = rules.get(finding.rule);
    if let Some(missing) = &finding.missing {
        return say.missing(&tame(missing));
    }
    if let Some(says) = &finding.says {
        return tame(says.get(say.0));
    }
    if let Some(words) = typed(outcome, finding, say) {
        return words;
    }
    let Some(computed) = &finding.computed else {
        let title = rule.map_or("", |rule| rule.title.get(say.0));
        return format!("{title}{}{}", say.colon(), claimed_words(outcome, finding));
    };
    if is_tie(rule) {
        return tie(outcome, finding, computed, say);
    }
    let ids: Vec<FigureId> = finding
        .stated
        .into_iter()
        .chain(computed.terms.iter().map(|term| term.figure))
        .collect();
    let mut names = name::names(outcome, &ids, say);
    let stated = finding.stated.and_then(|id| outcome.figure(id));
    let stated_words = match stated {
        Some(figure) => format!("{} {}", names.remove(0), printed(figure, &computed.unit)),
        None => claimed_words(outcome, finding),
    };
    let unit = stated.map_or(&computed.unit, |figure| &figure.amount.unit);
    let right = right_side(outcome, finding, computed, stated, &names, say);
    let gap = finding.gap.unwrap_or_default();
    let amount = say.amount(&gap.abs().to_string(), unit);
    if matches!(
        rule.map(|rule| &rule.kind),
        Some(Kind::Shape(Shape::Displayed))
    ) {
        return say.displayed(&stated_words, &right, &say.apart(&amount));
    }
    if finding.rounding {
        return say.rounding(finding.severity, &stated_words, &right, &say.apart(&amount));
    }
    let gap_words = match finding.gap {
        Some(gap) if !gap.is_zero() => say.gap(finding.relation, gap.is_sign_positive(), &amount),
        _ => String::new(),
    };
    let breach = say.breach(&stated_words, finding.relation, &right, &gap_words);
    match rule.map(|rule| &rule.kind) {
        Some(
            Kind::Statement { .. }
            | Kind::Shape(Shape::Sentence(Saying::Comparison | Saying::Nearly)),
        ) => say.denied(&claimed_words(outcome, finding), &breach),
        _ => breach,
    }
}

/// What is said of a number that is typed in among formulas.
fn typed(outcome: &Outcome, finding: &Finding, say: Say) -> Option<String> {
    let checked = outcome.documents.get(finding.document)?;
    let claim = checked.claim(finding.claim)?;
    let Asserted::Computed {
        stated,
        like,
        down,
        formula,
        ..
    } = &claim.asserted
    else {
        return None;
    };
    let figure = outcome.figure(*stated)?;
    let name = name::names(outcome, &[*stated], say).pop()?;
    let stated_words = format!("{name} {}", tame(&figure.text));
    let result = finding.computed.as_ref().map(|computed| {
        let gap = finding.gap.filter(|gap| !gap.is_zero());
        let gap = gap.map(|gap| say.amount(&gap.abs().to_string(), &figure.amount.unit));
        (value(computed, Some(figure)), gap)
    });
    Some(say.typed(&stated_words, *like, *down, &tame(formula), result))
}

pub fn is_tie(rule: Option<&Rule>) -> bool {
    matches!(rule.map(|rule| &rule.kind), Some(Kind::Tie { .. }))
}

/// The words that a finding points at, in one line.
pub fn claimed_words(outcome: &Outcome, finding: &Finding) -> String {
    outcome
        .documents
        .get(finding.document)
        .map_or(String::new(), |checked| {
            let words = tame(checked.document.text.slice(finding.at));
            words.split_whitespace().collect::<Vec<_>>().join(" ")
        })
}

/// A figure as printed; its unit only where it differs from a known unit that is computed in.
pub fn printed(figure: &Figure, unit: &Unit) -> String {
    let own = &figure.amount.unit;
    let text = tame(&figure.text);
    let same = own.word == unit.word || own.word.is_empty() || unit.word.is_empty();
    if own.measure == Measure::Ratio || same {
        text
    } else {
        format!("{text} {}", own.word)
    }
}

/// A computed value for people: at most two decimals more than the stated figure shows.
pub fn value(computed: &Evidence, stated: Option<&Figure>) -> String {
    let decimals = stated.map_or(4, |figure| figure.amount.printed.scale() + 2);
    let mut value = computed.value;
    if value.scale() > decimals {
        value = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    }
    let mark = if computed.unit.measure == Measure::Ratio {
        &*computed.unit.word
    } else {
        ""
    };
    format!("{value}{mark}")
}

/// Whether the value is the sum of its terms, each with its factor.
pub fn is_sum(outcome: &Outcome, computed: &Evidence) -> bool {
    let sum = computed.terms.iter().try_fold(Decimal::ZERO, |sum, term| {
        let value = outcome
            .figure(term.figure)?
            .amount
            .in_unit(&computed.unit)?;
        sum.checked_add(value.checked_mul(term.factor)?)
    });
    sum == Some(computed.value)
}

/// `年初预算 218.42 + 上年结转 65.43 = 345.91`
fn right_side(
    outcome: &Outcome,
    finding: &Finding,
    computed: &Evidence,
    stated: Option<&Figure>,
    names: &[String],
    say: Say,
) -> String {
    let value = value(computed, stated);
    let named: Vec<String> = computed
        .terms
        .iter()
        .zip(names)
        .map(|(term, name)| match outcome.figure(term.figure) {
            Some(figure) => {
                let text = printed(figure, &computed.unit);
                if text.starts_with(['-', '−', '－']) && !text.contains(')') {
                    format!("{name} ({text})")
                } else {
                    format!("{name} {text}")
                }
            }
            None => name.clone(),
        })
        .collect();
    match computed.terms.as_slice() {
        [] => value,
        [only] if only.factor == Decimal::ONE && is_sum(outcome, computed) => match named.first() {
            Some(name) if converted(outcome, only, computed) => {
                format!("{name} = {}", say.amount(&value, &computed.unit))
            }
            Some(name) => name.clone(),
            None => value,
        },
        terms if is_sum(outcome, computed) => format!("{} = {value}", sum(terms, &named, say)),
        terms => match by_claim(outcome, finding, terms, &named, say) {
            Some(formula) => format!("{formula} = {value}"),
            None => say.computed_from(&value, &fold(named, say).join(say.comma())),
        },
    }
}

fn converted(outcome: &Outcome, term: &Term, computed: &Evidence) -> bool {
    outcome
        .figure(term.figure)
        .is_some_and(|figure| figure.amount.printed != computed.value)
}

fn sum(terms: &[Term], named: &[String], say: Say) -> String {
    let parts: Vec<String> = terms
        .iter()
        .zip(named)
        .enumerate()
        .map(|(i, (term, name))| {
            let sign = match (i, term.factor.is_sign_negative()) {
                (0, false) => "",
                (0, true) => "−",
                (_, false) => "+ ",
                (_, true) => "− ",
            };
            let factor = term.factor.abs();
            if factor == Decimal::ONE {
                format!("{sign}{name}")
            } else {
                format!("{sign}{factor} × {name}")
            }
        })
        .collect();
    fold(parts, say).join(" ")
}

fn fold(mut parts: Vec<String>, say: Say) -> Vec<String> {
    if parts.len() > FOLD {
        let hidden = parts.len() - HEAD - TAIL;
        parts.splice(HEAD..HEAD + hidden, [say.folded_terms(hidden)]);
    }
    parts
}

/// The right side as the claim has it, each figure by its name.
fn by_claim(
    outcome: &Outcome,
    finding: &Finding,
    terms: &[Term],
    named: &[String],
    say: Say,
) -> Option<String> {
    let checked = outcome.documents.get(finding.document)?;
    let claim = checked.claim(finding.claim)?;
    let Asserted::Relation {
        stated, computed, ..
    } = &claim.asserted
    else {
        return None;
    };
    if Some(*stated) != finding.stated || terms.len() > FOLD {
        return None;
    }
    expression(computed, 0, say, &mut |id| {
        let at = terms.iter().position(|term| term.figure == *id)?;
        named.get(at).cloned()
    })
}

/// A formula in signs that people write, each leaf in the words that `leaf` has for it.
pub fn expression<T>(
    expr: &Expr<T>,
    level: u8,
    say: Say,
    leaf: &mut dyn FnMut(&T) -> Option<String>,
) -> Option<String> {
    let (text, own) = match expr {
        Expr::Leaf(inner) => (leaf(inner)?, 4),
        Expr::Number(number) => (number.to_string(), 4),
        Expr::Negate(inner) => (format!("−{}", expression(inner, 3, say, leaf)?), 3),
        Expr::Binary(operator, left, right) => {
            let (sign, own) = match operator {
                Operator::Add => ("+", 1),
                Operator::Subtract => ("−", 1),
                Operator::Multiply => ("×", 2),
                Operator::Divide => ("÷", 2),
            };
            let left = expression(left, own, say, leaf)?;
            let right = expression(right, own + 1, say, leaf)?;
            (format!("{left} {sign} {right}"), own)
        }
        Expr::Call(function, arguments) => {
            let mut inside = Vec::new();
            for argument in arguments {
                inside.push(expression(argument, 0, say, leaf)?);
            }
            (
                format!("{}({})", say.function(*function), inside.join(", ")),
                4,
            )
        }
    };
    Some(if own < level {
        format!("({text})")
    } else {
        text
    })
}

/// Figures that state one value of one thing.
struct Mention<'a> {
    key: Option<&'a Key>,
    value: Option<Decimal>,
    words: String,
    ids: Vec<FigureId>,
}

/// Every value with the places that state it: `小计 603.06（第 127 行） ≠ 合计 731.40（第 139、306 行）`; things that differ in kind
/// (basic, project) one after the other.
fn tie(outcome: &Outcome, finding: &Finding, computed: &Evidence, say: Say) -> String {
    let ids: Vec<FigureId> = finding
        .stated
        .into_iter()
        .chain(computed.terms.iter().map(|term| term.figure))
        .collect();
    let names = name::names(outcome, &ids, say);
    let mut mentions: Vec<Mention<'_>> = Vec::new();
    let mut keys: Vec<Option<&Key>> = Vec::new();
    for (&id, name) in ids.iter().zip(&names) {
        let Some(figure) = outcome.figure(id) else {
            continue;
        };
        let key = figure.meaning.as_deref();
        let value = figure.amount.in_unit(&computed.unit);
        if !keys.contains(&key) {
            keys.push(key);
        }
        let same = |mention: &&mut Mention<'_>| {
            mention.key == key && mention.value == value && value.is_some()
        };
        match mentions.iter_mut().find(same) {
            Some(mention) => mention.ids.push(id),
            None => mentions.push(Mention {
                key,
                value,
                words: format!("{name} {}", printed(figure, &computed.unit)),
                ids: vec![id],
            }),
        }
    }
    let mut chains = Vec::new();
    let mut two = false;
    for key in keys {
        let values: Vec<&Mention<'_>> = mentions
            .iter()
            .filter(|mention| mention.key == key)
            .collect();
        if values.len() > 1 || mentions.len() == 1 {
            two = values.len() == 2;
            let places = values.iter().map(|mention| {
                say.at(
                    &mention.words,
                    &places(outcome, finding.document, &mention.ids, say),
                )
            });
            chains.push(places.collect::<Vec<_>>().join(" ≠ "));
        }
    }
    let gap = match finding.gap {
        Some(gap) if chains.len() == 1 && two && !gap.is_zero() => {
            let unit = finding
                .stated
                .and_then(|id| outcome.figure(id))
                .map_or(&computed.unit, |figure| &figure.amount.unit);
            say.apart(&say.amount(&gap.abs().to_string(), unit))
        }
        _ => String::new(),
    };
    say.differs(&chains.join(say.semicolon()), &gap)
}

/// The lines of some figures; those of other documents with their paths.
pub fn places(outcome: &Outcome, home: usize, ids: &[FigureId], say: Say) -> String {
    let mut here: Vec<usize> = Vec::new();
    let mut words = Vec::new();
    for &id in ids {
        let line = place::line(outcome, id);
        if id.document == home {
            here.push(line);
        } else if let Some(checked) = outcome.documents.get(id.document) {
            words.push(format!("{}:{line}", checked.document.path));
        }
    }
    here.dedup();
    if !here.is_empty() {
        words.insert(0, say.lines(&here));
    }
    words.join(say.comma())
}
