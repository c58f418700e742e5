//! What a table asserts by its shape: totals down and across, differences, averages, shares and growth.
//!
//! A relation is not read off its label: candidates are searched, weighed by how many lines bear them out against how many
//! they would call wrong, and settled together. Labels only tip the balance.

mod averages;
mod blocks;
mod closing;
mod differences;
mod doubt;
mod lateral;
mod lookup;
mod lower;
mod missing;
mod notation;
mod numbers;
mod printed;
mod quotients;
mod ratio;
mod roll;
mod settle;
mod shares;
mod sheet;
mod steps;
mod weight;

use crate::model::{
    Asserted, Claim, Document, Figure, FigureId, Notice, Site, Table, Vocabulary, Words,
};
use sheet::Extent;
use std::collections::BTreeMap;

/// The claims that the tables of a document make, in reading order, and which tables are too large to try all. `document_index` goes into the figures' ids.
pub fn claims(
    document_index: usize,
    document: &Document,
    figures: &[Figure],
    vocabulary: &Vocabulary,
) -> (Vec<Claim>, Vec<Notice>) {
    let mut by_block: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (id, figure) in figures.iter().enumerate() {
        if let Site::Cell { block, .. } = figure.site {
            by_block.entry(block).or_default().push(id);
        }
    }
    let (mut claims, mut notices) = (Vec::new(), Vec::new());
    let mut own: Vec<Claim> = Vec::new();
    let mut open: Option<&Table> = None;
    for (block, table) in document.tables() {
        let Some(ids) = by_block.get(&block) else {
            continue;
        };
        let lookup = lookup::Lookup::new(table, figures, ids);
        let mut ratios = ratio::Desk::new(document_index, figures, &lookup);
        let mut untried = 0;
        let adding = Extent::Adding;
        sheet::each(table, figures, &lookup, vocabulary, adding, |sheet| {
            let (readings, cut) = settle::settle(&sheet);
            untried += cut;
            lower::lower(document_index, figures, &sheet, &readings, &mut own);
            roll::add(document_index, figures, &sheet, vocabulary, &mut own);
            ratios.averages(&sheet, &readings, &mut own);
        });
        let whole = Extent::Whole;
        sheet::each(table, figures, &lookup, vocabulary, whole, |sheet| {
            ratios.quotients(&sheet, &mut own);
        });
        printed::add(document_index, table, figures, &lookup, &mut own);
        // What goes on from the page before has parts there.
        if open.is_some_and(|before| goes_on(before, table)) {
            own.retain(|claim| !claim.support.short);
        }
        open = (!ends_in_total(table, figures, &own)).then_some(table);
        claims.append(&mut own);
        if untried > 0 {
            notices.push(too_large(table, untried));
        }
    }
    claims.sort_by_key(|claim| (claim.at.start, claim.source));
    (claims, notices)
}

/// Whether a table has the header of the one before.
fn goes_on(before: &Table, table: &Table) -> bool {
    let words = |table: &Table| -> Vec<String> {
        let row = table.rows.first().into_iter().flatten().flatten();
        row.map(|cell| cell.text.clone()).collect()
    };
    let own = words(table);
    own.len() > 1 && own == words(before)
}

/// Whether the last row of a table is computed from others.
fn ends_in_total(table: &Table, figures: &[Figure], claims: &[Claim]) -> bool {
    let last = table.rows.len().saturating_sub(1);
    let row = |id: &FigureId| match figures.get(id.figure)?.site {
        Site::Cell { row, .. } => Some(row),
        Site::Prose { .. } => None,
    };
    claims.iter().any(|claim| {
        let Asserted::Relation {
            stated, computed, ..
        } = &claim.asserted
        else {
            return false;
        };
        let above = |id: &FigureId| row(id).is_some_and(|row| row < last);
        !claim.support.short
            && row(stated) == Some(last)
            && computed.leaves().into_iter().any(above)
    })
}

/// `untried`: rows and columns whose parts were sought nearby only.
fn too_large(table: &Table, untried: usize) -> Notice {
    let number = table.number;
    Notice {
        span: table.span,
        message: Words::new(
            format!(
                "表 {number} 太大：对 {untried} 个行列，只在邻近的行列中查找合计的各项，更长的合计未作尝试"
            ),
            format!(
                "table {number} is large: for {untried} of its rows and columns the parts of a sum were sought nearby only; longer sums were not tried"
            ),
        ),
    }
}
