//! Vocabulary files: the tables that forms prescribe, their lines, and the codes of classifications.

use super::{
    fields::{Form, Key, Section, both},
    mistake::Mistake,
    suggest::suggest,
    vocabulary::{EN, TITLE, ZH, empty_label, labels},
};
use crate::model::{Classification, NamedTable, TableId, Vocabulary, fold};
use std::collections::BTreeMap;

pub(super) const TABLE: &[Key] = &[TITLE, ZH, EN];
pub(super) const LINE: &[Key] = &[ZH, EN];
pub(super) const CLASSIFICATION: &[Key] = &[
    TITLE,
    Key {
        name: "codes",
        form: Form::Lists,
        required: true,
        about: "each code with its name, and the names that it had",
    },
];

/// All sections of all files together: a later file may add titles, labels and codes to what an earlier one defines.
pub(super) fn compile(
    sections: &[Section<'_>],
    vocabulary: &mut Vocabulary,
    mistakes: &mut Vec<Mistake>,
) {
    let mut titles: BTreeMap<String, TableId> = BTreeMap::new();
    for section in sections {
        for (name, table) in section.named("table") {
            add_table(name, &table, vocabulary, &mut titles, mistakes);
        }
        for (name, line) in section.named("line") {
            add_line(name, &line, vocabulary, mistakes);
        }
        for (name, codes) in section.named("classification") {
            add_codes(name, &codes, vocabulary, mistakes);
        }
    }
    for class in &vocabulary.classifications {
        for (code, names) in class.codes.iter().filter(|(code, _)| code.len() == 3) {
            let own = names.iter().map(|name| (name.clone(), code.clone()));
            vocabulary.outermost.extend(own);
        }
    }
    vocabulary.table_titles = titles.into_iter().collect();
    let longest = |(words, _): &(String, TableId)| std::cmp::Reverse(words.len());
    vocabulary.table_titles.sort_by_key(longest);
}

fn add_table(
    name: &str,
    section: &Section<'_>,
    vocabulary: &mut Vocabulary,
    titles: &mut BTreeMap<String, TableId>,
    mistakes: &mut Vec<Mistake>,
) {
    let known = vocabulary.tables.iter().position(|one| &*one.name == name);
    let at = match (known, section.words("title")) {
        (Some(at), _) => at,
        (None, Some(title)) => {
            vocabulary.tables.push(NamedTable {
                name: name.into(),
                title,
            });
            vocabulary.tables.len() - 1
        }
        (None, None) => return untitled(name, section, mistakes),
    };
    let id = TableId(u32::try_from(at).unwrap_or(0));
    if known.is_none() {
        titles
            .entry(fold(&vocabulary.tables[at].title.zh))
            .or_insert(id);
    }
    for (label, span) in labels(section) {
        let folded = fold(label);
        if folded.is_empty() {
            mistakes.push(empty_label(section, span));
            continue;
        }
        let first = *titles.entry(folded).or_insert(id);
        if first != id {
            let other = &vocabulary.tables[first.0 as usize].name;
            mistakes.push(two_meanings(section, label, span, other, name));
        }
    }
}

fn add_line(
    name: &str,
    section: &Section<'_>,
    vocabulary: &mut Vocabulary,
    mistakes: &mut Vec<Mistake>,
) {
    let own = std::iter::once((name, section.span.clone()));
    for (label, span) in own.chain(labels(section)) {
        let folded = fold(label);
        if folded.is_empty() {
            mistakes.push(empty_label(section, span));
            continue;
        }
        let line = vocabulary.lines.entry(folded).or_insert(name.into());
        if **line != *name {
            let other = line.clone();
            mistakes.push(two_meanings(section, label, span, &other, name));
        }
    }
}

fn add_codes(
    name: &str,
    section: &Section<'_>,
    vocabulary: &mut Vocabulary,
    mistakes: &mut Vec<Mistake>,
) {
    let known = (vocabulary.classifications)
        .iter()
        .position(|one| &*one.name == name);
    let at = match (known, section.words("title")) {
        (Some(at), _) => at,
        (None, Some(title)) => {
            vocabulary.classifications.push(Classification {
                name: name.into(),
                title,
                codes: BTreeMap::new(),
            });
            vocabulary.classifications.len() - 1
        }
        (None, None) => return untitled(name, section, mistakes),
    };
    for (code, names, span) in section.lists("codes") {
        if !code.chars().all(|c| c.is_ascii_digit()) {
            mistakes.push(
                section
                    .file
                    .mistake(
                        span,
                        both(
                            format!("`{code}` 不是科目编码"),
                            format!("`{code}` is no code"),
                        ),
                    )
                    .saying(both("编码只含数字", "codes are digits")),
            );
            continue;
        }
        let codes = &mut vocabulary.classifications[at].codes;
        let own = codes.entry(code.to_owned()).or_default();
        own.extend(names.into_iter().map(fold));
    }
}

fn untitled(name: &str, section: &Section<'_>, mistakes: &mut Vec<Mistake>) {
    if section.table.contains_key("title") || section.file.broken {
        return;
    }
    mistakes.push(
        section
            .file
            .mistake(
                section.span.clone(),
                both(
                    format!("`{name}` 没有名称"),
                    format!("`{name}` has no title"),
                ),
            )
            .saying(both("这里第一次出现", "met here for the first time"))
            .help(both(
                "加上 title = { zh = \"…\", en = \"…\" }",
                "add title = { zh = \"…\", en = \"…\" }",
            )),
    );
}

fn two_meanings(
    section: &Section<'_>,
    label: &str,
    span: std::ops::Range<usize>,
    first: &str,
    second: &str,
) -> Mistake {
    section
        .file
        .mistake(
            span,
            both(
                format!("`{label}` 不能既是 `{first}` 又是 `{second}`"),
                format!("`{label}` cannot mean both `{first}` and `{second}`"),
            ),
        )
        .saying(both(
            format!("这里是 `{second}`"),
            format!("`{second}` here"),
        ))
        .help(both(
            "一个标签只能有一个含义：两处去掉一处",
            "a label has one meaning: take it out of one of the two lists",
        ))
}

/// The table of a name, or of words that title one; else the help for it.
pub(super) fn table(name: &str, vocabulary: &Vocabulary) -> Result<TableId, crate::model::Words> {
    vocabulary.table_named(name).ok_or_else(|| {
        let mut names: Vec<&str> = vocabulary.tables.iter().map(|one| &*one.name).collect();
        let titles = vocabulary.table_titles.iter();
        names.extend(titles.map(|(words, _)| words.as_str()));
        suggest(name, &names)
    })
}
