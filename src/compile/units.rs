//! Units as vocabulary files give them.

use super::{
    fields::{Form, Key, Section, both},
    mistake::Mistake,
    vocabulary::{EN, ZH, empty_label, labels},
};
use crate::model::{Measure, Unit, Vocabulary, fold};
use std::ops::{Range, RangeInclusive};

pub(super) const KEYS: &[Key] = &[
    Key {
        name: "word",
        form: Form::Text,
        required: true,
        about: "as messages write it",
    },
    Key {
        name: "measure",
        form: Form::Choice(measures),
        required: true,
        about: "what it measures",
    },
    Key {
        name: "base",
        form: Form::Text,
        required: false,
        about: "the unit that powers are counted from",
    },
    Key {
        name: "power",
        form: Form::Whole,
        required: false,
        about: "how many powers of ten of the base it is; 0 where not given",
    },
    ZH,
    EN,
];

const MEASURES: &[(&str, Measure)] = &[
    ("money", Measure::Money),
    ("count", Measure::Count),
    ("ratio", Measure::Ratio),
    ("points", Measure::Points),
    ("quantity", Measure::Quantity),
    ("unknown", Measure::Unknown),
];

/// Powers of ten beyond these leave the range of decimals.
const POWERS: RangeInclusive<i32> = -12..=15;

pub(super) fn measures() -> Vec<&'static str> {
    MEASURES.iter().map(|(name, _)| *name).collect()
}

pub(super) fn measure(section: &Section<'_>) -> Option<Measure> {
    let (name, _) = section.text("measure")?;
    let known = MEASURES.iter().find(|(one, _)| *one == name)?;
    Some(known.1)
}

/// Learns the units of all files. A label is one unit.
pub(super) fn compile(
    sections: &[Section<'_>],
    vocabulary: &mut Vocabulary,
    mistakes: &mut Vec<Mistake>,
) {
    for section in sections.iter().flat_map(|section| section.tables("unit")) {
        let Some(unit) = unit(&section, mistakes) else {
            continue;
        };
        for (label, span) in labels(&section) {
            let folded = fold(label);
            if folded.is_empty() {
                mistakes.push(empty_label(&section, span));
                continue;
            }
            let Some(known) = vocabulary.unit_folded(&folded) else {
                vocabulary.learn_unit(label, unit.clone());
                continue;
            };
            if *known != unit {
                let mistake = two_units(&section, label, span, &unit);
                mistakes.push(match first_place(sections, &folded) {
                    Some((first, at)) => mistake.and(
                        &first.file.source(),
                        at,
                        both(
                            format!("这里是 {}", known.word),
                            format!("{} here", known.word),
                        ),
                    ),
                    None => mistake,
                });
            }
        }
    }
}

/// Where a label was given a unit for the first time.
fn first_place<'a>(sections: &[Section<'a>], folded: &str) -> Option<(Section<'a>, Range<usize>)> {
    let mut units = sections.iter().flat_map(|section| section.tables("unit"));
    units.find_map(|section| {
        let (_, at) = labels(&section).find(|(label, _)| fold(label) == folded)?;
        Some((section, at))
    })
}

fn two_units(section: &Section<'_>, label: &str, span: Range<usize>, unit: &Unit) -> Mistake {
    section
        .file
        .mistake(
            span,
            both(
                format!("`{label}` 不能是两种单位"),
                format!("`{label}` cannot be two units"),
            ),
        )
        .saying(both(
            format!("这里是 {}", unit.word),
            format!("{} here", unit.word),
        ))
}

fn unit(section: &Section<'_>, mistakes: &mut Vec<Mistake>) -> Option<Unit> {
    let (word, _) = section.text("word")?;
    let measure = measure(section)?;
    let power = section.whole("power").unwrap_or(0);
    if !POWERS.contains(&power) {
        let span = section.table.get("power").map_or(0..0, |one| one.span());
        let (low, high) = (POWERS.start(), POWERS.end());
        mistakes.push(
            section
                .file
                .mistake(
                    span,
                    both(
                        format!("10 的 {power} 次方超出范围"),
                        format!("10 to the {power} is out of range"),
                    ),
                )
                .saying(both("太大或太小", "too large or too small"))
                .help(both(
                    format!("从 {low} 到 {high}；万元是 4，亿元是 8"),
                    format!("from {low} to {high}; a thousand is 3, a million 6"),
                )),
        );
        return None;
    }
    Some(Unit {
        measure,
        base: section.text("base").map_or("", |(base, _)| base).into(),
        power,
        word: word.into(),
    })
}
