//! The list of rules, and the page of one.

use super::{
    Options, json, message,
    paint::Paint,
    width::{columns, pad_right, wrap},
    words::Say,
};
use crate::model::{
    ConceptId, Example, Formula, Kind, Language, Name, Origin, Report, Rule, Severity, TableId,
    Vocabulary, Words,
};
use serde::Serialize;

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    family: &'a str,
    severity: &'a str,
    /// `builtin`, or the file that it stands in.
    source: &'a str,
    kind: &'static str,
    title: Both<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<Page<'a>>,
}

#[derive(Serialize)]
struct Page<'a> {
    what: Spoken,
    why: Both<'a>,
    help: Both<'a>,
    formulas: Vec<&'a str>,
    phrases: Vec<&'a str>,
    reference: &'a str,
    titles: Vec<&'a str>,
    example: Option<&'a str>,
    /// Each a list of the reports that are checked together.
    passes: Vec<Vec<Shown<'a>>>,
    fails: Vec<Vec<Shown<'a>>>,
}

/// A report of an example: its text, or the name of its file.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Shown<'a> {
    Text(&'a str),
    File(&'a str),
}

#[derive(Serialize)]
struct Both<'a> {
    zh: &'a str,
    en: &'a str,
}

#[derive(Serialize)]
struct Spoken {
    zh: String,
    en: String,
}

fn both(words: &Words) -> Both<'_> {
    Both {
        zh: &words.zh,
        en: &words.en,
    }
}

fn entry(rule: &Rule) -> Entry<'_> {
    Entry {
        id: &rule.id,
        family: family(rule),
        severity: rule.severity.name(),
        source: match &rule.origin {
            Origin::Builtin => "builtin",
            Origin::File(path) => path,
        },
        kind: rule.kind.name(),
        title: both(&rule.title),
        page: None,
    }
}

/// What stands before the last part of the id.
fn family(rule: &Rule) -> &str {
    rule.id.rsplit_once('/').map_or("", |(family, _)| family)
}

/// Every rule with its family, severity, source and title.
pub fn rules_json(rules: &[Rule]) -> String {
    json::write(&rules.iter().map(entry).collect::<Vec<_>>())
}

/// One rule with all that it says.
pub fn rule_page_json(rule: &Rule, vocabulary: &Vocabulary) -> String {
    let said = |language| what(rule, vocabulary, Say(language)).join(" ");
    let page = Page {
        what: Spoken {
            zh: said(Language::Zh),
            en: said(Language::En),
        },
        why: both(&rule.why),
        help: both(&rule.help),
        formulas: written(rule),
        phrases: phrases(rule),
        reference: &rule.reference,
        titles: rule.when.titles.iter().map(String::as_str).collect(),
        example: example(rule),
        passes: listed(&rule.examples.passes),
        fails: listed(&rule.examples.fails),
    };
    json::write(&Entry {
        page: Some(page),
        ..entry(rule)
    })
}

fn speak(options: &Options) -> Say {
    Say(options.language.unwrap_or_default())
}

fn painted(severity: Severity, text: &str, paint: Paint) -> String {
    match severity {
        Severity::Error => paint.red(text),
        Severity::Warning => paint.yellow(text),
        Severity::Note => paint.cyan(text),
    }
}

