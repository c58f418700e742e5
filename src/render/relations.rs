//! The arithmetic found in a report itself: which figure is computed from which.

use super::{Options, flat, json, message, name, paint::Paint, place, words::Say};
use crate::model::{Claim, Computation, Figure, FigureId, Outcome, Support, Verdict};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    documents: Vec<Document<'a>>,
}

#[derive(Serialize)]
struct Document<'a> {
    path: &'a str,
    relations: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    table: usize,
    operator: &'static str,
    result: [usize; 2],
    operands: Vec<[usize; 2]>,
    /// The sign of each operand; left out where all are added, or where the operator says it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    factors: Vec<i8>,
    holds: bool,
    gap: Option<String>,
    support: Vec<&'static str>,
}

/// Lists and objects around a relation.
const AROUND_RELATIONS: usize = 4;

/// The relations within the tables of each document, as the contract's JSON.
pub fn relations_json(outcome: &Outcome) -> String {
    let documents = outcome.documents.iter().map(|checked| Document {
        path: &checked.document.path,
        relations: checked
            .relations()
            .filter_map(|(claim, verdict)| entry(outcome, claim, verdict))
            .collect(),
    });
    let answer = Answer {
        version: json::VERSION,
        documents: documents.collect(),
    };
    flat::write(&answer, AROUND_RELATIONS)
}

fn entry(outcome: &Outcome, claim: &Claim, verdict: Verdict) -> Option<Entry> {
    let (stated, computation) = Computation::of(claim)?;
    let cell = |id: FigureId| {
        let (checked, figure) = place::find(outcome, id)?;
        let (table, cell) = place::cell(&checked.document, figure)?;
        Some((id.document, table.number, cell))
    };
    let (document, table, mut result) = cell(stated)?;
    let mut parts = Vec::new();
    for &(minus, id) in &computation.operands {
        let (there, in_table, operand) = cell(id)?;
        if (there, in_table) != (document, table) {
            return None;
        }
        parts.push((minus, operand));
    }
    let (_, figure) = place::find(outcome, stated)?;
    let (grid, _) = place::cell(&outcome.documents.get(document)?.document, figure)?;
    let mut operator = computation.operator;
    if !claim.support.blanks.is_empty() {
        if operator == "difference" {
            operator = "sum";
            parts.iter_mut().skip(1).for_each(|part| part.0 = true);
        }
        parts.extend(claim.support.blanks.iter().map(|blank| {
            let cell = place::coordinates(grid, blank.row, blank.column);
            (blank.minus, cell)
        }));
        parts.sort_by_key(|(_, cell)| *cell);
    }
    let mut gap = gap(outcome, stated, &computation);
    // One less several others: as the sum that it is, the first of all that remains.
    if operator == "sum" && parts.len() > 1 && parts.iter().filter(|part| !part.0).count() == 1 {
        for part in &mut parts {
            if !part.0 {
                std::mem::swap(&mut result, &mut part.1);
            }
            part.0 = false;
        }
        parts.sort_by_key(|(_, cell)| *cell);
        gap = gap.map(|gap| -gap);
    }
    let signed = operator == "sum" && parts.iter().any(|part| part.0);
    Some(Entry {
        table,
        operator,
        result,
        factors: parts
            .iter()
            .filter(|_| signed)
            .map(|part| if part.0 { -1 } else { 1 })
            .collect(),
        operands: parts.into_iter().map(|part| part.1).collect(),
        holds: verdict == Verdict::Holds,
        gap: gap.map(|gap| gap.to_string()),
        support: support(outcome, stated, &computation, &claim.support),
    })
}

/// stated − computed in the stated figure's unit; quotients rounded to two decimals more than the stated figure has.
pub fn gap(outcome: &Outcome, stated: FigureId, computation: &Computation) -> Option<Decimal> {
    let stated = outcome.figure(stated)?;
    let unit = &stated.amount.unit;
    let mut values = Vec::new();
    for &(minus, id) in &computation.operands {
        let figure = outcome.figure(id)?;
        let value = match computation.operator {
            "division" | "relative_change" => figure.amount.printed,
            _ => figure.amount.in_unit(unit)?,
        };
        values.push(if minus { -value } else { value });
    }
    let total = || {
        values
            .iter()
            .try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value))
    };
    let whole = |quotient: Decimal| scaled(quotient, stated);
    let computed = match (computation.operator, values.as_slice()) {
        ("sum", _) => total()?,
        ("difference", [first, second]) => first.checked_sub(*second)?,
        ("average", values) => rounded(total()?.checked_div(Decimal::from(values.len()))?, stated),
        ("division", [first, second]) => whole(first.checked_div(*second)?)?,
        ("relative_change", [first, second]) => {
            whole(second.checked_sub(*first)?.checked_div(*first)?)?
        }
        _ => return None,
    };
    stated.amount.printed.checked_sub(computed)
}

