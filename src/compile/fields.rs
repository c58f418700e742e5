//! A TOML table held against the list of its keys: what is unknown, missing or of another form is told once, from that list.

use super::{
    file::File,
    form::WORDS,
    mistake::Mistake,
    suggest::{nearest, suggest},
};
use crate::model::{Date, Words};
use rust_decimal::Decimal;
use std::ops::Range;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// What is known of a key that is not in the lists.
pub(super) enum Elsewhere {
    Unknown,
    /// It may be right: nothing is said.
    Passes,
    /// It is right in another place.
    Help(Words),
}

/// A table of a rule file.
#[derive(Clone)]
pub(super) struct Section<'a> {
    pub file: &'a File<'a>,
    pub table: &'a DeTable<'a>,
    /// Where to point when something is missing.
    pub span: Range<usize>,
}

/// What stands behind a key of the form `TextsOrTables`.
pub(super) enum TextOrTable<'a> {
    Text(&'a str),
    Table(Section<'a>),
}

pub(super) use super::form::{Form, Key};

pub(super) fn both(zh: impl Into<String>, en: impl Into<String>) -> Words {
    Words::new(zh, en)
}

impl<'a> Section<'a> {
    /// The whole of a file.
    pub fn of(file: &'a File<'a>) -> Self {
        let table = file.table.get_ref();
        let keys = table.iter().map(|(key, _)| key.span());
        Self {
            file,
            table,
            span: keys.min_by_key(|span| span.start).unwrap_or(0..0),
        }
    }

    /// Tells every unknown key, every required one that is missing, and every value of another form than its key's.
    pub fn check(&self, keys: &[&[Key]], mistakes: &mut Vec<Mistake>) {
        self.check_or(keys, &|_| Elsewhere::Unknown, mistakes);
    }

    /// As `check`; `elsewhere` knows more of some of the unknown keys.
    pub fn check_or(
        &self,
        keys: &[&[Key]],
        elsewhere: &dyn Fn(&str) -> Elsewhere,
        mistakes: &mut Vec<Mistake>,
    ) {
        let known = || keys.iter().flat_map(|list| list.iter());
        for (key, value) in self.table.iter() {
            match known().find(|one| one.name == key.get_ref().as_ref()) {
                Some(one) => self.check_value(one, value.get_ref(), value.span(), mistakes),
                None => {
                    let mut names: Vec<&str> = known().map(|one| one.name).collect();
                    names.dedup();
                    let name = key.get_ref();
                    let help = match elsewhere(name) {
                        Elsewhere::Passes => continue,
                        Elsewhere::Help(help) if nearest(name, &names).is_none() => help,
                        _ => suggest(name, &names),
                    };
                    mistakes.push(
                        self.file
                            .mistake(
                                key.span(),
                                both(
                                    format!("不认识的键 `{}`", key.get_ref()),
                                    format!("unknown key `{}`", key.get_ref()),
                                ),
                            )
                            .saying(both("没有这个键", "not a key here"))
                            .help(help),
                    );
                }
            }
        }
        if self.file.broken {
            return;
        }
        for one in known().filter(|one| one.required && !self.table.contains_key(one.name)) {
            mistakes.push(
                self.file
                    .mistake(
                        self.span.clone(),
                        both(
                            format!("缺少 `{}`", one.name),
                            format!("`{}` is missing", one.name),
                        ),
                    )
                    .saying(both("这里没有写", "not given here"))
                    .help(both(
                        format!("{} = …（{}）", one.name, one.form.words().zh),
                        format!(
                            "add `{} = …`: {} ({})",
                            one.name,
                            one.about,
                            one.form.words().en
                        ),
                    )),
            );
        }
    }

    fn check_value(
        &self,
        key: &Key,
        value: &'a DeValue<'a>,
        span: Range<usize>,
        mistakes: &mut Vec<Mistake>,
    ) {
        let wrong = |mistakes: &mut Vec<Mistake>, span: Range<usize>| {
            mistakes.push(
                self.file
                    .mistake(
                        span,
                        both(
                            format!("`{}` 应为{}", key.name, key.form.words().zh),
                            format!("`{}` should be {}", key.name, key.form.words().en),
                        ),
                    )
                    .saying(both("这里写的不是", "this is not")),
            );
        };
        match (&key.form, value) {
            (Form::Words, DeValue::Table(table)) => {
                let words = Section {
                    file: self.file,
                    table,
                    span: span.clone(),
                };
                words.check(&[WORDS], mistakes);
            }
            (Form::Words | Form::Text, DeValue::String(text)) => {
                if text.trim().is_empty() && key.required {
                    wrong(mistakes, span);
                }
            }
            (Form::Texts, DeValue::String(_)) => {}
            (Form::Texts, DeValue::Array(array)) => {
                for one in array.iter().filter(|one| !one.get_ref().is_str()) {
                    wrong(mistakes, one.span());
                }
            }
            (Form::Flag, DeValue::Boolean(_)) => {}
            (Form::Whole, DeValue::Integer(whole)) => {
                if whole.radix() != 10 || whole.as_str().parse::<i32>().is_err() {
                    wrong(mistakes, span);
                }
            }
            (Form::Decimal, value) => {
                if decimal(value).is_none() {
                    wrong(mistakes, span);
                }
            }
            (Form::Choice(choices) | Form::ChoiceOrTable(choices, _), DeValue::String(text)) => {
                let choices = choices();
                if !choices.contains(&text.as_ref()) {
                    mistakes.push(
                        self.file
                            .mistake(
                                span,
                                both(
                                    format!("`{}` 没有 `{text}` 这个取值", key.name),
                                    format!("`{}` cannot be `{text}`", key.name),
                                ),
                            )
                            .saying(both("不认识的取值", "not one of its values"))
                            .help(suggest(text, &choices)),
                    );
                }
            }
            (Form::Signed, value) => {
                if signed(value).is_none() {
                    wrong(mistakes, span);
                }
            }
            (Form::Date, value) => {
                if date(value).is_none() {
                    wrong(mistakes, span);
                }
            }
            (Form::Values(choices), DeValue::Table(table)) => {
                let choices = choices();
                for (name, value) in table.iter() {
                    let text = value.get_ref().as_str();
                    if !text.is_some_and(|text| choices.contains(&text)) {
                        mistakes.push(
                            self.file
                                .mistake(
                                    value.span(),
                                    both(
                                        format!("`{}` 没有这个取值", name.get_ref()),
                                        format!("`{}` cannot be this", name.get_ref()),
                                    ),
                                )
                                .saying(both("不认识的取值", "not one of its values"))
                                .help(suggest(text.unwrap_or(""), &choices)),
                        );
                    }
                }
            }
            (Form::Wholes, DeValue::Table(table)) => {
                for (_, value) in table.iter() {
                    if count(value.get_ref()).is_none() {
                        wrong(mistakes, value.span());
                    }
                }
            }
            (Form::Lists, DeValue::Table(table)) => {
                for (_, value) in table.iter() {
                    if strings(value.get_ref()).is_none() {
                        wrong(mistakes, value.span());
                    }
                }
            }
            (Form::Table(keys) | Form::ChoiceOrTable(_, keys), DeValue::Table(table)) => {
                let inner = Section {
                    file: self.file,
                    table,
                    span,
                };
                inner.check(&[keys], mistakes);
            }
            (Form::TextsOrTables(_), DeValue::String(text)) => {
                if text.trim().is_empty() {
                    wrong(mistakes, span);
                }
            }
            (Form::TextsOrTables(keys), DeValue::Table(table)) => {
                let inner = Section {
                    file: self.file,
                    table,
                    span,
                };
                inner.check(&[keys], mistakes);
            }
            (Form::TextsOrTables(_), DeValue::Array(array)) => {
                for one in array.iter() {
                    match one.get_ref() {
                        DeValue::Array(_) => wrong(mistakes, one.span()),
                        value => self.check_value(key, value, one.span(), mistakes),
                    }
                }
            }
            (Form::Named(keys), DeValue::Table(table)) => {
                for (name, value) in table.iter() {
                    match value.get_ref() {
                        DeValue::Table(table) => Section {
                            file: self.file,
                            table,
                            span: name.span(),
                        }
                        .check(&[keys], mistakes),
                        _ => wrong(mistakes, value.span()),
                    }
                }
            }
            (Form::Tables(keys), DeValue::Array(array)) => {
                for one in array.iter() {
                    match one.get_ref() {
                        DeValue::Table(_) if keys.is_empty() => {}
                        DeValue::Table(table) => Section {
                            file: self.file,
                            table,
                            span: one.span(),
                        }
                        .check(&[keys], mistakes),
                        _ => wrong(mistakes, one.span()),
                    }
                }
            }
            _ => wrong(mistakes, span),
        }
    }

    /// A string and its span, quotes included. `None` where it is absent or of another form (which `check` has told).
    pub fn text(&self, key: &str) -> Option<(&'a str, Range<usize>)> {
        let value = self.table.get(key)?;
        Some((value.get_ref().as_str()?, value.span()))
    }

    pub fn texts(&self, key: &str) -> Vec<(&'a str, Range<usize>)> {
        let Some(value) = self.table.get(key) else {
            return Vec::new();
        };
        match value.get_ref() {
            DeValue::String(text) => vec![(text.as_ref(), value.span())],
            DeValue::Array(array) => array
                .iter()
                .filter_map(|one| Some((one.get_ref().as_str()?, one.span())))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The strings and tables of a key, of either form or in an array.
    pub fn texts_or_tables(&self, key: &str) -> Vec<TextOrTable<'a>> {
        let Some(value) = self.table.get(key) else {
            return Vec::new();
        };
        let one = |value: &'a Spanned<DeValue<'a>>| match value.get_ref() {
            DeValue::String(text) => Some(TextOrTable::Text(text.as_ref())),
            DeValue::Table(table) => Some(TextOrTable::Table(Section {
                file: self.file,
                table,
                span: value.span(),
            })),
            _ => None,
        };
        match value.get_ref() {
            DeValue::Array(array) => array.iter().filter_map(one).collect(),
            _ => one(value).into_iter().collect(),
        }
    }

    pub fn words(&self, key: &str) -> Option<Words> {
        match self.table.get(key)?.get_ref() {
            DeValue::String(text) => Some(both(text.trim(), text.trim())),
            DeValue::Table(table) => {
                let get = |language| Some(table.get(language)?.get_ref().as_str()?.trim());
                Some(both(get("zh")?, get("en")?))
            }
            _ => None,
        }
    }

    pub fn flag(&self, key: &str) -> bool {
        self.table
            .get(key)
            .and_then(|value| value.get_ref().as_bool())
            == Some(true)
    }

    pub fn whole(&self, key: &str) -> Option<i32> {
        let value = self.table.get(key)?.get_ref().as_integer()?;
        value.as_str().parse().ok()
    }

    pub fn decimal(&self, key: &str) -> Option<Decimal> {
        decimal(self.table.get(key)?.get_ref())
    }

    pub fn signed(&self, key: &str) -> Option<Decimal> {
        signed(self.table.get(key)?.get_ref())
    }

    pub fn date(&self, key: &str) -> Option<Date> {
        date(self.table.get(key)?.get_ref())
    }

    /// The names of a table with their strings, as they stand in the file; each with the span of the name.
    pub fn values(&self, key: &str) -> Vec<(&'a str, Range<usize>, &'a str)> {
        self.entries(key, |value| value.as_str())
    }

    /// The same with whole numbers not below 0.
    pub fn wholes(&self, key: &str) -> Vec<(&'a str, usize, Range<usize>)> {
        let entries = self.entries(key, count).into_iter();
        entries
            .map(|(name, span, number)| (name, number, span))
            .collect()
    }

    /// The same with a string or an array of strings.
    pub fn lists(&self, key: &str) -> Vec<(&'a str, Vec<&'a str>, Range<usize>)> {
        let entries = self.entries(key, strings).into_iter();
        entries
            .map(|(name, span, texts)| (name, texts, span))
            .collect()
    }

    fn entries<T>(
        &self,
        key: &str,
        read: impl Fn(&'a DeValue<'a>) -> Option<T>,
    ) -> Vec<(&'a str, Range<usize>, T)> {
        let Some(table) = self.table.get(key).and_then(|one| one.get_ref().as_table()) else {
            return Vec::new();
        };
        let mut entries: Vec<_> = table
            .iter()
            .filter_map(|(name, value)| {
                Some((name.get_ref().as_ref(), name.span(), read(value.get_ref())?))
            })
            .collect();
        entries.sort_by_key(|(_, span, _)| span.start);
        entries
    }

    pub fn section(&self, key: &str) -> Option<Section<'a>> {
        let value = self.table.get(key)?;
        Some(Section {
            file: self.file,
            table: value.get_ref().as_table()?,
            span: value.span(),
        })
    }

    /// The tables of a table by name, as they stand in the file.
    pub fn named(&self, key: &str) -> Vec<(&'a str, Section<'a>)> {
        let Some(table) = self.table.get(key).and_then(|one| one.get_ref().as_table()) else {
            return Vec::new();
        };
        let mut named: Vec<_> = table
            .iter()
            .filter_map(|(name, value)| {
                let inner = Section {
                    file: self.file,
                    table: value.get_ref().as_table()?,
                    span: name.span(),
                };
                Some((name.get_ref().as_ref(), inner))
            })
            .collect();
        named.sort_by_key(|(_, inner)| inner.span.start);
        named
    }

    pub fn tables(&self, key: &str) -> Vec<Section<'a>> {
        let Some(array) = self.table.get(key).and_then(|one| one.get_ref().as_array()) else {
            return Vec::new();
        };
        array
            .iter()
            .filter_map(|one| {
                Some(Section {
                    file: self.file,
                    table: one.get_ref().as_table()?,
                    span: one.span(),
                })
            })
            .collect()
    }
}