/// One line a rule, under its family and source.
pub fn rules(rules: &[Rule], options: &Options) -> String {
    let say = speak(options);
    let paint = Paint(options.colour);
    let ids = rules
        .iter()
        .map(|rule| columns(&rule.id))
        .max()
        .unwrap_or(0);
    let severities = Severity::ALL
        .iter()
        .map(|&severity| columns(say.severity(severity)))
        .max()
        .unwrap_or(0);
    let mut out = String::new();
    let mut before = None;
    for rule in rules {
        let builtin = rule.origin == Origin::Builtin;
        let heading = (family(rule), builtin);
        if before != Some(heading) {
            let begin = if before.is_none() { "" } else { "\n" };
            let source = if builtin {
                say.origin(&rule.origin)
            } else {
                String::new()
            };
            let name = if family(rule).is_empty() {
                "—"
            } else {
                family(rule)
            };
            let line = format!("{begin}{}  {}", paint.bold(name), paint.dim(&source));
            out.push_str(line.trim_end());
            out.push('\n');
            before = Some(heading);
        }
        let severity = pad_right(say.severity(rule.severity), severities);
        let severity = painted(rule.severity, &severity, paint);
        let source = match &rule.origin {
            Origin::Builtin => String::new(),
            Origin::File(path) => paint.dim(&format!("  ({path})")),
        };
        out.push_str(&format!(
            "{}  {severity}  {}{source}\n",
            pad_right(&rule.id, ids),
            rule.title.get(say.0)
        ));
    }
    out
}

/// Phrases that a page names; the JSON has all.
const PHRASES: usize = 12;

/// What the rule holds a report to, why, what to do, on whose authority, how to leave it out; its example and the `message` that
/// this gives.
pub fn rule_page(
    rule: &Rule,
    vocabulary: &Vocabulary,
    message: Option<&str>,
    options: &Options,
) -> String {
    let say = speak(options);
    let paint = Paint(options.colour);
    let mut out = format!(
        "{}\n{}\n\n",
        paint.bold(rule.title.get(say.0)),
        paint.dim(&rule.id)
    );
    let spoken = formulas(rule)
        .iter()
        .map(|formula| spoken(formula, vocabulary, say));
    let formulas: Vec<String> = written(rule)
        .into_iter()
        .zip(spoken.chain(std::iter::repeat(None)))
        .map(|(text, spoken)| match spoken {
            Some(spoken) => format!("{spoken}\n{}", text.trim()),
            None => text.trim().to_owned(),
        })
        .collect();
    let mut phrases: Vec<String> = phrases(rule)
        .iter()
        .map(|phrase| format!("“{phrase}”"))
        .collect();
    if phrases.len() > PHRASES {
        let more = phrases.len() - PHRASES;
        phrases.truncate(PHRASES);
        phrases.push(say.more_phrases(more));
    }
    let applies = if rule.when.titles.is_empty() {
        say.any_report().to_owned()
    } else {
        say.reports_named(&rule.when.titles)
    };
    let sections = [
        (say.severity_title(), say.severity(rule.severity).to_owned()),
        (say.what(), what(rule, vocabulary, say).join(say.space())),
        (say.phrases(), phrases.join(say.comma())),
        (say.formula(), formulas.join("\n")),
        (say.why(), rule.why.get(say.0).to_owned()),
        (say.to_do(), rule.help.get(say.0).to_owned()),
        (say.reference(), rule.reference.clone()),
        (say.applies_to(), applies),
        (say.slack_title(), say.slack_rule(&rule.slack)),
        (say.origin_title(), say.origin(&rule.origin)),
        (say.allow(), say.how_to_allow(&rule.id)),
    ];
    let width = sections
        .iter()
        .map(|(title, _)| columns(title))
        .max()
        .unwrap_or(0);
    for (title, words) in sections
        .iter()
        .filter(|(_, words)| !words.trim().is_empty())
    {
        let first = format!("{}  ", pad_right(title, width));
        let wrapped = wrap(&first, words.trim(), options.width);
        let rest = wrapped.get(title.len()..).unwrap_or("");
        out.push_str(&format!("{}{rest}\n", paint.cyan(title)));
    }
    if let (Some(example), Some(message)) = (rule.examples.fails.first(), message) {
        out.push_str(&format!("\n{}\n\n", paint.cyan(say.example())));
        for (at, report) in example.iter().enumerate() {
            out.push_str(&shown(report, at, example.len()));
        }
        out.push_str(&format!(
            "\n{}\n\n{}\n",
            paint.cyan(say.message()),
            message.trim_end()
        ));
    }
    out
}

