//! Arithmetic as evidence between readings: columns that are sums or differences of others, rows that add up to the last.

use rust_decimal::Decimal;

/// The figures of a row by column.
pub type Numbers = [Option<Decimal>];

/// A column that is the sum of others, or the difference of two.
pub struct Relation {
    result: usize,
    plus: std::ops::RangeInclusive<usize>,
    minus: Option<usize>,
}

/// Relations that hold in every full row, and show something in at least two.
pub fn relations(full: &[Vec<Option<Decimal>>], width: usize) -> Vec<Relation> {
    let mut found = Vec::new();
    if width > 12 {
        return found;
    }
    for result in 0..width {
        for first in 0..width {
            for last in first + 1..width {
                if (first..=last).contains(&result) {
                    continue;
                }
                let mut add = |plus, minus| {
                    found.push(Relation {
                        result,
                        plus,
                        minus,
                    });
                };
                add(first..=last, None);
                if last == first + 1 {
                    add(first..=first, Some(last));
                    add(last..=last, Some(first));
                }
            }
        }
    }
    found.retain(|relation| {
        let shown: Vec<Option<bool>> = full.iter().map(|row| relation.holds(row)).collect();
        !shown.contains(&Some(false)) && shown.iter().filter(|shown| shown.is_some()).count() >= 2
    });
    found
}

impl Relation {
    /// `None` where the row shows nothing: a single figure other than zero, or none.
    fn holds(&self, row: &Numbers) -> Option<bool> {
        let at = |column: usize| row.get(column).copied().flatten();
        let parts: Vec<Decimal> = self.plus.clone().filter_map(at).collect();
        let result = at(self.result);
        let minus = self.minus.and_then(at);
        let all = parts.iter().chain(&result).chain(&minus);
        if all.filter(|value| !value.is_zero()).count() == 0 {
            return None;
        }
        let mut sum = -minus.unwrap_or_default();
        for part in parts {
            sum = sum.checked_add(part)?;
        }
        Some(result.unwrap_or_default() == sum)
    }

    /// Whether a row is borne out: some relation shows it, none speaks against it.
    pub fn prove(relations: &[Relation], row: &Numbers) -> bool {
        let mut shown = false;
        for relation in relations {
            match relation.holds(row) {
                Some(true) => shown = true,
                Some(false) => return false,
                None => {}
            }
        }
        shown
    }
}

/// Choices of placements that are tried at most.
const MOST: usize = 2_000;

/// For each row in doubt the placement with which every column adds up to the total; `None` unless only one choice does.
pub fn foots(
    total: &Numbers,
    known: &[Vec<Option<Decimal>>],
    choices: &[Vec<Vec<Option<Decimal>>>],
) -> Option<Vec<usize>> {
    let count = choices
        .iter()
        .try_fold(1usize, |count, ways| count.checked_mul(ways.len()))?;
    if count == 0 || count > MOST {
        return None;
    }
    let add = |gaps: &[Decimal], row: &Numbers| -> Option<Vec<Decimal>> {
        gaps.iter()
            .zip(row)
            .map(|(gap, part)| gap.checked_sub(part.unwrap_or_default()))
            .collect()
    };
    let mut gaps: Vec<Decimal> = total
        .iter()
        .map(|value| value.unwrap_or_default())
        .collect();
    for row in known {
        gaps = add(&gaps, row)?;
    }
    // A total that agrees with the known rows in one column at least, else it is no total of these rows.
    if gaps.iter().all(Decimal::is_zero) {
        return None;
    }
    let mut found = None;
    for mut choice in 0..count {
        let mut left = gaps.clone();
        let mut chosen = Vec::with_capacity(choices.len());
        for ways in choices {
            chosen.push(choice % ways.len());
            left = add(&left, ways.get(choice % ways.len())?)?;
            choice /= ways.len();
        }
        if left.iter().all(Decimal::is_zero) {
            if found.is_some() {
                return None;
            }
            found = Some(chosen);
        }
    }
    found
}

/// Whether rows add up to a total in every column where either shows something, and show something at all.
pub fn adds_up(total: &Numbers, rows: &[&Numbers]) -> bool {
    let mut shown = false;
    for (column, stated) in total.iter().enumerate() {
        let mut sum = Decimal::ZERO;
        for part in rows
            .iter()
            .filter_map(|row| row.get(column).copied().flatten())
        {
            match sum.checked_add(part) {
                Some(more) => sum = more,
                None => return false,
            }
        }
        if sum != stated.unwrap_or_default() {
            return false;
        }
        shown |= !sum.is_zero();
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(figures: &[&str]) -> Vec<Option<Decimal>> {
        figures.iter().map(|figure| figure.parse().ok()).collect()
    }

    #[test]
    fn a_row_in_doubt_stands_where_the_columns_add_up() {
        let total = row(&["", "30", "7"]);
        let known = [row(&["", "10", "7"])];
        let ways = vec![row(&["", "20", ""]), row(&["", "", "20"])];
        let choices = [ways];
        assert_eq!(foots(&total, &known, &choices), Some(vec![0]));
        let twice = vec![row(&["", "20", ""]), row(&["", "20", ""])];
        assert_eq!(foots(&total, &known, &[twice]), None);
        assert_eq!(foots(&row(&["", "31", "7"]), &known, &choices), None);
    }

    #[test]
    fn a_relation_must_hold_in_every_full_row() {
        let holds = [row(&["", "3", "4", "7"]), row(&["", "5", "0", "5"])];
        let found = relations(&holds, 4);
        assert!(Relation::prove(&found, &row(&["", "", "9", "9"])));
        assert!(!Relation::prove(&found, &row(&["", "9", "9", ""])));
        let broken = [row(&["", "3", "4", "8"]), row(&["", "5", "0", "5"])];
        assert!(!Relation::prove(
            &relations(&broken, 4),
            &row(&["", "", "9", "9"])
        ));
    }
}
