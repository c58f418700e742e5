//! One page for an auditor, whole in itself: it can be mailed, read and printed.

use super::{
    How, Options, Renderer, summary,
    told::{self, Part, Role, Told},
    width::tame,
    words::Say,
};
use crate::model::{Checked, Content, Document, Outcome, Rule, Severity, Site, Span, Table};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::collections::BTreeSet;

pub const RENDERER: Renderer = Renderer {
    name: "html",
    about: "one page, to be read and printed",
    how: How::Whole(render),
};

const STYLE: &str = include_str!("html.css");
/// A table up to this many rows is shown whole.
const WHOLE: usize = 16;
/// Rows around a marked one, in longer tables.
const AROUND: usize = 1;
/// Characters of a sentence before and after its marks.
const MARGIN: usize = 90;

fn render(outcome: &Outcome, rules: &[Rule], options: &Options) -> String {
    let say = options.say_all(outcome);
    let plain = Options {
        colour: false,
        width: usize::MAX,
        ..*options
    };
    let told: Vec<Told<'_>> = told::all(outcome, rules, &plain).collect();
    let whole = summary::summary(outcome, rules, &plain);
    let mut summary = whole.lines().map(str::trim);
    let first = summary.next().unwrap_or("");
    let gaps: Vec<&str> = summary.collect();
    let page = html! {
        (DOCTYPE)
        html lang=(say.0.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (say.report_title()) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (say.report_title()) }
                    p.summary { (tame(first)) }
                }
                (documents(outcome, &told, say))
                @for (at, checked) in outcome.documents.iter().enumerate() {
                    (report(outcome, at, checked, &told))
                }
                @if !outcome.unread.is_empty() {
                    section.gaps {
                        h2 { (say.unread_title()) }
                        ul { @for unread in &outcome.unread { li { (tame(unread.what.get(say.0))) } } }
                    }
                }
                @if !outcome.accepted.is_empty() {
                    section.gaps {
                        h2 { (say.accepted_title()) }
                        ul {
                            @for (told, accepted) in told::accepted(outcome, rules, &plain) {
                                li {
                                    (told.address()) (told.say.colon()) (told.sentence) " "
                                    span.place { (tame(&accepted.reason)) }
                                }
                            }
                        }
                    }
                }
                @if let Some((head, rest)) = gaps.split_first() {
                    section.gaps {
                        h2 { (head.trim_end_matches([':', '：'])) }
                        ul { @for gap in rest { li { (gap) } } }
                    }
                }
                footer { (say.written_by()) }
            }
        }
    };
    let mut text = page.into_string();
    text.push('\n');
    text
}

