//! Suggested rules as a rule file: each that holds, and as comments those that do not hold everywhere.

use super::{
    Options, message, name,
    width::{columns, tame},
    words::Say,
};
use crate::model::{
    Arithmetic, Axis, Blank, Broken, Equation, Kind, LineName, Outcome, Suggestion, Suggestions,
};

/// Columns of a list that stands on one line.
const LIST: usize = 90;
/// Figures of a broken rule that are told.
const BROKEN: usize = 10;

/// The rules suggested for one report, the `at`th of the outcome's, as the text of a rule file.
pub fn suggestions(
    outcome: &Outcome,
    at: usize,
    suggestions: &Suggestions,
    options: &Options,
) -> String {
    let Some(checked) = outcome.documents.get(at) else {
        return String::new();
    };
    let say = options.say(Some(checked));
    let path = tame(&checked.document.path);
    let mut out = comment(&match suggestions.all.is_empty() {
        true => say.nothing_suggested(&path),
        false => say.suggested_from(&path),
    });
    for (table, count) in &suggestions.unsaid {
        out.push_str(&comment(&say.unsaid(*table, *count)));
    }
    for one in &suggestions.all {
        out.push('\n');
        let text = rule(one, &path, say);
        if one.broken.is_empty() {
            out.push_str(&text);
            continue;
        }
        out.push_str(&comment(&say.broken_rule(one.table, one.holds)));
        for broken in one.broken.iter().take(BROKEN) {
            out.push_str(&comment(&format!("  {}", told(outcome, one, broken, say))));
        }
        if one.broken.len() > BROKEN {
            out.push_str(&comment("  …"));
        }
        for line in text.lines() {
            out.push_str(&comment(line));
        }
    }
    out
}

fn comment(text: &str) -> String {
    format!("# {text}\n")
}

/// `Actual: 312.00, should be 310.00, off by 2.00`
fn told(outcome: &Outcome, one: &Suggestion, broken: &Broken, say: Say) -> String {
    let Some(figure) = outcome.figure(broken.stated) else {
        return String::new();
    };
    let labels = match &one.rule.kind {
        Kind::Lines(equation) if equation.axis == Axis::Column => &figure.labels.row,
        _ => &figure.labels.column,
    };
    let line = labels.last().map(name::shown).unwrap_or_default();
    let stated = message::printed(figure, &figure.amount.unit);
    let gap = broken.gap.normalize().to_string();
    say.off_by(
        &line,
        &say.should_be_too(&stated, &broken.computed.to_string()),
        Some(&gap),
    )
}

fn rule(one: &Suggestion, path: &str, say: Say) -> String {
    let rule = &one.rule;
    let Kind::Lines(equation) = &rule.kind else {
        return String::new();
    };
    let mut out = String::from("[[rule]]\n");
    let mut key = |name: &str, value: String| out.push_str(&format!("{name} = {value}\n"));
    key("id", quoted(&rule.id));
    key("title", quoted(rule.title.get(say.0)));
    let file = path.rsplit('/').next().unwrap_or(path);
    let why = say.suggested_why(file, one.table, equation.axis, one.holds);
    key("why", quoted(&why));
    key("severity", quoted(rule.severity.name()));
    key("kind", quoted("lines"));
    if rule.blank == Blank::Zero {
        key("blank", quoted("zero"));
    }
    for (name, value) in lines(equation) {
        key(name, value);
    }
    out
}

fn lines(equation: &Equation) -> Vec<(&'static str, String)> {
    let mut keys = Vec::new();
    let table = &equation.table;
    let caption = table.caption.iter().map(|words| quoted(words));
    let caption: Vec<String> = caption.collect();
    if !caption.is_empty() {
        keys.push(("table", format!("{{ caption = {} }}", one_line(&caption))));
    }
    let axis = match equation.axis {
        Axis::Row => "rows",
        Axis::Column => "columns",
    };
    keys.push(("axis", quoted(axis)));
    keys.push(("result", quoted(&equation.result.text)));
    match &equation.arithmetic {
        Arithmetic::Sum { plus, minus } => {
            keys.extend([("plus", list(plus)), ("minus", list(minus))])
        }
        Arithmetic::Average(parts) => keys.push(("average", list(parts))),
        Arithmetic::Quotient { parts, of } => {
            keys.push(("quotient", list(parts)));
            keys.extend(of.as_ref().map(|of| ("of", quoted(&of.text))));
        }
        Arithmetic::Growth(parts) => keys.push(("growth", list(parts))),
    }
    keys.extend(
        equation
            .times
            .map(|times| ("times", quoted(&times.to_string()))),
    );
    keys.extend([
        ("only", list(&equation.only)),
        ("except", list(&equation.except)),
    ]);
    keys.retain(|(_, value)| value != "[]");
    keys
}

fn one_line(values: &[String]) -> String {
    format!("[{}]", values.join(", "))
}

/// On one line where it is short, else a line a name.
fn list(names: &[LineName]) -> String {
    let names: Vec<String> = names.iter().map(|name| quoted(&name.text)).collect();
    let short = one_line(&names);
    if columns(&short) <= LIST {
        return short;
    }
    let names: Vec<String> = names.iter().map(|name| format!("  {name},\n")).collect();
    format!("[\n{}]", names.concat())
}

/// A TOML string.
fn quoted(text: &str) -> String {
    format!(
        "\"{}\"",
        tame(text).replace('\\', "\\\\").replace('"', "\\\"")
    )
}
