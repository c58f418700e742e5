//! `支出决算为 B，完成预算的 p%`: the budget stands only in the row of a table that states B.

use super::mention::Role;
use super::restatement::{Tables, agrees, conflicts, sizes};
use super::{Desk, over, prints_like};
use crate::model::{Expr, Figure, FigureId, Label, Relation, Saying, Site, Speech, fold};

/// Cells that state the amount, at the most.
const CELLS: usize = 24;
/// What names the columns of a budget, and of what was done.
const BUDGET: [&str; 2] = ["预算", "budget"];
const ACTUAL: [&str; 5] = ["决算", "执行", "完成", "实际", "actual"];

pub fn find(desk: &mut Desk<'_, '_>, at: usize, tables: &Tables<'_>) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let Some(done) = at.checked_sub(1) else {
        return;
    };
    let (own, amount) = (&mentions[at], &mentions[done]);
    let fine = amount.role == Role::Level
        && !amount.loose
        && !amount.budget
        && amount.sentence == own.sentence
        && amount.group == own.group;
    // A budget in the sentence is the one that is meant.
    let named = speaking.says(amount.own..own.own, Speech::Budget);
    if !fine || named || own.of_last || own.of_next || own.each || is_sure(desk, at) {
        return;
    }
    let (rate, stated) = (speaking.figure(at), speaking.figure(done));
    let words = fold(speaking.own_words(done));
    let mut pairs: Vec<(usize, bool)> = Vec::new();
    let cells = (0..tables.figures.len()).filter(|&cell| {
        let figure = &tables.figures[cell];
        matches!(figure.site, Site::Cell { .. })
            && is(figure, &ACTUAL)
            && agrees(stated, figure)
            && !conflicts(speaking, amount, stated, figure)
    });
    for cell in cells.take(CELLS) {
        let figure = &tables.figures[cell];
        let Site::Cell { block, row, .. } = figure.site else {
            continue;
        };
        let item = figure
            .labels
            .row
            .last()
            .into_iter()
            .chain(figure.labels.column.last());
        let said = item.map(|label| label.folded.as_str());
        let said = said
            .filter(|label| label.chars().count() > 2)
            .any(|label| words.contains(label));
        for &other in tables.rows.get(&(block, row)).into_iter().flatten() {
            let budget = &tables.figures[other];
            if is(budget, &BUDGET)
                && !is(budget, &ACTUAL)
                && rest(budget, &BUDGET) == rest(figure, &ACTUAL)
            {
                pairs.push((other, said));
            }
        }
    }
    let fits = pairs.iter().find(|(budget, _)| {
        sizes(stated, &tables.figures[*budget])
            .is_some_and(|(part, whole)| !whole.value.is_zero() && prints_like(rate, part, whole))
    });
    // Where it does not fit: the one budget of an item that the words name.
    let alone = || {
        let first = pairs.first().filter(|(_, said)| *said)?;
        let value = |budget: usize| tables.figures[budget].amount.printed;
        let same = pairs
            .iter()
            .all(|(budget, _)| value(*budget) == value(first.0));
        (same && !value(first.0).is_zero()).then_some(first)
    };
    let Some(&(budget, _)) = fits.or_else(alone) else {
        return;
    };
    let id = desk.id(at);
    let doubtful = |claim: &crate::model::Claim| matches!(&claim.asserted, crate::model::Asserted::Relation { stated, .. } if *stated == id);
    if let Some(place) = desk.claims.iter().rposition(doubtful) {
        desk.claims.remove(place);
    }
    let whole = Expr::Leaf(FigureId {
        document: desk.index,
        figure: budget,
    });
    let computed = over(desk.leaf(done), whole);
    desk.state(Saying::Completion, at, Relation::Equal, computed, true);
}

/// Whether a claim on the figure is believed already.
fn is_sure(desk: &Desk<'_, '_>, at: usize) -> bool {
    let id = desk.id(at);
    desk.claims.iter().rev().take(60).any(|claim| {
        claim.support.meaning
            && matches!(&claim.asserted, crate::model::Asserted::Relation { stated, .. } if *stated == id)
    })
}

fn is(figure: &Figure, words: &[&str]) -> bool {
    figure.labels.column.iter().any(|label| names(label, words))
}

fn names(label: &Label, words: &[&str]) -> bool {
    words.iter().any(|word| label.folded.contains(word))
}

/// The names of a column beside the one that says budget or actual.
fn rest<'f>(figure: &'f Figure, words: &[&str]) -> Vec<&'f str> {
    let labels = figure.labels.column.iter();
    let others = labels.filter(|label| !names(label, words));
    others.map(|label| label.folded.as_str()).collect()
}
