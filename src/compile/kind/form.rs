//! Rules that hold lines of tables, which forms prescribe, against formulas.

use super::{Record, TABLES, tables, understood};
use crate::compile::{
    fields::{Form, Key, Section, both},
    mistake::Mistake,
    parse::{Fault, Written, parse_with},
    tables::table,
};
use crate::model::{
    Each, Expr, FormCell, FormRule, Formula, Kind, Rows, Side, Span, Vocabulary, Wanted,
};
use std::ops::Range;

pub(super) const FORM: Record = Record {
    name: "form",
    about: "formulas over rows, columns and cells of tables that forms prescribe",
    keys: &[
        Key {
            required: false,
            about: "the tables that it is for, by name or title; those of the left side where not given",
            ..TABLES
        },
        Key {
            name: "each",
            form: Form::Choice(|| EACH.iter().map(|(name, _)| *name).collect()),
            required: false,
            about: "what the formula stands for in turn; its names are cells where not given",
        },
        Key {
            name: "formula",
            form: Form::Text,
            required: false,
            about: "what must hold",
        },
        Key {
            name: "formulas",
            form: Form::Texts,
            required: false,
            about: "several formulas, each of which must hold where its names are found",
        },
        Key {
            name: "any",
            form: Form::Flag,
            required: false,
            about: "whether one of the formulas must hold, not all",
        },
        Key {
            name: "optional",
            form: Form::Texts,
            required: false,
            about: "labels and tables that count as 0 where the report does not have them",
        },
        Key {
            name: "under",
            form: Form::Texts,
            required: false,
            about: "the rows that it is for and those under them, by label; all where not given",
        },
        Key {
            name: "parts",
            form: Form::Choice(|| SIDES.iter().map(|(name, _)| *name).collect()),
            required: false,
            about: "on which side of the stated row the others stand, for labels that occur twice",
        },
        Key {
            name: "provided",
            form: Form::Texts,
            required: false,
            about: "formulas over cells that must hold, where their figures are stated, for the rule to apply",
        },
    ],
    compile,
};

const EACH: &[(&str, Each)] = &[
    ("row", Each::Row),
    ("column", Each::Column),
    ("code", Each::Code),
    ("label", Each::Label),
];

const SIDES: &[(&str, Side)] = &[("above", Side::Above), ("below", Side::Below)];

/// What stands for all rows over the stated one.
const ABOVE: [&str; 2] = ["rows_above", "以上各行"];

fn compile(
    section: &Section<'_>,
    vocabulary: &Vocabulary,
    mistakes: &mut Vec<Mistake>,
) -> Option<Kind> {
    let each = section
        .text("each")
        .and_then(|(name, _)| EACH.iter().find(|(one, _)| *one == name))
        .map_or(Each::Cell, |(_, each)| *each);
    let mut texts: Vec<_> = section.text("formula").into_iter().collect();
    texts.extend(section.texts("formulas"));
    if texts.is_empty() && !section.file.broken {
        mistakes.push(
            section
                .file
                .mistake(
                    section.span.clone(),
                    both("缺少 `formula`", "`formula` is missing"),
                )
                .saying(both("这里没有写", "not given here"))
                .help(both(
                    "例如 formula = \"合计 = 基本支出 + 项目支出\"",
                    "as in formula = \"Total = Current + Capital\"",
                )),
        );
    }
    let mut read = |texts: Vec<(&str, Range<usize>)>, each| -> Vec<Formula<FormCell>> {
        let texts = texts.into_iter();
        texts
            .filter_map(|text| formula(section, text, each, vocabulary, mistakes))
            .collect()
    };
    let formulas = read(texts, each);
    let provided = read(section.texts("provided"), Each::Cell);
    let (mut optional, mut optional_tables) = (Vec::new(), Vec::new());
    for (name, _) in section.texts("optional") {
        match vocabulary.table_named(name) {
            Some(table) => optional_tables.push(table),
            None => optional.push(Wanted::new(name, vocabulary)),
        }
    }
    let parts = section
        .text("parts")
        .and_then(|(name, _)| SIDES.iter().find(|(one, _)| *one == name))
        .map(|(_, side)| *side);
    let tables = tables(section, "tables", vocabulary, mistakes);
    let tableless = |formula: &&Formula<FormCell>| matches!(&formula.left, Expr::Leaf(line) if line.table.is_none());
    if section.texts("tables").is_empty() && formulas.iter().any(|formula| tableless(&formula)) {
        mistakes.push(
            section
                .file
                .mistake(
                    section.span.clone(),
                    both("没有说是哪张表", "no table is given"),
                )
                .saying(both("这里没有写", "not given here"))
                .help(both(
                    "写上 tables = [\"…\"]，或在公式左边写 表名[…]",
                    "add tables = [\"…\"], or write table[…] on the left side",
                )),
        );
    }
    Some(Kind::Form(FormRule {
        tables,
        each,
        formulas,
        optional,
        optional_tables,
        under: section
            .texts("under")
            .into_iter()
            .map(|(text, _)| Wanted::new(text, vocabulary))
            .collect(),
        parts,
        any: section.flag("any"),
        provided,
    }))
}