/// A report of an example, indented; one of several under the name that the message calls it by, a file by its name alone.
fn shown(report: &Report, at: usize, many: usize) -> String {
    let text = match report {
        Report::File(file) => return format!("    {file}\n"),
        Report::Text(text) => text,
    };
    let name = match many {
        1 => String::new(),
        _ => format!("    [example-{}.md]\n", at + 1),
    };
    let lines = text.trim().lines().map(|line| format!("    {line}"));
    let lines = lines.map(|line| format!("{}\n", line.trim_end()));
    name + &lines.collect::<String>()
}

/// The first failing example, where it is one report and written in the rule file.
fn example(rule: &Rule) -> Option<&str> {
    match rule.examples.fails.first()?.as_slice() {
        [Report::Text(text)] => Some(text),
        _ => None,
    }
}

/// The formulas as the rule's file has them.
fn written(rule: &Rule) -> Vec<&str> {
    match &rule.kind {
        Kind::Form(lines) => {
            let texts = lines.formulas.iter().map(|formula| formula.text.as_str());
            texts.collect()
        }
        _ => {
            let texts = formulas(rule).iter().map(|formula| formula.text.as_str());
            texts.collect()
        }
    }
}

fn listed(examples: &[Example]) -> Vec<Vec<Shown<'_>>> {
    fn report(report: &Report) -> Shown<'_> {
        match report {
            Report::Text(text) => Shown::Text(text),
            Report::File(file) => Shown::File(file),
        }
    }
    let all = examples.iter();
    all.map(|example| example.iter().map(report).collect())
        .collect()
}

fn formulas(rule: &Rule) -> &[Formula] {
    match &rule.kind {
        Kind::Formula { formulas, .. } | Kind::Across { formulas, .. } => formulas,
        Kind::Statement { formula, .. } => std::slice::from_ref(formula),
        _ => &[],
    }
}

fn phrases(rule: &Rule) -> Vec<&str> {
    match &rule.kind {
        Kind::Statement {
            phrases, patterns, ..
        } => {
            let patterns = patterns.iter().map(|pattern| pattern.as_str());
            phrases.iter().map(String::as_str).chain(patterns).collect()
        }
        _ => Vec::new(),
    }
}

fn what(rule: &Rule, vocabulary: &Vocabulary, say: Say) -> Vec<String> {
    let names = |ids: &[ConceptId]| {
        let titles = ids
            .iter()
            .filter_map(|id| vocabulary.concepts.get(id.0 as usize));
        titles
            .map(|concept| concept.title.get(say.0))
            .collect::<Vec<_>>()
            .join(say.comma())
    };
    let mut sentences = match &rule.kind {
        Kind::Shape(shape) => vec![say.shape(*shape).to_owned()],
        Kind::Formula {
            scope,
            optional,
            total_row,
            provided,
            any,
            ..
        } => {
            let mut sentences = vec![say.formula_what(*scope).to_owned()];
            sentences.extend(any.then(|| say.any_of().to_owned()));
            if !provided.is_empty() {
                let conditions: Vec<String> = provided
                    .iter()
                    .map(|formula| {
                        spoken(formula, vocabulary, say).unwrap_or_else(|| formula.text.clone())
                    })
                    .collect();
                sentences.push(say.provided(&conditions.join(say.semicolon())));
            }
            if *total_row {
                sentences.push(say.total_row().to_owned());
            }
            if !optional.is_empty() {
                sentences.push(say.optional(&names(optional)));
            }
            sentences
        }
        Kind::Across { role, quotes, .. } => {
            let mut sentences = vec![say.across_what(*role).to_owned()];
            if *quotes {
                sentences.push(say.quotes_what().to_owned());
            }
            sentences
        }
        Kind::Tie { concepts } => vec![say.tie_what(&names(concepts))],
        Kind::Statement { .. } => vec![say.statement_what().to_owned()],
        Kind::Lines(equation) => vec![say.lines_what(equation)],
        kind => prescribed(kind, vocabulary, say),
    };
    sentences.extend(say.blank(rule.blank).map(str::to_owned));
    sentences
}

