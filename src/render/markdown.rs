//! Markdown for job summaries and comments on merge requests: a table of findings, then the figures of each.

use super::{
    How, Options, Renderer, place, summary,
    told::{self, Told},
    words::Say,
};
use crate::model::{Outcome, Rule, Severity};

pub const RENDERER: Renderer = Renderer {
    name: "markdown",
    about: "a table of findings, for job summaries and comments",
    how: How::Whole(render),
};

/// Findings that are told; a comment may hold 65,536 characters.
const MOST: usize = 100;
/// Findings whose figures are told.
const DETAILED: usize = 30;
/// Figures that are told of one finding.
const FIGURES: usize = 40;

fn render(outcome: &Outcome, rules: &[Rule], options: &Options) -> String {
    let say = options.say_all(outcome);
    let plain = Options {
        colour: false,
        width: usize::MAX,
        ..*options
    };
    let mut told: Vec<Told<'_>> = told::all(outcome, rules, &plain).collect();
    told.sort_by_key(|told| std::cmp::Reverse(told.finding.severity));
    let whole = summary::summary(outcome, rules, &plain);
    let mut summary = whole.lines();
    let mut out = format!(
        "## {}\n\n{}\n",
        say.report_title(),
        escape(summary.next().unwrap_or(""))
    );
    if !told.is_empty() {
        out.push_str(&format!(
            "\n| | {} | {} | {} |\n|---|---|---|---|\n",
            say.place_title(),
            say.finding_title(),
            say.rule_title()
        ));
    }
    for told in told.iter().take(MOST) {
        out.push_str(&format!(
            "| {} | {} | {} | `{}` |\n",
            mark(told.finding.severity, told.say),
            escape(&told.address()),
            escape(&told.sentence),
            told.rule.id
        ));
    }
    if told.len() > MOST {
        out.push_str(&format!("\n{}\n", say.findings_left_out(told.len() - MOST)));
    }
    if !told.is_empty() {
        out.push_str(&format!(
            "\n<details><summary>{}</summary>\n",
            say.details()
        ));
        for told in told.iter().take(DETAILED) {
            detail(&mut out, outcome, told);
        }
        out.push_str("\n</details>\n");
    }
    let unread = outcome
        .unread
        .iter()
        .map(|unread| unread.what.get(say.0).to_owned());
    let gaps: Vec<String> = summary.map(str::trim).map(str::to_owned).collect();
    let (head, gaps) = gaps
        .split_first()
        .map_or((None, &[][..]), |(head, gaps)| (Some(head), gaps));
    let unread: Vec<String> = unread.collect();
    list(
        &mut out,
        &format!("{}{}", say.unread_title(), say.colon()),
        &unread,
    );
    if let Some(head) = head {
        list(&mut out, head, gaps);
    }
    out
}

fn list(out: &mut String, head: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    out.push_str(&format!("\n{}\n\n", head.trim_end()));
    for line in lines {
        out.push_str(&format!("- {}\n", escape(line)));
    }
}

fn mark(severity: Severity, say: Say) -> String {
    let sign = match severity {
        Severity::Error => "🔴",
        Severity::Warning => "🟡",
        Severity::Note => "🔵",
    };
    format!("{sign} {}", say.severity(severity))
}

fn detail(out: &mut String, outcome: &Outcome, told: &Told<'_>) {
    let say = told.say;
    out.push_str(&format!(
        "\n**{}**\n\n",
        escape(&format!("{} {}", told.address(), told.sentence))
    ));
    let parts = told.parts(outcome);
    if !parts.is_empty() {
        out.push_str(&format!(
            "| | {} | {} | {} |\n|:-:|---|--:|---|\n",
            say.name_title(),
            say.figure_title(),
            say.place_title()
        ));
    }
    for part in parts.iter().take(FIGURES) {
        let sign = match part.role {
            told::Role::Stated => say.stated_title(),
            role => role.sign(),
        };
        out.push_str(&format!(
            "| {sign} | {} | {} | {} |\n",
            escape(&part.name),
            escape(&part.figure.text),
            escape(&place::words(part.document, part.figure, say))
        ));
    }
    if parts.len() > FIGURES {
        out.push_str(&format!(
            "| … | {} | | |\n",
            say.folded_terms(parts.len() - FIGURES)
        ));
    }
    let mut lines = Vec::new();
    if let Some(value) = told.should_be(outcome) {
        lines.push(format!("{}{}{value}", say.computed_title(), say.colon()));
    }
    if let Some(gap) = told.finding.gap.filter(|gap| !gap.is_zero()) {
        lines.push(format!("{}{}{gap}", say.gap_title(), say.colon()));
    }
    lines.extend(told.advice());
    if !lines.is_empty() {
        out.push('\n');
    }
    for line in lines {
        out.push_str(&format!("- {}\n", escape(&line)));
    }
}

/// Words that Markdown takes as words, in one line.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in super::width::tame(text).chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '$' | '@' => {
                out.push('\\');
                out.push(c);
            }
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}
