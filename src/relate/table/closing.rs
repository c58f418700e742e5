//! Rows that close a list: totals beside columns of remarks, and rows without a name under rows that have one.

use super::sheet::Item;

/// Notes of each row what its place says.
pub fn note(items: &mut [Item]) {
    end_remarks(items);
    note_nameless(items);
}

/// A total beside columns of remarks has fewer words than the rows over it: it begins no group unless the next rows are its own.
fn end_remarks(items: &mut [Item]) {
    for at in 0..items.len() {
        let heads = items.get(at + 1).is_some_and(|next| {
            let group = next.path.split_last().map_or(&[][..], |(_, group)| group);
            group == items[at].path
        });
        let item = &mut items[at];
        item.begins &= heads || !item.roles.total || !item.headings.is_empty();
    }
}

/// In a table that names nearly all its rows. What stands under a total without a name may be anything.
fn note_nameless(items: &mut [Item]) {
    let is_named = |item: &Item| item.path.iter().any(|label| !label.is_empty());
    let named = items.iter().filter(|item| is_named(item)).count();
    if named * 4 < items.len() * 3 {
        return;
    }
    for at in 1..items.len() {
        let under = is_named(&items[at - 1]) && !items[at - 1].roles.total;
        let own = !is_named(&items[at]) && items[at].headings.is_empty() && !items[at].barrier;
        items[at].roles.nameless = under && own;
    }
}
