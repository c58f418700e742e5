//! Names of tables, rows and columns that a person would use for them.

use crate::model::{
    Arithmetic, Axis, Checked, Equation, Figure, LineName, Lines, Table, TableName, fold, is_cjk,
    unstretched,
};
use std::collections::HashSet;

/// Letters of a label in an id.
const SLUG: usize = 24;

/// The lines of one table.
pub struct Names<'a> {
    pub checked: &'a Checked,
    pub rows: &'a Lines,
    pub columns: &'a Lines,
}

impl Names<'_> {
    /// The name of a row (column). Of several in it, which name the halves of a table, the one that has one of the figures' lines.
    pub fn line(&self, axis: Axis, at: usize, stated: &[usize]) -> Option<LineName> {
        let lines = match axis {
            Axis::Row => self.rows,
            Axis::Column => self.columns,
        };
        let across: HashSet<usize> = stated
            .iter()
            .filter_map(|&index| place(self.checked.figures.get(index)?, axis.other()))
            .collect();
        let here = || {
            let all = lines.all.iter().enumerate();
            all.filter(|(_, line)| line.at == at)
        };
        let beside = here().find(|(_, line)| line.cells.keys().any(|line| across.contains(line)));
        let (index, line) = beside.or_else(|| here().next())?;
        let figure = self.checked.figures.get(*line.cells.values().next()?)?;
        lines.name(index, &printed(figure, axis))
    }
}

fn place(figure: &Figure, axis: Axis) -> Option<usize> {
    match (figure.site, axis) {
        (crate::model::Site::Cell { row, .. }, Axis::Row) => Some(row),
        (crate::model::Site::Cell { column, .. }, Axis::Column) => Some(column),
        _ => None,
    }
}

/// The labels of a figure's row (column), as they are printed.
fn printed(figure: &Figure, axis: Axis) -> Vec<String> {
    let labels = match axis {
        Axis::Row => &figure.labels.row,
        Axis::Column => &figure.labels.column,
    };
    labels.iter().map(|label| plain(&label.text)).collect()
}

fn plain(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    unstretched(&text)
}

/// The name of the crossing line in which a figure stands.
pub fn crossing(checked: &Checked, stated: usize, axis: Axis) -> Option<LineName> {
    let figure = checked.figures.get(stated)?;
    let all = Lines::of_tables(&checked.document, &checked.figures, axis.other());
    let lines = all.get(&figure.site.block())?;
    let at = place(figure, axis.other())?;
    let own = |line: &crate::model::Line| {
        line.at == at && line.cells.values().any(|&other| other == stated)
    };
    let index = lines.all.iter().position(own)?;
    lines.name(index, &printed(figure, axis.other()))
}

/// The words that name a table from year to year: of its caption, or the heading over it, the longest piece without digits.
pub fn name(checked: &Checked, table: &Table, stated: &[usize]) -> TableName {
    let heading = || {
        let figure = checked.figures.get(*stated.first()?)?;
        Some(figure.labels.headings.last()?.text.as_str())
    };
    let caption = table.caption.as_ref().map(|caption| caption.text.as_str());
    let words = caption.or_else(heading).map(piece);
    TableName {
        caption: words
            .into_iter()
            .filter(|words| !words.is_empty())
            .collect(),
        headers: Vec::new(),
    }
}

fn piece(caption: &str) -> String {
    let ends = |c: char| c.is_ascii_digit() || "()（）[]【】:：,，;；、|".contains(c);
    let longest = |also: fn(char) -> bool| {
        let pieces = caption.split(|c: char| ends(c) || also(c)).map(|piece| {
            let piece = piece.trim_matches(|c: char| c.is_whitespace() || "-._/—".contains(c));
            fold(piece.trim_start_matches(['年', '度', '月']))
        });
        let long = pieces.max_by_key(|piece| piece.chars().count());
        long.unwrap_or_default()
    };
    // In Chinese what follows a space is not the title any more, unless spaces stretch it.
    let before_space = longest(char::is_whitespace);
    match before_space.chars().all(is_cjk) && before_space.chars().count() > 3 {
        true => before_space,
        false => longest(|_| false),
    }
}

/// Ids that were given, each once.
pub struct Ids<'a> {
    family: &'a str,
    given: HashSet<String>,
}

impl<'a> Ids<'a> {
    pub fn new(family: &'a str) -> Self {
        Self {
            family,
            given: HashSet::new(),
        }
    }

    /// `report/revenue-by-fund-total`: the table and what is computed.
    pub fn next(&mut self, equation: &Equation, table: &Table) -> String {
        let named = equation.table.caption.first().map(|words| slug(words));
        let table = named
            .filter(|slug| !slug.is_empty())
            .unwrap_or_else(|| format!("table-{}", table.number));
        let how = match &equation.arithmetic {
            Arithmetic::Sum { .. } => "",
            Arithmetic::Average(_) => "-average",
            Arithmetic::Quotient { .. } => "-share",
            Arithmetic::Growth(_) => "-growth",
        };
        let result = slug(&equation.result.text);
        let base = format!("{}/{table}-{result}{how}", self.family);
        let base = base.trim_end_matches('-').to_owned();
        let mut id = base.clone();
        let mut number = 1;
        while !self.given.insert(id.clone()) {
            number += 1;
            id = format!("{base}-{number}");
        }
        id
    }
}

/// Letters and digits of a label, the rest as single dashes.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in fold(text).chars().take(SLUG) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}
