//! `a，占本年支出合计的 p%`, `a, or p% of net sales`: a share of an amount that only a table states.

use super::mention::Role;
use super::restatement::{Tables, conflicts, is_main, longest, sizes};
use super::{Desk, Size, over, prints_like};
use crate::model::{Expr, FigureId, Relation, Saying, Vocabulary, fold};

pub fn find(desk: &mut Desk<'_, '_>, at: usize, tables: &Tables<'_>, vocabulary: &Vocabulary) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let own = &mentions[at];
    let (Some(of), Some(part)) = (own.of.clone(), at.checked_sub(1)) else {
        return;
    };
    let amount = &mentions[part];
    let fine = amount.role == Role::Level && amount.sentence == own.sentence && !amount.loose;
    if desk.claim_on(at).is_some() || !fine || own.of_last || own.of_next || own.each {
        return;
    }
    // `of net sales for fiscal year 2023`, `of net sales from $382.3 million`
    let words = fold(speaking.words(of));
    let name = [" from", " for", " in", " at", " as", " during"]
        .iter()
        .filter_map(|word| words.find(word))
        .min();
    let words = words[..name.unwrap_or(words.len())].trim();
    let Some((cells, "")) = longest(words, tables) else {
        return;
    };
    let (rate, stated) = (speaking.figure(at), speaking.figure(part));
    let open: Vec<(usize, (Size, Size))> = cells
        .iter()
        .filter(|&&cell| !conflicts(speaking, amount, stated, &tables.figures[cell]))
        .filter_map(|&cell| Some((cell, sizes(stated, &tables.figures[cell])?)))
        .filter(|(_, (part, whole))| !whole.value.is_zero() && part.value <= whole.value)
        .take(12)
        .collect();
    let fits = open
        .iter()
        .find(|(_, (part, whole))| prints_like(rate, *part, *whole));
    // Where it does not fit: only one that all tables give alike, and near enough to be meant.
    let main = || {
        let main: Vec<&(usize, (Size, Size))> = open
            .iter()
            .filter(|(cell, _)| is_main(tables, *cell, vocabulary))
            .collect();
        let first = main.first()?;
        let (part, whole) = first.1;
        let same = main
            .iter()
            .all(|(_, (_, other))| other.value == whole.value);
        let ratio = part.value.checked_div(whole.value)?;
        let computed = ratio.checked_mul(rust_decimal::Decimal::ONE_HUNDRED)?;
        let gap = (computed - rate.amount.printed).abs();
        let near = gap.checked_mul(5.into())? <= computed;
        (same && near && !words.is_ascii() && main.len() == open.len()).then_some(*first)
    };
    let Some(&(cell, _)) = fits.or_else(main) else {
        return;
    };
    let whole = Expr::Leaf(FigureId {
        document: desk.index,
        figure: cell,
    });
    let computed = over(desk.leaf(part), whole);
    desk.state(Saying::Share, at, Relation::Equal, computed, true);
}
