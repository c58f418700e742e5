//! A rule: the keys that every kind has, and the kind's own.

use super::{
    examples,
    fields::{Elsewhere, Form, Key, Section, both},
    file::File,
    kind::{KINDS, Record},
    mistake::Mistake,
    suggest::nearest,
    vocabulary,
};
use crate::model::{Blank, Rule, Severity, Slack, Vocabulary, When, fold};
use rust_decimal::Decimal;
use std::{collections::HashMap, ops::Range, sync::Arc};

/// The keys that every rule may have.
pub const KEYS: &[Key] = &[
    Key {
        name: "title",
        form: Form::Words,
        required: true,
        about: "what must hold, in one line",
    },
    Key {
        name: "why",
        form: Form::Words,
        required: true,
        about: "why it must hold",
    },
    Key {
        name: "help",
        form: Form::Words,
        required: false,
        about: "what to do about a finding",
    },
    Key {
        name: "reference",
        form: Form::Text,
        required: false,
        about: "the regulation, standard or practice that it rests on",
    },
    Key {
        name: "severity",
        form: Form::Choice(|| Severity::ALL.iter().map(|one| one.name()).collect()),
        required: true,
        about: "how severe a breach is",
    },
    Key {
        name: "kind",
        form: Form::Choice(|| KINDS.iter().map(|kind| kind.name).collect()),
        required: true,
        about: "what figures are held against",
    },
    Key {
        name: "when",
        form: Form::Table(WHEN),
        required: false,
        about: "the documents that it is for; all where not given",
    },
    Key {
        name: "slack",
        form: Form::ChoiceOrTable(|| vec!["printed", "exact"], SLACK),
        required: false,
        about: "how far apart figures may be; what the printed decimals leave open where not given",
    },
    Key {
        name: "blank",
        form: Form::Choice(|| BLANKS.iter().map(|(name, _)| *name).collect()),
        required: false,
        about: "what a blank cell is in a sum; unbound where not given",
    },
    Key {
        name: "examples",
        form: Form::Table(examples::KEYS),
        required: false,
        about: "reports that keep and that break the rule; `tieout test` tries them",
    },
];

const WHEN: &[Key] = &[Key {
    name: "titles",
    form: Form::Texts,
    required: true,
    about: "words one of which stands in a title, heading or caption",
}];

pub(super) const SLACK: &[Key] = &[
    Key {
        name: "abs",
        form: Form::Decimal,
        required: false,
        about: "so many units of the stated figure",
    },
    Key {
        name: "rel",
        form: Form::Decimal,
        required: false,
        about: "a share of the computed value",
    },
];

const BLANKS: &[(&str, Blank)] = &[("unbound", Blank::Unbound), ("zero", Blank::Zero)];

/// Of the whole file, whatever it holds.
pub(super) const FORMAT_KEYS: &[Key] = &[Key {
    name: "format",
    form: Form::Whole,
    required: false,
    about: "the format of rule files that it is written in: 1",
}];

pub(super) const ID: &[Key] = &[Key {
    name: "id",
    form: Form::Text,
    required: true,
    about: "how findings name it: family/what-must-hold",
}];

pub(super) const RULE: &[Key] = &[Key {
    name: "rule",
    form: Form::Tables(&[]),
    required: false,
    about: "rules",
}];

