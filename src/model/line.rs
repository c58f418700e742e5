//! Rows and columns of tables by their names, and what a rule says that one is computed from.

use super::{Document, Figure, Label, Site, fold};
use rust_decimal::Decimal;
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// Rows or columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Axis {
    Row,
    Column,
}

impl Axis {
    pub fn other(self) -> Self {
        match self {
            Axis::Row => Axis::Column,
            Axis::Column => Axis::Row,
        }
    }
}

/// Between the labels of a path, as people write it: `Assets / Cash`.
pub const BETWEEN: &str = " / ";

/// A row (column) of a table that has figures.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its row (column) in the grid, 0-based.
    pub at: usize,
    /// The folded labels that name it, outermost first. Two halves of a table side by side have lines of their own in one row.
    pub path: Vec<String>,
    /// Column (row) of each figure to its index among the document's.
    pub cells: BTreeMap<usize, usize>,
}

/// The rows or columns of one table, in order.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    pub all: Vec<Line>,
    /// Those that end in a label.
    by_label: HashMap<String, Vec<usize>>,
}

/// The cells of each line by where it stands and what it is called.
type Cells = BTreeMap<(usize, Vec<String>), BTreeMap<usize, usize>>;

/// How a rule names a row or column: `Cash`, `Assets / Cash` where there are several, `Subtotal #2` for the second of that name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineName {
    /// As written.
    pub text: String,
    whole: Vec<String>,
    /// The name before `#`, and which of that name; from 1.
    nth: Option<(Vec<String>, usize)>,
}

/// What a name means in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    One(usize),
    None,
    /// It needs the label above, or a number.
    Many,
}

impl LineName {
    pub fn new(text: &str) -> Self {
        let nth = text.trim().rsplit_once('#').and_then(|(name, nth)| {
            let nth: usize = nth.trim().parse().ok()?;
            Some((path(name), nth)).filter(|(path, nth)| !path.is_empty() && *nth > 0)
        });
        Self {
            text: text.trim().to_owned(),
            whole: path(text),
            nth,
        }
    }

    /// Nothing that could be compared is left of it.
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty()
    }
}

/// The pieces of a written path, folded.
fn path(text: &str) -> Vec<String> {
    text.split(['/', '／'])
        .map(fold)
        .filter(|piece| !piece.is_empty())
        .collect()
}

impl Lines {
    /// The rows (columns) of each table by its block. Figures in rows whose columns are not known take no part.
    pub fn of_tables(
        document: &Document,
        figures: &[Figure],
        axis: Axis,
    ) -> BTreeMap<usize, Lines> {
        let mut tables: BTreeMap<usize, Cells> = BTreeMap::new();
        // A row's figures share its labels.
        let mut known: HashMap<*const Label, Vec<String>> = HashMap::new();
        for (index, figure) in figures.iter().enumerate() {
            let Site::Cell { block, row, column } = figure.site else {
                continue;
            };
            if !document.table(block).is_some_and(|t| t.is_aligned(row)) {
                continue;
            }
            let (at, across, labels) = match axis {
                Axis::Row => (row, column, &figure.labels.row),
                Axis::Column => (column, row, &figure.labels.column),
            };
            let folded = known
                .entry(Arc::as_ptr(labels).cast::<Label>())
                .or_insert_with(|| {
                    labels
                        .iter()
                        .flat_map(|label| path(&label.folded))
                        .collect()
                });
            let lines = tables.entry(block).or_default();
            let cells = lines.entry((at, folded.clone())).or_default();
            cells.insert(across, index);
        }
        let lines = |lines: Cells| {
            let all: Vec<Line> = lines
                .into_iter()
                .map(|((at, path), cells)| Line { at, path, cells })
                .collect();
            let mut by_label: HashMap<String, Vec<usize>> = HashMap::new();
            for (index, line) in all.iter().enumerate() {
                if let Some(own) = line.path.last() {
                    by_label.entry(own.clone()).or_default().push(index);
                }
            }
            Lines { all, by_label }
        };
        tables
            .into_iter()
            .map(|(block, table)| (block, lines(table)))
            .collect()
    }

