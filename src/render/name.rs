//! What to call the figures of one finding, so that each name says which is which.

use super::{
    width::{shorten, tame},
    words::Say,
};
use crate::model::{Figure, FigureId, Label, Outcome, Site, unstretched};

/// Columns that a name may take.
const ROOM: usize = 40;
/// Of these, for its own label where another one is added.
const OWN: usize = 22;

/// The labels along the axis that names the figures, outermost first, and those along the other.
type Paths = (Vec<String>, Vec<String>);

/// A name for each figure: the labels in which they differ. Figures of one row go by their columns, others by their rows.
pub fn names(outcome: &Outcome, ids: &[FigureId], say: Say) -> Vec<String> {
    let figures: Vec<Option<&Figure>> = ids.iter().map(|&id| outcome.figure(id)).collect();
    let by_column = share_a_row(ids, &figures);
    let together = share_a_table(ids, &figures);
    let axes = |figure: &Figure| -> Paths {
        let rows = figure
            .labels
            .row
            .iter()
            .map(shown)
            .filter(|l| !l.is_empty())
            .collect();
        let columns = figure
            .labels
            .column
            .iter()
            .map(shown)
            .filter(|l| !l.is_empty())
            .collect();
        if by_column {
            (columns, rows)
        } else {
            (rows, columns)
        }
    };
    let paths: Vec<Paths> = figures
        .iter()
        .map(|figure| figure.map(axes).unwrap_or_default())
        .collect();
    // In one table the own labels tell best; across tables 合计 says less than what it totals.
    let says = |figure: &Option<&Figure>| {
        figure
            .filter(|_| !together)
            .and_then(|figure| figure.labels.says.as_deref())
            .map(shown)
    };
    let mut names: Vec<String> = paths
        .iter()
        .zip(&figures)
        .map(|((own, other), figure)| {
            let says = says(figure);
            says.or(own.last().or(other.last()).cloned())
                .unwrap_or_default()
        })
        .collect();
    let plain = names.clone();
    for at in 0..names.len() {
        let twins = |with: &dyn Fn(&Paths) -> Option<String>| {
            let mine = paths.get(at).and_then(with);
            plain
                .iter()
                .zip(&paths)
                .enumerate()
                .any(|(i, (name, path))| {
                    i != at && Some(name) == plain.get(at) && with(path) != mine
                })
        };
        let parent = |path: &Paths| path.0.iter().rev().nth(1).cloned();
        let other = |path: &Paths| path.1.last().cloned();
        let vague = !together
            && figures
                .get(at)
                .is_some_and(|own| own.is_some_and(|own| own.vague));
        let more = if vague {
            paths.get(at).and_then(|path| parent(path).or(other(path)))
        } else if twins(&parent) {
            paths.get(at).and_then(parent)
        } else if twins(&other) {
            paths.get(at).and_then(other)
        } else {
            None
        };
        if let (Some(more), Some(name)) = (more, names.get_mut(at))
            && more != *name
        {
            *name = say.qualified(&shorten(name, OWN), &shorten(&more, ROOM - OWN));
        }
    }
    for name in &mut names {
        if name.is_empty() {
            *name = say.nameless().to_owned();
        }
        *name = shorten(name, ROOM + 4);
    }
    names
}

fn share_a_table(ids: &[FigureId], figures: &[Option<&Figure>]) -> bool {
    let table = |(id, figure): (&FigureId, &Option<&Figure>)| match figure.map(|figure| figure.site)
    {
        Some(Site::Cell { block, .. }) => Some((id.document, block)),
        _ => None,
    };
    let mut tables = ids.iter().zip(figures).map(table);
    match tables.next() {
        Some(Some(first)) => tables.all(|table| table == Some(first)),
        _ => false,
    }
}

fn share_a_row(ids: &[FigureId], figures: &[Option<&Figure>]) -> bool {
    let row = |(id, figure): (&FigureId, &Option<&Figure>)| match figure.map(|figure| figure.site) {
        Some(Site::Cell { block, row, .. }) => Some((id.document, block, row)),
        _ => None,
    };
    let mut rows = ids.iter().zip(figures).map(row);
    let Some(Some(first)) = rows.next() else {
        return false;
    };
    figures.len() > 1 && rows.all(|row| row == Some(first))
}

/// A label as it is shown.
pub fn shown(label: &Label) -> String {
    unstretched(&tame(&label.text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretched_words_are_shown_together() {
        assert_eq!(shown(&Label::new("小 计：")), "小计");
        assert_eq!(shown(&Label::new("Total  revenue")), "Total revenue");
    }
}