/// A quotient in the stated figure's unit (× 100 for a per cent figure), rounded.
fn scaled(quotient: Decimal, stated: &Figure) -> Option<Decimal> {
    let mut value = quotient;
    if stated.amount.unit.measure == crate::model::Measure::Ratio {
        for _ in 0..stated.amount.unit.power.unsigned_abs().min(6) {
            value = value.checked_mul(Decimal::TEN)?;
        }
    }
    Some(rounded(value, stated))
}

fn rounded(value: Decimal, stated: &Figure) -> Decimal {
    let decimals = stated.amount.printed.scale() + 2;
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// Why a relation is believed; the other lines that show it are columns where it runs down, rows where it runs across.
pub fn support(
    outcome: &Outcome,
    stated: FigureId,
    computation: &Computation,
    support: &Support,
) -> Vec<&'static str> {
    let row = |id: FigureId| match outcome.figure(id).map(|figure| figure.site) {
        Some(crate::model::Site::Cell { block, row, .. }) => Some((block, row)),
        _ => None,
    };
    let across = computation
        .operands
        .iter()
        .all(|&(_, id)| row(id) == row(stated));
    let mut reasons = Vec::new();
    if support.printed {
        reasons.push("printed");
    }
    if support.label {
        reasons.push("label");
    }
    if support.holds > 0 {
        reasons.push(if across { "row" } else { "column" });
    }
    if support.meaning {
        reasons.push("meaning");
    }
    reasons
}

/// One line a relation, in words.
pub fn relations_short(outcome: &Outcome, options: &Options) -> String {
    let paint = Paint(options.colour);
    let mut out = String::new();
    for checked in &outcome.documents {
        let say = options.say(Some(checked));
        let mut none = true;
        for (claim, verdict) in checked.relations() {
            let Some((stated, computation)) = Computation::of(claim) else {
                continue;
            };
            none = false;
            let holds = match verdict {
                Verdict::Holds => paint.green(say.holds(true)),
                Verdict::Fails => paint.red(say.holds(false)),
                _ => paint.yellow(say.indeterminate()),
            };
            let because: Vec<String> = support(outcome, stated, &computation, &claim.support)
                .into_iter()
                .map(|name| say.support(name))
                .collect();
            let line = checked.document.text.line(claim.at.start);
            out.push_str(&format!("{}:{line}{}", checked.document.path, say.colon()));
            out.push_str(&equation(outcome, stated, &computation, say));
            out.push_str(&format!("{}{holds}", say.semicolon()));
            if !because.is_empty() {
                out.push_str(&format!(
                    "{}{}{}{}",
                    say.semicolon(),
                    say.supported(),
                    say.colon(),
                    because.join(say.comma())
                ));
            }
            out.push('\n');
        }
        if none {
            out.push_str(&format!(
                "{}{}{}\n",
                checked.document.path,
                say.colon(),
                say.no_relations()
            ));
        }
    }
    out
}

pub fn equation(
    outcome: &Outcome,
    stated: FigureId,
    computation: &Computation,
    say: Say,
) -> String {
    let ids: Vec<FigureId> = std::iter::once(stated)
        .chain(computation.operands.iter().map(|operand| operand.1))
        .collect();
    let unit = outcome
        .figure(stated)
        .map(|figure| figure.amount.unit.clone())
        .unwrap_or_default();
    let mut words = name::names(outcome, &ids, say)
        .into_iter()
        .zip(&ids)
        .map(|(name, &id)| {
            let text = outcome
                .figure(id)
                .map_or(String::new(), |figure| message::printed(figure, &unit));
            format!("{name} {text}")
        });
    let left = words.next().unwrap_or_default();
    let parts: Vec<String> = words.collect();
    let right = match (computation.operator, parts.as_slice()) {
        ("difference", parts) => parts.join(" − "),
        ("division", parts) => parts.join(" ÷ "),
        ("relative_change", [first, second]) => format!("({second} − {first}) ÷ {first}"),
        ("average", parts) => format!("{} ({})", say.average(), parts.join(", ")),
        (_, parts) => {
            let mut sum = String::new();
            for (i, (part, (minus, _))) in parts.iter().zip(&computation.operands).enumerate() {
                let sign = match (i, minus) {
                    (0, false) => "",
                    (0, true) => "−",
                    (_, false) => " + ",
                    (_, true) => " − ",
                };
                sum.push_str(sign);
                sum.push_str(part);
            }
            sum
        }
    };
    format!("{left} = {right}")
}
