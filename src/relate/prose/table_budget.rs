//! `支出决算为 B，完成预算的 p%`: the budget stands only in the row of a table that states B.

use super::mention::Role;
use super::restatement::{Tables, agrees, conflicts, sizes};
use super::{Desk, over, prints_like};
use crate::model::{Expr, Figure, FigureId, Label, Relation, Saying, Speech, fold};
use rust_decimal::Decimal;
use std::collections::HashMap;

/// Cells that state the amount, at the most.
const CELLS: usize = 24;
/// What names the columns of a budget, and of what was done.
const BUDGET: [&str; 2] = ["预算", "budget"];
const ACTUAL: [&str; 5] = ["决算", "执行", "完成", "实际", "actual"];

/// What was done of which budget: the pairs of cells of one row whose columns differ in these words alone.
#[derive(Default)]
pub struct Budgets {
    /// (size of what was done, its cell, the budget's cell), by size, as printed whatever the unit.
    pairs: Vec<(Decimal, usize, usize)>,
}

impl Budgets {
    pub fn of(figures: &[Figure], rows: &HashMap<(usize, usize), Vec<usize>>) -> Self {
        let mut pairs = Vec::new();
        for row in rows.values() {
            let is = |of: &[&str], cell: usize| names_any(&figures[cell], of);
            let budgets = row
                .iter()
                .filter(|&&cell| is(&BUDGET, cell) && !is(&ACTUAL, cell));
            for &budget in budgets {
                let own = rest(&figures[budget], &BUDGET);
                let done = row.iter().filter(|&&cell| {
                    cell != budget && is(&ACTUAL, cell) && rest(&figures[cell], &ACTUAL) == own
                });
                pairs
                    .extend(done.map(|&cell| (digits(figures[cell].amount.printed), cell, budget)));
            }
        }
        pairs.sort_unstable();
        Self { pairs }
    }

    /// The pairs whose first digits are those of an amount, one more or one less.
    fn near(&self, amount: Decimal) -> &[(Decimal, usize, usize)] {
        let (own, step) = (digits(amount), Decimal::ONE);
        let from = self.pairs.partition_point(|pair| pair.0 < own - step);
        let to = self.pairs.partition_point(|pair| pair.0 <= own + step);
        &self.pairs[from..to]
    }
}

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
    let told = desk.claim_on(at);
    let sure = told.is_some_and(|told| desk.claims[told].support.meaning);
    if !fine || named || own.of_last || own.of_next || own.each || sure {
        return;
    }
    let (rate, stated) = (speaking.figure(at), speaking.figure(done));
    let words = fold(speaking.own_words(done));
    let states = |cell: usize| {
        let figure = &tables.figures[cell];
        agrees(stated, figure) && !conflicts(speaking, amount, stated, figure)
    };
    let pairs: Vec<(usize, usize)> = tables
        .budgets
        .near(stated.amount.printed)
        .iter()
        .filter(|pair| states(pair.1))
        .map(|pair| (pair.1, pair.2))
        .take(CELLS)
        .collect();
    let fits = pairs.iter().find(|(_, budget)| {
        sizes(stated, &tables.figures[*budget])
            .is_some_and(|(part, whole)| !whole.value.is_zero() && prints_like(rate, part, whole))
    });
    // Where it does not fit: the one budget of an item that the words name.
    let alone = || {
        let first = pairs
            .first()
            .filter(|(cell, _)| is_named(&tables.figures[*cell], &words))?;
        let value = |pair: &(usize, usize)| tables.figures[pair.1].amount.printed;
        let same = pairs.iter().all(|pair| value(pair) == value(first));
        (same && !value(first).is_zero()).then_some(first)
    };
    let Some(&(_, budget)) = fits.or_else(alone) else {
        return;
    };
    // What was only guessed makes room.
    if let Some(told) = told {
        desk.claims.remove(told);
    }
    let whole = Expr::Leaf(FigureId {
        document: desk.index,
        figure: budget,
    });
    let computed = over(desk.leaf(done), whole);
    desk.state(Saying::Completion, at, Relation::Equal, computed, true);
}

/// Whether words hold the name of a cell's row, or of its column.
fn is_named(figure: &Figure, words: &str) -> bool {
    let labels = [figure.labels.row.last(), figure.labels.column.last()];
    let names = labels
        .into_iter()
        .flatten()
        .map(|label| label.folded.as_str());
    names
        .filter(|name| name.chars().count() > 2)
        .any(|name| words.contains(name))
}

/// The first three digits, so that an amount is found whatever its unit.
fn digits(amount: Decimal) -> Decimal {
    let mut digits = amount.abs().normalize();
    let (low, high) = (Decimal::ONE_HUNDRED, Decimal::ONE_THOUSAND);
    while !digits.is_zero() && digits < low {
        digits *= Decimal::TEN;
    }
    while digits >= high {
        digits /= Decimal::TEN;
    }
    digits
}

fn names_any(figure: &Figure, words: &[&str]) -> bool {
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