/// The reports with what was found in each.
fn documents(outcome: &Outcome, told: &[Told<'_>], say: Say) -> Markup {
    let count = |checked: &Checked, severity: Severity| {
        let own = told
            .iter()
            .filter(|told| std::ptr::eq(told.document, &checked.document));
        own.filter(|told| told.finding.severity == severity).count()
    };
    html! {
        table.overview {
            thead { tr {
                th { (say.report()) }
                th.n { (say.tables_title()) }
                th.n { (say.figures_title()) }
                th.n { (say.tied_title()) }
                @for severity in Severity::ALL { th.n { (say.severities(severity)) } }
            } }
            tbody {
                @for (at, checked) in outcome.documents.iter().enumerate() {
                    tr {
                        td { a href={ "#report-" (at + 1) } { (tame(&checked.document.path)) } }
                        td.n { (checked.table_count()) }
                        td.n { (checked.figure_count()) }
                        td.n { (checked.tied()) }
                        @for severity in Severity::ALL {
                            @let number = count(checked, severity);
                            td class={ "n " (if number > 0 { severity.name() } else { "none" }) } { (number) }
                        }
                    }
                }
            }
        }
    }
}

fn report(outcome: &Outcome, at: usize, checked: &Checked, told: &[Told<'_>]) -> Markup {
    let document = &checked.document;
    let own: Vec<&Told<'_>> = told
        .iter()
        .filter(|told| std::ptr::eq(told.document, document))
        .collect();
    html! {
        @if !own.is_empty() {
            section.report id={ "report-" (at + 1) } {
                h2 { (tame(&document.path)) }
                @for told in own { (finding(outcome, told)) }
            }
        }
    }
}

fn finding(outcome: &Outcome, told: &Told<'_>) -> Markup {
    let say = told.say;
    let severity = told.finding.severity;
    let parts = told.parts(outcome);
    html! {
        article class=(severity.name()) {
            h3 { span.tag { (say.severity(severity)) } " " (told.sentence) }
            p.where { (told.place) " · " (told.rule.title.get(say.0)) " · " code { (told.rule.id) } }
            (excerpts(outcome, told, &parts))
            @if parts.len() > 1 { (addends(outcome, told, &parts)) }
            @for cause in &told.finding.causes {
                p { strong { (say.cause()) } (tame(cause.sentence.get(say.0))) }
            }
            @let help = told.rule.help.get(say.0);
            @if !help.is_empty() { p { strong { (say.help()) } (tame(help)) } }
            @if !told.finding.also.is_empty() { p { strong { (say.also()) } (also(outcome, told)) } }
        }
    }
}

/// Every figure of the finding with its sign, then what they come to.
fn addends(outcome: &Outcome, told: &Told<'_>, parts: &[Part<'_>]) -> Markup {
    let say = told.say;
    html! {
        table.addends {
            tbody {
                @for part in parts {
                    tr.stated[part.role == Role::Stated] {
                        td.sign { (part.role.sign()) }
                        td { (part.name) @if part.role == Role::Stated { " (" (say.stated_title()) ")" } }
                        td.n { (tame(&part.figure.text)) }
                        td.place {
                            (super::place::words(part.document, part.figure, say))
                            @if let Some(Some(value)) = part.suspect {
                                " " span.suspect { (say.suspect_should_be(&value.to_string())) }
                            }
                        }
                    }
                }
                @if let Some(value) = told.should_be(outcome) {
                    tr.computed { td.sign { "=" } td { (say.computed_title()) } td.n { (value) } td {} }
                }
                @if let Some(gap) = told.finding.gap.filter(|gap| !gap.is_zero()) {
                    tr.gap { td {} td { (say.gap_title()) } td.n { (gap) } td {} }
                }
            }
        }
    }
}

fn also(outcome: &Outcome, told: &Told<'_>) -> String {
    let places = told.finding.also.iter().filter_map(|also| {
        let document = &outcome.documents.get(also.document)?.document;
        let place = super::place::said(document, also.at, told.say);
        let figure = also.stated.and_then(|id| outcome.figure(id));
        let figure = figure.map_or(String::new(), |figure| format!(" {}", tame(&figure.text)));
        Some(if also.document == told.finding.document {
            format!("{place}{figure}")
        } else {
            format!("{} {place}{figure}", document.path)
        })
    });
    places.collect::<Vec<_>>().join(told.say.semicolon())
}

/// What is marked in an excerpt, and how.
struct Mark {
    span: Span,
    class: &'static str,
    sign: &'static str,
}

/// The tables and sentences in which the figures stand.
fn excerpts(outcome: &Outcome, told: &Told<'_>, parts: &[Part<'_>]) -> Markup {
    let mut blocks: Vec<(&Document, Option<usize>, Vec<Mark>)> = Vec::new();
    let mut add = |document: &'_ Document, block: Option<usize>, mark: Mark| {
        let document = outcome
            .documents
            .iter()
            .map(|checked| &checked.document)
            .find(|other| std::ptr::eq(*other, document));
        let Some(document) = document else { return };
        let same = |entry: &&mut (&Document, Option<usize>, Vec<Mark>)| {
            std::ptr::eq(entry.0, document) && entry.1 == block
        };
        match blocks.iter_mut().find(same) {
            Some((.., marks)) => marks.push(mark),
            None => blocks.push((document, block, vec![mark])),
        }
    };
    if parts.iter().all(|part| part.figure.span != told.finding.at) {
        let mark = Mark {
            span: told.finding.at,
            class: "stated",
            sign: "",
        };
        add(told.document, told.document.block_of(told.finding.at), mark);
    }
    for part in parts {
        let class = match (part.role, part.suspect) {
            (Role::Stated, _) => "stated",
            (_, Some(_)) => "suspect",
            _ => "part",
        };
        let mark = Mark {
            span: part.figure.span,
            class,
            sign: part.role.sign(),
        };
        add(part.document, Some(part.figure.site.block()), mark);
    }
    html! {
        @for (document, block, marks) in &blocks {
            @match block.and_then(|block| document.table(block)) {
                Some(table) => (grid(document, table, parts, marks, told.say)),
                None => (sentence(document, marks)),
            }
        }
    }
}

