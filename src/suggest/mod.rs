//! The relations found in a report as rules on its rows and columns, for a person to keep.

mod table;

use crate::model::{
    Arithmetic, Axis, Blank, Checked, Computation, Equation, Examples, FigureId, Instance, Kind,
    Lines, Origin, Pattern, Rule, Severity, Shape, Slack, Suggestion, Suggestions, Table, Verdict,
    When, Words,
};
use std::collections::BTreeMap;

/// More parts than a person reads.
const PARTS: usize = 300;
/// Letters of a title.
const TITLE: usize = 100;
/// Lines that a rule leaves out; of more, it is said where it does not hold.
const EXCEPT: usize = 12;

/// A pattern in one line.
struct Found {
    /// Among the document's figures.
    stated: usize,
    holds: bool,
    /// A rule says it already.
    ruled: bool,
}

/// Rules on the rows and columns of a document, in reading order; `family` begins their ids. `rules` are those of the program, which
/// tell how severe a breach is.
pub fn suggest(checked: &Checked, rules: &[Rule], family: &str) -> Suggestions {
    let rows = Lines::of_tables(&checked.document, &checked.figures, Axis::Row);
    let columns = Lines::of_tables(&checked.document, &checked.figures, Axis::Column);
    let mut found: BTreeMap<(usize, Pattern), Vec<Found>> = BTreeMap::new();
    let mut suggestions = Suggestions::default();
    for (claim, verdict) in checked.relations() {
        let Some((stated, computation)) = Computation::of(claim) else {
            continue;
        };
        let figure = |id: FigureId| checked.figures.get(id.figure);
        if let Some(instance) = Instance::of(claim, stated, &computation, figure) {
            let lines = found.entry((instance.block, instance.pattern)).or_default();
            lines.push(Found {
                stated: stated.figure,
                holds: verdict == Verdict::Holds,
                ruled: claim.support.meaning,
            });
        }
    }
    let mut ids = table::Ids::new(family);
    let mut known: Vec<Equation> = Vec::new();
    for ((block, pattern), lines) in found {
        let Some(table) = checked.document.table(block) else {
            continue;
        };
        // A rule says it already.
        if lines.iter().any(|line| line.ruled) {
            continue;
        }
        let empty = Lines::default();
        let names = table::Names {
            checked,
            rows: rows.get(&block).unwrap_or(&empty),
            columns: columns.get(&block).unwrap_or(&empty),
        };
        let holds = lines.iter().filter(|line| line.holds).count();
        let stated: Vec<usize> = lines.iter().map(|line| line.stated).collect();
        let Some(equation) = equation(&names, table, &pattern, &stated) else {
            *suggestions.unsaid.entry(table.number).or_default() += 1;
            continue;
        };
        if known.contains(&equation) {
            continue;
        }
        known.push(equation.clone());
        let minus = pattern.parts.iter().any(|part| part.minus);
        let shape = Computation::shape(pattern.operator, pattern.axis, minus);
        suggestions.all.push(Suggestion {
            rule: rule(equation, shape, rules, &mut ids, table),
            table: table.number,
            holds,
            asserted: stated.into_iter().collect(),
            broken: Vec::new(),
        });
    }
    suggestions
}

/// Leaves a line out in which a figure that nobody says is computed so differs. False where it has no name.
pub fn except(suggestion: &mut Suggestion, checked: &Checked, stated: usize) -> bool {
    let Kind::Lines(equation) = &mut suggestion.rule.kind else {
        return false;
    };
    let name = table::crossing(checked, stated, equation.axis);
    let Some(name) = name.filter(|_| equation.except.len() < EXCEPT) else {
        return false;
    };
    equation.except.push(name);
    true
}

/// A pattern by names.
fn equation(
    names: &table::Names<'_>,
    table: &Table,
    pattern: &Pattern,
    stated: &[usize],
) -> Option<Equation> {
    if pattern.parts.len() > PARTS {
        return None;
    }
    let name = |at: usize| names.line(pattern.axis, at, stated);
    let part = |index: usize| {
        let part = pattern.parts.get(index)?;
        part.line.is_none().then(|| name(part.at)).flatten()
    };
    let arithmetic = match pattern.operator {
        "division" => {
            let of = match pattern.parts.as_slice() {
                [above, below] if above.line.is_none() => match below.line {
                    Some(line) => Some(names.line(pattern.axis.other(), line, &[])?),
                    None => None,
                },
                _ => return None,
            };
            let below = pattern.parts.get(1)?.at;
            Arithmetic::Quotient {
                parts: [part(0)?, name(below)?],
                of,
            }
        }
        "relative_change" => Arithmetic::Growth([part(0)?, part(1)?]),
        operator => {
            let (mut plus, mut minus) = (Vec::new(), Vec::new());
            for (index, one) in pattern.parts.iter().enumerate() {
                match one.minus {
                    true => minus.push(part(index)?),
                    false => plus.push(part(index)?),
                }
            }
            match operator {
                "average" => Arithmetic::Average(plus),
                _ => Arithmetic::Sum { plus, minus },
            }
        }
    };
    Some(Equation {
        table: table::name(names.checked, table, stated),
        axis: pattern.axis,
        result: name(pattern.result)?,
        arithmetic,
        times: pattern.times,
        only: Vec::new(),
        except: Vec::new(),
    })
}

/// The rule on an equation: as severe as the program's own on such a shape, with words of its own.
fn rule(
    equation: Equation,
    shape: Shape,
    rules: &[Rule],
    ids: &mut table::Ids<'_>,
    table: &Table,
) -> Rule {
    let own = rules
        .iter()
        .find(|rule| matches!(rule.kind, Kind::Shape(other) if other == shape));
    let mut text = equation.text();
    if text.chars().count() > TITLE {
        text = text.chars().take(TITLE).chain(['…']).collect();
    }
    Rule {
        id: ids.next(&equation, table).into(),
        origin: Origin::Builtin,
        title: Words::new(text.clone(), text),
        why: Words::default(),
        help: Words::default(),
        reference: String::new(),
        severity: own.map_or(Severity::Error, |own| own.severity),
        kind: Kind::Lines(Box::new(equation)),
        when: When::default(),
        slack: Slack::Printed,
        blank: own.map_or(Blank::default(), |own| own.blank),
        examples: Examples::default().into(),
    }
}
