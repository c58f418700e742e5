//! What a form asks of its tables beside their figures: that all are there, and that an empty one says so.

use super::{
    bind::{Claimed, Scene},
    form::finish,
    sheet::Sheet,
};
use crate::model::{Asserted, Block, Claim, Source, Span, Support, TableId, Verdict, Words, fold};

/// Blocks after a table in which its notes stand.
const NOTES: usize = 3;

/// The tables are in a report that has at least `least` of those `with` them.
pub fn present(
    scene: &Scene<'_>,
    sheets: &[Sheet<'_>],
    rule: usize,
    (tables, with, least): (&[TableId], &[TableId], usize),
) -> Claimed {
    let first = |table: &TableId| sheets.iter().find(|sheet| sheet.id == *table);
    let there = with.iter().filter(|table| first(table).is_some()).count();
    if there < least {
        return finish(Vec::new(), Vec::new(), false);
    }
    let opening = with.iter().find_map(first);
    let claims = tables.iter().map(|table| {
        let at = first(table)
            .or(opening)
            .map_or(Span::default(), Sheet::title);
        let title = &scene.vocabulary.tables[table.0 as usize].title;
        let says = Words::new(
            format!("报告里没有《{}》", title.zh),
            format!("the report has no “{}”", title.en),
        );
        claim(rule, at, first(table).is_some(), says)
    });
    finish(claims.collect(), Vec::new(), true)
}

/// A table without any figure is said to be empty, in its own cells or beside it; in a report that has figures in others.
pub fn stated(
    scene: &Scene<'_>,
    sheets: &[Sheet<'_>],
    rule: usize,
    tables: &[TableId],
    phrases: &[String],
) -> Claimed {
    let own = |sheet: &&Sheet<'_>| tables.contains(&sheet.id);
    if sheets.iter().filter(own).all(Sheet::is_empty) {
        let reason = Words::new("表都是空的", "all tables are empty");
        let there = sheets.iter().any(|sheet| own(&sheet));
        return finish(Vec::new(), vec![(Verdict::NotApplicable, reason)], there);
    }
    let says = |words: &str| {
        let folded = fold(words);
        phrases
            .iter()
            .any(|phrase| folded.contains(phrase.as_str()))
    };
    let mut claims = Vec::new();
    for sheet in sheets.iter().filter(own).filter(|sheet| sheet.is_empty()) {
        let blocks = scene.document.blocks.iter().skip(sheet.block + 1);
        let mut notes = blocks
            .take_while(|block| !matches!(block, Block::Table(_)))
            .take(NOTES);
        let holds = sheet.words().any(says)
            || notes.any(|block| match block {
                Block::Heading(heading) => says(&heading.passage.text),
                Block::Paragraph(paragraph) => says(&paragraph.passage.text),
                Block::Table(_) => false,
            });
        let title = &scene.vocabulary.tables[sheet.id.0 as usize].title;
        let words = Words::new(
            format!("《{}》没有数，也没有说明本表为空", title.zh),
            format!(
                "“{}” has no figures, and nothing says that it is empty",
                title.en
            ),
        );
        claims.push(claim(rule, sheet.title(), holds, words));
    }
    finish(claims, Vec::new(), true)
}

fn claim(rule: usize, at: Span, holds: bool, says: Words) -> Claim {
    Claim {
        source: Source::Rule(rule),
        at,
        asserted: Asserted::Form { holds, says },
        support: Support {
            meaning: true,
            ..Support::default()
        },
    }
}