fn grid(
    document: &Document,
    table: &Table,
    parts: &[Part<'_>],
    marks: &[Mark],
    say: Say,
) -> Markup {
    let headers = table.header_rows.unwrap_or(1).min(table.rows.len());
    let rows = parts
        .iter()
        .filter(|part| std::ptr::eq(part.document, document))
        .filter_map(|part| match part.figure.site {
            Site::Cell { block, row, .. }
                if document
                    .table(block)
                    .is_some_and(|own| std::ptr::eq(own, table)) =>
            {
                Some(row)
            }
            _ => None,
        });
    let marked: BTreeSet<usize> = rows.collect();
    let shown = |row: usize| {
        table.rows.len() <= WHOLE
            || row < headers.min(3)
            || marked.iter().any(|mark| mark.abs_diff(row) <= AROUND)
    };
    let shown: Vec<usize> = (0..table.rows.len()).filter(|&row| shown(row)).collect();
    html! {
        figure {
            figcaption {
                (say.table(table.number))
                @if let Some(caption) = &table.caption { " " (tame(&caption.text)) }
            }
            div.wide { table.grid {
                @for (at, &row) in shown.iter().enumerate() {
                    @if at > 0 && shown.get(at - 1).is_some_and(|before| before + 1 < row) {
                        tr.left-out { td colspan=(table.width()) { "⋮" } }
                    }
                    tr.head[row < headers] {
                        @for (column, cell) in table.rows.get(row).into_iter().flatten().enumerate() {
                            (one_cell(table, row, column, cell.as_ref(), marks))
                        }
                    }
                }
            } }
        }
    }
}

fn one_cell(
    table: &Table,
    row: usize,
    column: usize,
    cell: Option<&crate::model::Cell>,
    marks: &[Mark],
) -> Markup {
    let Some(cell) = cell else {
        // Covered places are part of the cell that covers them.
        let covered = table.seen(row, column).is_some();
        return html! { @if !covered { td {} } };
    };
    let mark = marks.iter().find(|mark| cell.span.contains(mark.span));
    let mut class = String::new();
    if Content::of(&cell.text).is_number() {
        class.push_str("n ");
    }
    if let Some(mark) = mark {
        class.push_str(mark.class);
    }
    let (columns, rows) = (cell.covers.0.max(1), cell.covers.1.max(1));
    html! {
        td class=[Some(class.trim()).filter(|class| !class.is_empty())]
            colspan=[(columns > 1).then_some(columns)] rowspan=[(rows > 1).then_some(rows)] {
            @if let Some(mark) = mark { span.op { (mark.sign) } }
            (tame(&cell.text))
        }
    }
}

/// The words around the marks of a sentence.
fn sentence(document: &Document, marks: &[Mark]) -> Markup {
    let text = document.text.as_str();
    let mut marks: Vec<&Mark> = marks.iter().collect();
    marks.sort_by_key(|mark| mark.span.start);
    let Some((first, last)) = marks.first().zip(marks.last()) else {
        return html! {};
    };
    let (start, end) = (first.span.start, last.span.end.max(first.span.end));
    let from = text.get(..start).map_or(start, |before| {
        let mut chars = before.char_indices().rev().take(MARGIN);
        chars
            .find(|(_, c)| matches!(c, '\n'))
            .map(|(at, c)| at + c.len_utf8())
            .or_else(|| {
                before
                    .char_indices()
                    .rev()
                    .take(MARGIN)
                    .last()
                    .map(|(at, _)| at)
            })
            .unwrap_or(start)
    });
    let to = text.get(end..).map_or(end, |after| {
        let mut chars = after.char_indices().take(MARGIN);
        let stop = chars.find(|(_, c)| *c == '\n').map(|(at, _)| at);
        let all = after.char_indices().take(MARGIN).last();
        end + stop.unwrap_or_else(|| all.map_or(0, |(at, c)| at + c.len_utf8()))
    });
    let mut pieces = Vec::new();
    let mut at = from;
    for mark in marks {
        if mark.span.start < at {
            continue;
        }
        pieces.push((
            tame(document.text.slice(Span::new(at, mark.span.start))),
            None,
        ));
        pieces.push((tame(document.text.slice(mark.span)), Some(mark)));
        at = mark.span.end;
    }
    pieces.push((tame(document.text.slice(Span::new(at, to))), None));
    html! {
        blockquote {
            @for (words, mark) in &pieces {
                @match mark {
                    Some(mark) => mark class=(mark.class) { (words) },
                    None => (words),
                }
            }
        }
    }
}