fn formula(
    section: &Section<'_>,
    (text, span): (&str, Range<usize>),
    each: Each,
    vocabulary: &Vocabulary,
    mistakes: &mut Vec<Mistake>,
) -> Option<Formula<FormCell>> {
    let leaf =
        |written: Written<'_>, faults: &mut Vec<Fault>| line(written, each, vocabulary, faults);
    understood(section, (text, span), parse_with(text, &leaf), mistakes)
}

/// `基本支出`, `支出决算表[合计]`, `支出决算表[合计, 基本支出]`.
fn line(
    written: Written<'_>,
    each: Each,
    vocabulary: &Vocabulary,
    faults: &mut Vec<Fault>,
) -> FormCell {
    let span = Span::new(written.at.start, written.end);
    let wanted = |text: &str| Wanted::new(text, vocabulary);
    let by_row = matches!(each, Each::Code | Each::Label);
    let whole = vocabulary.table_named(written.name).filter(|_| by_row);
    let (named, labels) = match written.values.as_slice() {
        [] if whole.is_some() => (whole, Vec::new()),
        [] => (None, vec![written.name]),
        values => {
            let found = table(written.name, vocabulary).map_err(|help| {
                faults.push(
                    Fault::at(
                        written.at.clone(),
                        both(
                            format!("没有 `{}` 这张表", written.name),
                            format!("there is no table `{}`", written.name),
                        ),
                        both("词汇表里没有", "not in the vocabulary"),
                    )
                    .help(help),
                );
            });
            (found.ok(), values.iter().map(|(text, _)| *text).collect())
        }
    };
    // In a rule on rows or columns a name of a table is a cell of it.
    let cell = each == Each::Cell || named.is_some() && !by_row;
    let most = if cell { 2 } else { 1 };
    if let Some((_, at)) = written.values.get(most) {
        faults.push(Fault::at(
            at.clone(),
            both("标签太多", "a label too many"),
            match cell {
                true => both("表[行, 列]", "a table has [row, column]"),
                false => both(
                    "按编码或名称核对时只写一个标签",
                    "by code or by label there is one label",
                ),
            },
        ));
    }
    let first = labels.first().copied().unwrap_or("");
    let (row, column) = match each {
        _ if named.is_none() && ABOVE.contains(&first) => (Rows::Above, None),
        _ if cell => (
            Rows::Named(wanted(first)),
            labels.get(1).map(|text| wanted(text)),
        ),
        Each::Row | Each::Code | Each::Label => {
            (Rows::Same, labels.first().map(|text| wanted(text)))
        }
        Each::Column | Each::Cell => (Rows::Named(wanted(first)), None),
    };
    FormCell {
        table: named,
        row,
        column,
        span,
    }
}
