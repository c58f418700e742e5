//! The arithmetic found in a report, for people: every table with its formulas beneath, in terms of its rows and columns.

use super::{
    Options,
    grid::Drawing,
    message, name,
    paint::Paint,
    read,
    relations::{equation, gap, support},
    width::{shorten, tame, wrap},
    words::Say,
};
use crate::model::{
    Axis, Checked, Computation, FigureId, Instance, Outcome, Part, Pattern, Table, Verdict,
};
use std::collections::{BTreeMap, BTreeSet};

/// Rows of a table that is drawn whole; a longer one is folded to the rows that take part.
const WHOLE: usize = 30;
/// Header rows of a folded table that are drawn at most.
const HEADERS: usize = 3;
/// Operands side by side that are drawn in a folded table; of more, the first two and the last.
const RUN: usize = 5;
/// Columns of the terminal for the label of a result.
const LABEL: usize = 28;
/// Why a relation is believed, the words of the report first.
const REASONS: [&str; 5] = ["printed", "meaning", "label", "column", "row"];
/// Lines in which a formula fails that are told one by one.
const FAILURES: usize = 10;

/// The lines of each pattern, and why they are believed.
type Lines = BTreeMap<Pattern, (Vec<Line>, BTreeSet<&'static str>)>;

/// Formulas by the block of their table, and what is in no one table, as it reads.
type Sorted = (BTreeMap<usize, Vec<Formula>>, Vec<(Verdict, String)>);

/// A row that is computed from rows, column by column (`axis` is `Row`), or a column from columns.
struct Formula {
    pattern: Pattern,
    lines: Vec<Line>,
    reasons: Vec<&'static str>,
}

/// A line that a formula is held against.
struct Line {
    at: usize,
    stated: FigureId,
    verdict: Verdict,
    gap: Option<String>,
}

/// Every table with its formulas, then what stands in sentences or between tables, a line each.
pub fn relations(outcome: &Outcome, options: &Options) -> String {
    let paint = Paint(options.colour);
    let mut out = String::new();
    for checked in &outcome.documents {
        let say = options.say(Some(checked));
        let (mut tables, loose) = sorted(outcome, checked, say);
        let path = &checked.document.path;
        if outcome.documents.len() > 1 {
            out.push_str(&format!("{}\n\n", paint.bold(path)));
        }
        if tables.is_empty() && loose.is_empty() {
            out.push_str(&format!("{path}{}{}\n", say.colon(), say.no_relations()));
            continue;
        }
        let mut without = Vec::new();
        for (block, table) in checked.document.tables() {
            let Some(formulas) = tables.remove(&block) else {
                without.push(table.number);
                continue;
            };
            let title = read::title(checked, table, options);
            out.push_str(&wrap("", title.trim_end(), options.width));
            out.push('\n');
            out.push_str(&draw(table, &formulas, options));
            for formula in &formulas {
                out.push_str(&told(outcome, table, formula, options, say));
            }
            out.push('\n');
        }
        if !loose.is_empty() {
            out.push_str(&format!("{}\n", paint.bold(say.elsewhere_related())));
            for (verdict, text) in loose {
                out.push_str(&wrap(&format!(" {} ", mark(verdict)), &text, options.width));
                out.push('\n');
            }
            out.push('\n');
        }
        if !without.is_empty() {
            out.push_str(&wrap("", &say.tables_without(&without), options.width));
            out.push_str("\n\n");
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// The relations of a document: formulas by the block of their table, and all others as they read.
fn sorted(outcome: &Outcome, checked: &Checked, say: Say) -> Sorted {
    let mut tables: BTreeMap<usize, Lines> = BTreeMap::new();
    let mut loose = Vec::new();
    for (claim, verdict) in checked.relations() {
        let Some((stated, computation)) = Computation::of(claim) else {
            continue;
        };
        let gap = gap(outcome, stated, &computation).map(|gap| gap.normalize().to_string());
        let instance = Instance::of(claim, stated, &computation, |id| outcome.figure(id));
        let Some(Instance {
            block,
            line: at,
            pattern,
        }) = instance
        else {
            let line = say.line(checked.document.text.line(claim.at.start));
            let equation = equation(outcome, stated, &computation, say);
            let gap = gap.filter(|_| verdict == Verdict::Fails);
            loose.push((verdict, say.off_by(&line, &equation, gap.as_deref())));
            continue;
        };
        let (lines, reasons) = tables.entry(block).or_default().entry(pattern).or_default();
        lines.push(Line {
            at,
            stated,
            verdict,
            gap,
        });
        reasons.extend(support(outcome, stated, &computation, &claim.support));
    }
    let formulas = |patterns: Lines| {
        let formula = |(pattern, (mut lines, reasons)): (Pattern, (Vec<Line>, BTreeSet<_>))| {
            lines.sort_by_key(|line| line.at);
            Formula {
                pattern,
                lines,
                reasons: REASONS
                    .into_iter()
                    .filter(|reason| reasons.contains(reason))
                    .collect(),
            }
        };
        patterns.into_iter().map(formula).collect()
    };
    let tables = tables
        .into_iter()
        .map(|(block, patterns)| (block, formulas(patterns)))
        .collect();
    (tables, loose)
}

fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "✓",
        Verdict::Fails => "✗",
        _ => "?",
    }
}

/// The table, folded where it is long to headers, results, operands, and the lines of column formulas that fail.
fn draw(table: &Table, formulas: &[Formula], options: &Options) -> String {
    let mut rows: BTreeSet<usize> = (0..table.header_rows.unwrap_or(0).min(HEADERS)).collect();
    let (mut operands, mut columns, mut wrong) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for Formula { pattern, lines, .. } in formulas {
        let failing = lines.iter().filter(|line| line.verdict == Verdict::Fails);
        let parts = pattern.parts.iter().map(|part| part.at);
        let fixed = pattern.parts.iter().filter_map(|part| part.line);
        match pattern.axis {
            Axis::Row => {
                rows.insert(pattern.result);
                operands.extend(parts);
                columns.extend(lines.iter().map(|line| line.at).chain(fixed));
                wrong.extend(failing.map(|line| (pattern.result, line.at)));
            }
            Axis::Column => {
                columns.insert(pattern.result);
                columns.extend(parts);
                rows.extend(lines.first().map(|line| line.at));
                rows.extend(failing.clone().take(FAILURES).map(|line| line.at));
                rows.extend(fixed);
                wrong.extend(failing.map(|line| (line.at, pattern.result)));
            }
        }
    }
    if table.rows.len() <= WHOLE {
        rows = (0..table.rows.len()).collect();
    } else {
        rows.extend(ends(&operands));
    }
    Drawing::folded(table, rows, &columns, wrong, options.width).draw(Paint(options.colour))
}

/// Of rows side by side the first two and the last, where they are many.
fn ends(rows: &BTreeSet<usize>) -> Vec<usize> {
    let mut runs: Vec<Vec<usize>> = Vec::new();
    for &row in rows {
        match runs.last_mut() {
            Some(run) if run.last() == Some(&row.saturating_sub(1)) => run.push(row),
            _ => runs.push(vec![row]),
        }
    }
    for run in &mut runs {
        if run.len() > RUN {
            run.drain(2..run.len() - 1);
        }
    }
    runs.concat()
}

/// One formula: what is computed from what, in how many lines it holds and why it is believed; then the lines in which it fails.
fn told(
    outcome: &Outcome,
    table: &Table,
    formula: &Formula,
    options: &Options,
    say: Say,
) -> String {
    let Formula {
        pattern,
        lines,
        reasons,
    } = formula;
    let paint = Paint(options.colour);
    let count = |verdict| lines.iter().filter(|line| line.verdict == verdict).count();
    let (holds, fails) = (count(Verdict::Holds), count(Verdict::Fails));
    let (origin, other) = match pattern.axis {
        Axis::Row => (table.origin.0 + 1, table.origin.1 + 1),
        Axis::Column => (table.origin.1 + 1, table.origin.0 + 1),
    };
    let label = |id: FigureId, axis: Axis| {
        let labels = outcome.figure(id).map(|figure| match axis {
            Axis::Row => &figure.labels.row,
            Axis::Column => &figure.labels.column,
        });
        let label = labels.and_then(|labels| labels.last()).map(name::shown);
        label.map_or(String::new(), |label| {
            format!(" {}", shorten(&tame(&label), LABEL))
        })
    };
    let stated = lines.first().map(|line| line.stated);
    let mut text = say.numbered(pattern.axis, &[pattern.result + origin]);
    text.push_str(&stated.map_or(String::new(), |id| label(id, pattern.axis)));
    text.push_str(&format!(" = {}", right(pattern, origin, other, say)));
    let only = lines.first().map_or(0, |line| line.at + other);
    let mut facts = Vec::new();
    if holds + fails > 0 {
        facts.push(say.holding(pattern.axis.other(), holds, holds + fails, only));
    }
    if holds + fails < lines.len() {
        let unknown = lines
            .iter()
            .filter(|line| line.verdict != Verdict::Holds && line.verdict != Verdict::Fails);
        let unknown: Vec<usize> = unknown.map(|line| line.at + other).collect();
        let unknown = say.numbered(pattern.axis.other(), &unknown);
        facts.push(format!("{unknown}{}{}", say.colon(), say.indeterminate()));
    }
    if !reasons.is_empty() {
        let reasons: Vec<String> = reasons.iter().map(|name| say.support(name)).collect();
        facts.push(format!(
            "{}{}{}",
            say.supported(),
            say.colon(),
            reasons.join(say.comma())
        ));
    }
    let text = say.at(&text, &facts.join(say.semicolon()));
    let whole = match (holds, fails) {
        (_, 1..) => Verdict::Fails,
        (1.., 0) => Verdict::Holds,
        _ => Verdict::Indeterminate,
    };
    let first = wrap(&format!(" {} ", mark(whole)), &text, options.width);
    let painted = match whole {
        Verdict::Fails => paint.red(mark(whole)),
        Verdict::Holds => paint.green(mark(whole)),
        _ => paint.yellow(mark(whole)),
    };
    let mut out = format!("{}\n", first.replacen(mark(whole), &painted, 1));
    let failing = lines.iter().filter(|line| line.verdict == Verdict::Fails);
    for line in failing.take(FAILURES) {
        let axis = pattern.axis.other();
        let place = say.numbered(axis, &[line.at + other]) + &label(line.stated, axis);
        let figure = outcome.figure(line.stated);
        let printed = figure.map_or(String::new(), |figure| {
            message::printed(figure, &figure.amount.unit)
        });
        let words = say.off_by(&place, &printed, line.gap.as_deref());
        out.push_str(&wrap("   ", &words, options.width));
        out.push('\n');
    }
    if fails > FAILURES {
        out.push_str("   …\n");
    }
    out
}

/// The right side of a formula in numbers of rows or columns.
fn right(pattern: &Pattern, origin: usize, other: usize, say: Say) -> String {
    let term = |part: &Part| match part.line {
        None => say.numbered(pattern.axis, &[part.at + origin]),
        Some(line) => say.crossing(pattern.axis, part.at + origin, line + other),
    };
    match (pattern.operator, pattern.parts.as_slice()) {
        ("division", [above, below]) => format!("{} ÷ {}", term(above), term(below)),
        ("relative_change", [base, later]) => {
            let base = term(base);
            format!("({} − {base}) ÷ {base}", term(later))
        }
        (operator, parts) => {
            let (minus, plus): (Vec<&Part>, Vec<&Part>) = parts.iter().partition(|part| part.minus);
            let average = operator == "average";
            let many = |parts: &[&Part]| {
                let plain = parts.iter().all(|part| part.line.is_none());
                plain && (parts.len() > 2 || average)
            };
            let mut text = String::new();
            for (sign, parts) in [("+", plus), ("−", minus)] {
                if many(&parts) {
                    let numbers: Vec<usize> = parts.iter().map(|part| part.at + origin).collect();
                    let numbers = say.numbered(pattern.axis, &numbers);
                    let sum = match average {
                        true => say.average_of(&numbers),
                        false => format!("Σ {numbers}"),
                    };
                    add(&mut text, sign, &sum);
                } else {
                    parts
                        .iter()
                        .for_each(|part| add(&mut text, sign, &term(part)));
                }
            }
            text
        }
    }
}

fn add(text: &mut String, sign: &str, term: &str) {
    match (text.is_empty(), sign) {
        (true, "+") => {}
        (true, sign) => text.push_str(sign),
        (false, sign) => text.push_str(&format!(" {sign} ")),
    }
    text.push_str(term);
}