/// The rules of all files, in their order.
pub(super) fn compile<'a>(
    files: &'a [File<'a>],
    vocabulary: &Vocabulary,
    mistakes: &mut Vec<Mistake>,
) -> Vec<Rule> {
    let mut rules = Vec::new();
    let mut places: HashMap<String, (&'a File<'a>, Range<usize>)> = HashMap::new();
    for file in files {
        let whole = Section::of(file);
        let is_collection = is_collection(&whole);
        if whole.table.is_empty() {
            if !file.broken {
                mistakes.push(
                    file.mistake(0..0, both("文件里没有规则", "the file holds no rule"))
                        .saying(both("是空的", "empty"))
                        .help(both(
                            "一条规则至少有 title、why、severity 和 kind",
                            "a rule has at least a title, why, severity and kind",
                        )),
                );
            }
            continue;
        }
        let sections = if is_collection {
            whole.check(&[FORMAT_KEYS, vocabulary::KEYS, RULE], mistakes);
            whole.tables("rule")
        } else {
            vec![whole]
        };
        for section in sections {
            // Without an id there is no rule, but its other mistakes are told all the same.
            let Some(id) = id(&section, is_collection, mistakes) else {
                rule(&section, "", is_collection, vocabulary, mistakes);
                continue;
            };
            let place = (file, id.1);
            match places.get(&id.0) {
                Some((first, at)) => mistakes.push(
                    file.mistake(
                        place.1,
                        both(
                            format!("规则 `{}` 写了两次", id.0),
                            format!("there are two rules `{}`", id.0),
                        ),
                    )
                    .saying(both("第二条", "the second"))
                    .help(both("给其中一条换个名字", "give one of them another id"))
                    .and(
                        &first.source(),
                        at.clone(),
                        both(
                            format!("第一条在 {}", first.path),
                            format!("the first is in {}", first.path),
                        ),
                    ),
                ),
                None => {
                    places.insert(id.0.clone(), place);
                }
            }
            rules.extend(rule(&section, &id.0, is_collection, vocabulary, mistakes));
        }
    }
    rules
}

/// Whether a file holds `[[rule]]`, or words alone; else it is one rule, with or without words of its own.
fn is_collection(whole: &Section<'_>) -> bool {
    let has = |name: &str| whole.table.contains_key(name);
    let one = has("kind") || has("title") || has("why");
    has("rule") || !one && vocabulary::KEYS.iter().any(|key| has(key.name))
}

fn id(
    section: &Section<'_>,
    is_collection: bool,
    mistakes: &mut Vec<Mistake>,
) -> Option<(String, Range<usize>)> {
    let (id, span) = if is_collection {
        section.text("id")?
    } else {
        (section.file.id, section.span.clone())
    };
    let known = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.');
    if id.is_empty() || !id.chars().all(known) {
        mistakes.push(
            section
                .file
                .mistake(
                    span,
                    both(
                        format!("`{}` 不能作规则名", id.escape_debug()),
                        format!("`{}` cannot be a rule's id", id.escape_debug()),
                    ),
                )
                .saying(both(
                    "规则名只含字母、数字、- _ / .",
                    "letters, digits, - _ / and . only",
                ))
                .help(both(
                    "例如 our-bureau/travel-within-limit",
                    "as in our-bureau/travel-within-limit",
                )),
        );
        return None;
    }
    Some((id.to_owned(), span))
}

/// The keys of a rule, held against the lists; what kind it is of.
fn check(
    section: &Section<'_>,
    is_collection: bool,
    mistakes: &mut Vec<Mistake>,
) -> Option<&'static Record> {
    // Words may stand beside a single rule; where none does, they are no help for a misspelt key.
    let words = vocabulary::KEYS.iter();
    let has_words = !is_collection
        && words
            .clone()
            .any(|key| section.table.contains_key(key.name));
    let beside = if has_words { vocabulary::KEYS } else { &[] };
    let own: &[Key] = if is_collection { ID } else { FORMAT_KEYS };
    let record = section
        .text("kind")
        .and_then(|(name, _)| KINDS.iter().find(|kind| kind.name == name));
    match record {
        Some(record) => {
            let elsewhere =
                |key: &str| of_other_kind(key, record).unwrap_or_else(|| elsewhere(key));
            section.check_or(&[own, KEYS, record.keys, beside], &elsewhere, mistakes);
        }
        // Which kind it is of is not known, so the keys of every kind may be right.
        None => {
            let of_some_kind = |key: &str| {
                KINDS
                    .iter()
                    .any(|kind| kind.keys.iter().any(|one| one.name == key))
            };
            let elsewhere = |key: &str| match of_some_kind(key) {
                true => Elsewhere::Passes,
                false => elsewhere(key),
            };
            section.check_or(&[own, KEYS, beside], &elsewhere, mistakes);
        }
    }
    record
}

fn of_other_kind(key: &str, record: &Record) -> Option<Elsewhere> {
    let kinds: Vec<&str> = KINDS
        .iter()
        .filter(|kind| kind.keys.iter().any(|one| one.name == key))
        .map(|kind| kind.name)
        .collect();
    if kinds.is_empty() {
        return None;
    }
    let kinds = kinds.join(", ");
    Some(Elsewhere::Help(both(
        format!("`{key}` 属于 {kinds} 类规则，这条是 {}", record.name),
        format!(
            "`{key}` goes with the kind {kinds}; this rule is of the kind {}",
            record.name
        ),
    )))
}