/// From the source's digits, never through a float.
fn decimal(value: &DeValue<'_>) -> Option<Decimal> {
    let written = match value {
        DeValue::String(text) => text.trim(),
        DeValue::Integer(whole) if whole.radix() == 10 => whole.as_str(),
        DeValue::Float(number) => number.as_str(),
        _ => return None,
    };
    let digits = written.trim_end_matches(['%', '％']);
    let mut number = Decimal::from_str_exact(&digits.replace('_', "")).ok()?;
    if digits.len() < written.len() {
        number.set_scale(number.scale() + 2).ok()?;
    }
    (!number.is_sign_negative()).then_some(number)
}

/// The same with a sign, and without `%`.
fn signed(value: &DeValue<'_>) -> Option<Decimal> {
    let written = match value {
        DeValue::String(text) => text.trim(),
        DeValue::Integer(whole) if whole.radix() == 10 => whole.as_str(),
        DeValue::Float(number) => number.as_str(),
        _ => return None,
    };
    let digits = written.replace('_', "").replace(['−', '－'], "-");
    Decimal::from_str_exact(digits.trim_start_matches('+')).ok()
}

fn count(value: &DeValue<'_>) -> Option<usize> {
    let whole = value.as_integer().filter(|whole| whole.radix() == 10)?;
    whole.as_str().replace('_', "").parse().ok()
}

/// A day of TOML's own, or the same in quotes.
fn date(value: &DeValue<'_>) -> Option<Date> {
    let datetime = match value {
        DeValue::Datetime(datetime) => *datetime,
        DeValue::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    let date = datetime.date.filter(|_| datetime.time.is_none())?;
    Some(Date {
        year: date.year,
        month: date.month,
        day: date.day,
    })
}

fn strings<'a>(value: &'a DeValue<'a>) -> Option<Vec<&'a str>> {
    match value {
        DeValue::String(text) => Some(vec![text.as_ref()]),
        DeValue::Array(array) => array.iter().map(|one| one.get_ref().as_str()).collect(),
        _ => None,
    }
}