/// What a rule on tables of forms says.
fn prescribed(kind: &Kind, vocabulary: &Vocabulary, say: Say) -> Vec<String> {
    let titles = |ids: &[TableId]| {
        let known = ids
            .iter()
            .filter_map(|id| vocabulary.tables.get(id.0 as usize));
        let titles: Vec<&str> = known.map(|table| table.title.get(say.0)).collect();
        titles.join(say.comma())
    };
    match kind {
        Kind::Form(lines) => {
            let mut sentences = vec![say.form_what(lines.each).to_owned()];
            sentences.extend(lines.any.then(|| say.any_of().to_owned()));
            if !lines.under.is_empty() {
                let labels = lines.under.iter().map(|label| label.text.as_str());
                let labels: Vec<&str> = labels.collect();
                sentences.push(say.under(&labels.join(say.comma())));
            }
            sentences
                .extend((!lines.tables.is_empty()).then(|| say.in_tables(&titles(&lines.tables))));
            if !lines.provided.is_empty() {
                let conditions: Vec<&str> = lines
                    .provided
                    .iter()
                    .map(|formula| formula.text.as_str())
                    .collect();
                sentences.push(say.provided(&conditions.join(say.semicolon())));
            }
            let labels = lines.optional.iter().map(|label| label.text.clone());
            let tables = lines.optional_tables.iter().map(|id| titles(&[*id]));
            let optional: Vec<String> = labels.chain(tables).collect();
            if !optional.is_empty() {
                sentences.push(say.optional(&optional.join(say.comma())));
            }
            sentences
        }
        Kind::Codes { tables, by, .. } => {
            vec![
                say.codes_what(*by).to_owned(),
                say.in_tables(&titles(tables)),
            ]
        }
        Kind::Scores(own) => vec![
            say.scores_what().to_owned(),
            say.in_tables(&titles(&own.tables)),
        ],
        Kind::CodeNames { classification } => {
            let class = vocabulary.classifications.get(*classification);
            vec![say.code_names_what(class.map_or("", |class| class.title.get(say.0)))]
        }
        Kind::Present {
            tables,
            with,
            least,
        } => vec![say.present_what(&titles(tables), &titles(with), *least)],
        Kind::Printing(asked) => vec![say.printing_what(*asked).to_owned()],
        Kind::Stated { tables, .. } => {
            vec![say.stated_what().to_owned(), say.in_tables(&titles(tables))]
        }
        _ => Vec::new(),
    }
}

/// The formula in the titles of its concepts: `可用指标 = 年初预算 + 上年结转`.
fn spoken(formula: &Formula, vocabulary: &Vocabulary, say: Say) -> Option<String> {
    let mut title = |name: &Name| {
        let concept = vocabulary.concepts.get(name.concept.0 as usize)?;
        let values: Vec<&str> = name
            .values
            .iter()
            .filter_map(|id| vocabulary.values.get(id.0 as usize))
            .map(|value| value.1.get(say.0))
            .collect();
        let title = concept.title.get(say.0);
        Some(if values.is_empty() {
            title.to_owned()
        } else {
            say.qualified(title, &values.join(say.comma()))
        })
    };
    let left = message::expression(&formula.left, 0, say, &mut title)?;
    let right = message::expression(&formula.right, 0, say, &mut title)?;
    Some(format!("{left} {} {right}", formula.relation.sign()))
}

/// How far apart figures of a rule may be, in words.
pub fn slack(rule: &Rule) -> String {
    Say(crate::model::Language::En).slack_rule(&rule.slack)
}
