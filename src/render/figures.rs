//! Every figure with its value, labels, meaning, place, and how many checks bind it.

use super::{
    Options, flat, json, name,
    paint::Paint,
    place,
    width::{columns, pad_left, pad_right, shorten, tame},
    words::Say,
};
use crate::model::{Checked, Figure, Key, Label, Language, Vocabulary};
use serde::Serialize;

#[derive(Serialize)]
struct Ledger<'a> {
    version: u32,
    path: &'a str,
    figures: Vec<Entry<'a>>,
    tied: usize,
}

#[derive(Serialize)]
struct Entry<'a> {
    text: &'a str,
    value: String,
    unit: Option<&'a str>,
    row: Vec<&'a str>,
    column: Vec<&'a str>,
    caption: Option<&'a str>,
    headings: Vec<&'a str>,
    meaning: Option<Meaning<'a>>,
    additive: bool,
    line: usize,
    /// 1-based, in characters.
    at: usize,
    place: String,
    table: Option<usize>,
    cell: Option<[usize; 2]>,
    ticks: usize,
}

#[derive(Serialize)]
struct Meaning<'a> {
    concept: &'a str,
    period: Option<i32>,
    values: Vec<&'a str>,
}

fn texts(labels: &[Label]) -> Vec<&str> {
    labels.iter().map(|label| label.text.as_str()).collect()
}

/// Every figure, in reading order.
pub fn figures_json(checked: &Checked, vocabulary: &Vocabulary) -> String {
    let document = &checked.document;
    let figures = checked.figures.iter().enumerate().map(|(at, figure)| {
        let (line, column) = place::line_and_column(document, figure.span);
        let cell = place::cell(document, figure);
        Entry {
            text: &figure.text,
            value: figure.amount.printed.to_string(),
            unit: Some(&*figure.amount.unit.word).filter(|word| !word.is_empty()),
            row: texts(&figure.labels.row),
            column: texts(&figure.labels.column),
            caption: figure
                .labels
                .caption
                .as_ref()
                .map(|label| label.text.as_str()),
            headings: texts(&figure.labels.headings),
            meaning: figure.meaning.as_ref().map(|key| meaning(key, vocabulary)),
            additive: figure.additive,
            line,
            at: column,
            place: place::words(document, figure, Say(Language::En)),
            table: cell.map(|(table, _)| table.number),
            cell: cell.map(|(_, cell)| cell),
            ticks: checked.ticks.get(at).copied().unwrap_or(0),
        }
    });
    let ledger = Ledger {
        version: json::VERSION,
        path: &document.path,
        figures: figures.collect(),
        tied: checked.tied(),
    };
    flat::write(&ledger, AROUND_FIGURES)
}

/// Lists and objects around a figure.
const AROUND_FIGURES: usize = 2;

fn meaning<'a>(key: &Key, vocabulary: &'a Vocabulary) -> Meaning<'a> {
    let concept = vocabulary.concepts.get(key.concept.0 as usize);
    let values = key
        .values
        .values()
        .filter_map(|id| vocabulary.values.get(id.0 as usize));
    Meaning {
        concept: concept.map_or("", |concept| &*concept.name),
        period: key.period.map(|period| period.0),
        values: values.map(|value| &*value.0).collect(),
    }
}

/// One line a figure: place, ticks, value with unit, labels, meaning.
pub fn figures(checked: &Checked, vocabulary: &Vocabulary, options: &Options) -> String {
    let document = &checked.document;
    let say = options.say(Some(checked));
    let paint = Paint(options.colour);
    let lines: Vec<[String; 4]> = checked
        .figures
        .iter()
        .enumerate()
        .map(|(at, figure)| {
            let (line, column) = place::line_and_column(document, figure.span);
            [
                format!("{line}:{column}"),
                say.ticks(checked.ticks.get(at).copied().unwrap_or(0)),
                message_amount(figure),
                described(figure, vocabulary, say),
            ]
        })
        .collect();
    let width = |at: usize| {
        lines
            .iter()
            .filter_map(|line| line.get(at))
            .map(|cell| columns(cell))
            .max()
            .unwrap_or(0)
    };
    let (places, ticks, amounts) = (width(0), width(1), width(2));
    let mut out = String::new();
    for ([place, tick, amount, words], figure) in lines
        .iter()
        .zip(checked.ticks.iter().chain(std::iter::repeat(&0)))
    {
        let tick = pad_right(tick, ticks);
        let tick = if *figure > 0 {
            paint.green(&tick)
        } else {
            paint.yellow(&tick)
        };
        let room = options
            .width
            .saturating_sub(places + ticks + amounts + 8)
            .max(20);
        out.push_str(&format!(
            "{}  {tick}  {}  {}\n",
            pad_right(place, places),
            pad_left(amount, amounts),
            shorten(words, room)
        ));
    }
    if checked.figures.is_empty() {
        out.push_str(&format!(
            "{}{}{}\n",
            document.path,
            say.colon(),
            say.no_figures()
        ));
    } else {
        out.push_str(&say.figures_tied(checked.tied(), checked.figures.len()));
        out.push('\n');
    }
    out
}

fn message_amount(figure: &Figure) -> String {
    let text = tame(&figure.text);
    let word = &figure.amount.unit.word;
    if word.is_empty() || text.ends_with(&**word) {
        text
    } else {
        format!("{text} {word}")
    }
}

fn described(figure: &Figure, vocabulary: &Vocabulary, say: Say) -> String {
    let path = |labels: &[Label]| {
        labels
            .iter()
            .map(name::shown)
            .collect::<Vec<_>>()
            .join(" / ")
    };
    let mut words = [path(&figure.labels.row), path(&figure.labels.column)]
        .into_iter()
        .filter(|path| !path.is_empty())
        .collect::<Vec<_>>()
        .join(" × ");
    if words.is_empty() {
        words = say.nameless().to_owned();
    }
    if let Some(key) = &figure.meaning {
        let concept = vocabulary.concepts.get(key.concept.0 as usize);
        let mut facts: Vec<String> = concept
            .map(|concept| concept.title.get(say.0).to_owned())
            .into_iter()
            .collect();
        facts.extend(
            key.values
                .values()
                .filter_map(|id| vocabulary.values.get(id.0 as usize))
                .map(|value| value.1.get(say.0).to_owned()),
        );
        facts.extend(key.period.map(|period| period.0.to_string()));
        words = format!("{words} = {}", facts.join(say.comma()));
    }
    words
}