/// Help for a key that is right outside of a rule.
fn elsewhere(key: &str) -> Elsewhere {
    if key == "id" {
        return Elsewhere::Help(both(
            "一个文件一条规则时，规则名就是文件名；多条写成 [[rule]]",
            "a file with one rule gives it its name; several rules are written [[rule]]",
        ));
    }
    match nearest(key, &sections()) {
        Some(near) => Elsewhere::Help(both(
            format!("是不是 [[{near}]]？"),
            format!("did you mean [[{near}]]?"),
        )),
        None => Elsewhere::Unknown,
    }
}

fn rule(
    section: &Section<'_>,
    id: &str,
    is_collection: bool,
    vocabulary: &Vocabulary,
    mistakes: &mut Vec<Mistake>,
) -> Option<Rule> {
    let record = check(section, is_collection, mistakes)?;
    let kind = (record.compile)(section, vocabulary, mistakes);
    let slack = slack(section, mistakes);
    let titles = match section.section("when") {
        Some(when) => folded(&when, "titles", mistakes),
        None => Vec::new(),
    };
    let severity = section.text("severity").and_then(|(name, _)| {
        Severity::ALL
            .into_iter()
            .find(|severity| severity.name() == name)
    });
    let blank = section
        .text("blank")
        .and_then(|(name, _)| BLANKS.iter().find(|(one, _)| *one == name))
        .map_or(Blank::default(), |(_, blank)| *blank);
    Some(Rule {
        id: id.into(),
        origin: section.file.origin.clone(),
        title: section.words("title")?,
        why: section.words("why")?,
        help: section.words("help").unwrap_or_default(),
        reference: section
            .text("reference")
            .map_or("", |(text, _)| text)
            .trim()
            .to_owned(),
        severity: severity?,
        kind: kind?,
        when: When { titles },
        slack: slack?,
        blank,
        examples: Arc::new(examples::of(section, mistakes)),
    })
}

/// The folded words of a list; those that fold to nothing would stand everywhere, and are mistakes.
pub(super) fn folded(section: &Section<'_>, key: &str, mistakes: &mut Vec<Mistake>) -> Vec<String> {
    let mut words = Vec::new();
    for (text, span) in section.texts(key) {
        let folded = fold(text);
        if folded.is_empty() {
            mistakes.push(
                section
                    .file
                    .mistake(span, both("词句是空的", "an empty phrase"))
                    .saying(both("会处处都有", "it would stand everywhere")),
            );
        } else {
            words.push(folded);
        }
    }
    words
}

pub(super) fn slack(section: &Section<'_>, mistakes: &mut Vec<Mistake>) -> Option<Slack> {
    if let Some((name, _)) = section.text("slack") {
        return Some(if name == "exact" {
            Slack::Exact
        } else {
            Slack::Printed
        });
    }
    let Some(table) = section.section("slack") else {
        return Some(Slack::Printed);
    };
    let one = |key: &str| -> Option<Decimal> { table.decimal(key) };
    match (one("abs"), one("rel")) {
        (Some(abs), None) => Some(Slack::Absolute(abs)),
        (None, Some(rel)) => Some(Slack::Relative(rel)),
        _ => {
            // A value of another form, or an unknown key, has been told.
            let known = |key: &str| matches!(key, "abs" | "rel");
            let told = table
                .table
                .iter()
                .any(|(key, _)| !known(key.get_ref()) || table.decimal(key.get_ref()).is_none());
            if !told {
                mistakes.push(
                    section
                        .file
                        .mistake(
                            table.span,
                            both("slack 要么是 abs，要么是 rel", "slack is either abs or rel"),
                        )
                        .saying(both("应当正好有一个", "exactly one of them belongs here"))
                        .help(both(
                            "slack = { abs = \"0.05\" } 或 slack = { rel = \"0.1%\" }",
                            "slack = { abs = \"0.05\" } or slack = { rel = \"0.1%\" }",
                        )),
                );
            }
            None
        }
    }
}

/// The sections of a file that holds more than one rule.
fn sections() -> Vec<&'static str> {
    let lists = [vocabulary::KEYS, RULE].into_iter().flatten();
    lists.map(|key| key.name).collect()
}