    /// Indexes of the lines whose path ends in these labels; where some have no other label, only those.
    fn ending(&self, path: &[String]) -> Vec<usize> {
        let known = path.last().and_then(|own| self.by_label.get(own));
        let found: Vec<usize> = known
            .into_iter()
            .flatten()
            .copied()
            .filter(|&line| self.path(line).ends_with(path))
            .collect();
        let exact: Vec<usize> = found
            .iter()
            .copied()
            .filter(|&line| self.path(line) == path)
            .collect();
        if exact.is_empty() { found } else { exact }
    }

    fn path(&self, line: usize) -> &[String] {
        self.all.get(line).map_or(&[], |line| &line.path)
    }

    pub fn find(&self, name: &LineName) -> Named {
        let found = self.ending(&name.whole);
        match (found.as_slice(), &name.nth) {
            ([one], _) => Named::One(*one),
            ([], Some((path, nth))) => match self.ending(path).get(nth - 1) {
                Some(one) => Named::One(*one),
                None => Named::None,
            },
            ([], None) => Named::None,
            _ => Named::Many,
        }
    }

    /// The shortest name that means just this line: its own label, with the labels above, with its number. `labels`: as printed.
    /// `None` where it has no label.
    pub fn name(&self, line: usize, labels: &[String]) -> Option<LineName> {
        let means = |name: &LineName| self.find(name) == Named::One(line);
        let labels: Vec<&str> = labels
            .iter()
            .map(String::as_str)
            .filter(|label| !path(label).is_empty())
            .collect();
        let mut paths = (1..=labels.len()).map(|many| labels[labels.len() - many..].join(BETWEEN));
        if let Some(name) = paths.by_ref().map(|text| LineName::new(&text)).find(means) {
            return Some(name);
        }
        let whole = labels.join(BETWEEN);
        let among = self.ending(&path(&whole));
        let nth = among.iter().position(|&one| one == line)?;
        Some(LineName::new(&format!("{whole} #{}", nth + 1))).filter(means)
    }
}

/// Which tables a rule on lines is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableName {
    /// Folded words all of which stand in the caption, or in the heading over the table.
    pub caption: Vec<String>,
    /// Names of columns that the table has.
    pub headers: Vec<LineName>,
}

/// What a line is computed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    Sum {
        plus: Vec<LineName>,
        minus: Vec<LineName>,
    },
    Average(Vec<LineName>),
    /// The first divided by the second.
    Quotient {
        parts: [LineName; 2],
        /// The crossing line in which the second stands, where that is not the result's own: the total of which shares are taken.
        of: Option<LineName>,
    },
    /// (Second − first) ÷ first.
    Growth([LineName; 2]),
}

/// One row is computed from others in every column, or one column from others in every row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equation {
    pub table: TableName,
    pub axis: Axis,
    pub result: LineName,
    pub arithmetic: Arithmetic,
    /// What a quotient is multiplied by before it is compared: 100 for hundredths without a sign.
    pub times: Option<Decimal>,
    /// The crossing lines in which it must hold; all where none is named.
    pub only: Vec<LineName>,
    /// Those in which it need not hold.
    pub except: Vec<LineName>,
}

impl Equation {
    /// `合计 = 基本支出 + 项目支出`
    pub fn text(&self) -> String {
        let sum = |names: &[LineName], sign: &str| {
            let names: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
            names.join(sign)
        };
        let right = match &self.arithmetic {
            Arithmetic::Sum { plus, minus } => {
                let sign = match (plus.is_empty(), minus.is_empty()) {
                    (_, true) => "",
                    (true, false) => "−",
                    (false, false) => " − ",
                };
                format!("{}{sign}{}", sum(plus, " + "), sum(minus, " − "))
            }
            Arithmetic::Average(parts) => format!("({}) ÷ {}", sum(parts, " + "), parts.len()),
            Arithmetic::Quotient {
                parts: [above, below],
                of,
            } => match of {
                Some(of) => format!("{} ÷ {} [{}]", above.text, below.text, of.text),
                None => format!("{} ÷ {}", above.text, below.text),
            },
            Arithmetic::Growth([earlier, later]) => {
                let (earlier, later) = (&earlier.text, &later.text);
                format!("({later} − {earlier}) ÷ {earlier}")
            }
        };
        let times = match self.times {
            Some(times) => format!(" × {times}"),
            None => String::new(),
        };
        format!("{} = {right}{times}", self.result.text)
    }
}
