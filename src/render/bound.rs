//! What the names of rules matched in a report, and the runners-up.

use super::{Options, json, name, paint::Paint, place, width, words::Say};
use crate::model::{Bound, Checked, FigureId, Label, Rule, Verdict, Words};
use serde::Serialize;

/// Figures that are named for one name; the JSON has all.
const MOST: usize = 4;

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    path: &'a str,
    rules: Vec<One<'a>>,
}

#[derive(Serialize)]
struct One<'a> {
    rule: &'a str,
    claims: usize,
    verdict: Option<&'static str>,
    reason: Option<Both<'a>>,
    names: Vec<Named<'a>>,
}

#[derive(Serialize)]
struct Both<'a> {
    zh: &'a str,
    en: &'a str,
}

#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    title: Both<'a>,
    figures: Vec<Figure<'a>>,
    others: Vec<Figure<'a>>,
    near: Vec<Near<'a>>,
}

#[derive(Serialize)]
struct Figure<'a> {
    text: &'a str,
    labels: Vec<&'a str>,
    line: usize,
    place: String,
}

#[derive(Serialize)]
struct Near<'a> {
    label: &'a str,
    like: &'a str,
    line: usize,
}

fn both(words: &Words) -> Both<'_> {
    Both {
        zh: &words.zh,
        en: &words.en,
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Holds => "holds",
        Verdict::Fails => "fails",
        Verdict::Unbound => "unbound",
        Verdict::NotApplicable => "not_applicable",
        Verdict::Indeterminate => "indeterminate",
    }
}

pub fn bound_json(checked: &Checked, bound: &[Bound], rules: &[Rule]) -> String {
    let line = |id: FigureId| {
        let figure = checked.figures.get(id.figure);
        figure.map_or(0, |figure| checked.document.text.line(figure.span.start))
    };
    let figures = |ids: &[FigureId]| -> Vec<Figure<'_>> {
        let found = ids.iter().filter_map(|id| checked.figures.get(id.figure));
        found
            .map(|figure| Figure {
                text: &figure.text,
                labels: figure
                    .labels
                    .path()
                    .map(|label| label.text.as_str())
                    .collect(),
                line: checked.document.text.line(figure.span.start),
                place: place::words(&checked.document, figure, Say(crate::model::Language::En)),
            })
            .collect()
    };
    let one = |one| {
        let Bound {
            rule,
            claims,
            undone,
            names,
        }: &Bound = one;
        Some(One {
            rule: &rules.get(*rule)?.id,
            claims: *claims,
            verdict: undone.as_ref().map(|(own, _)| verdict(*own)),
            reason: undone.as_ref().map(|(_, reason)| both(reason)),
            names: names
                .iter()
                .map(|name| Named {
                    name: &name.name,
                    title: both(&name.title),
                    figures: figures(&name.figures),
                    others: figures(&name.others),
                    near: name
                        .near
                        .iter()
                        .map(|near| Near {
                            label: &near.label,
                            like: &near.like,
                            line: line(near.figure),
                        })
                        .collect(),
                })
                .collect(),
        })
    };
    json::write(&Report {
        version: json::VERSION,
        path: &checked.document.path,
        rules: bound.iter().filter_map(one).collect(),
    })
}

/// A block a rule, a line a name: the figures that state it, else the nearest labels.
pub fn bound(checked: &Checked, bound: &[Bound], rules: &[Rule], options: &Options) -> String {
    let say = options.say(Some(checked));
    let paint = Paint(options.colour);
    let mut out = String::new();
    let mut elsewhere = Vec::new();
    for one in bound {
        let Some(rule) = rules.get(one.rule) else {
            continue;
        };
        if matches!(one.undone, Some((Verdict::NotApplicable, _)))
            && one.names.iter().all(|name| name.figures.is_empty())
        {
            elsewhere.push(&*rule.id);
            continue;
        }
        let state = match &one.undone {
            Some((_, reason)) => paint.yellow(&say.not_bound(reason.get(say.0))),
            None => paint.green(&say.claims(one.claims)),
        };
        out.push_str(&format!("{}  {state}\n", paint.bold(&rule.id)));
        let names: Vec<String> = one
            .names
            .iter()
            .map(|name| format!("{} {}", name.name, name.title.get(say.0)))
            .map(|name| name.trim_end().to_owned())
            .collect();
        let widest = names.iter().map(|name| width::columns(name)).max();
        for (name, own) in names.iter().zip(&one.names) {
            let words = match (own.figures.as_slice(), own.others.as_slice()) {
                ([], []) => paint.yellow(&match own.near.as_slice() {
                    [] => say.no_figure().to_owned(),
                    near => {
                        let near = near.iter().map(|near| say.near(&near.label, &near.like));
                        say.nearest(&near.collect::<Vec<_>>().join(say.comma()))
                    }
                }),
                ([], others) => paint.yellow(&say.of_other_values(&list(checked, others, say))),
                (figures, _) => list(checked, figures, say),
            };
            let name = width::pad_right(name, widest.unwrap_or(0));
            out.push_str(&format!("    {}  {words}\n", paint.cyan(&name)));
        }
        out.push('\n');
    }
    if !elsewhere.is_empty() {
        out.push_str(&say.not_for_this(&elsewhere.join(say.comma())));
        out.push('\n');
    }
    out
}

/// Some figures with their labels and places.
fn list(checked: &Checked, ids: &[FigureId], say: Say) -> String {
    let mut words: Vec<String> = ids
        .iter()
        .take(MOST)
        .filter_map(|id| checked.figures.get(id.figure))
        .map(|figure| {
            let labels: Vec<String> = [figure.labels.row.last(), figure.labels.column.last()]
                .into_iter()
                .flatten()
                .map(|label: &Label| name::shown(label))
                .collect();
            let place = place::words(&checked.document, figure, say);
            say.figure_at(&labels.join(" / "), &width::tame(&figure.text), &place)
        })
        .collect();
    if ids.len() > MOST {
        words.push(say.more_figures(ids.len() - MOST));
    }
    words.join(say.semicolon())
}
