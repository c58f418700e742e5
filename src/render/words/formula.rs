//! The words of formulas beside tables: rows and columns by their numbers, and how many lines a formula holds in.

use super::Say;

/// What a number counts.
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

impl Say {
    /// `rows 2–5, 7`; numbers in order.
    pub fn numbered(self, axis: Axis, numbers: &[usize]) -> String {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for &number in numbers {
            match runs.last_mut() {
                Some(run) if run.1 + 1 == number => run.1 = number,
                _ => runs.push((number, number)),
            }
        }
        let runs: Vec<String> = runs
            .iter()
            .map(|&(first, last)| match last - first {
                0 => first.to_string(),
                1 => format!("{first}{}{last}", self.comma()),
                _ => format!("{first}–{last}"),
            })
            .collect();
        let list = runs.join(self.comma());
        let (zh, one, many) = match axis {
            Axis::Row => ("行", "row", "rows"),
            Axis::Column => ("列", "column", "columns"),
        };
        match (self.is_zh(), numbers.len()) {
            (true, _) => format!("第 {list} {zh}"),
            (false, 1) => format!("{one} {list}"),
            (false, _) => format!("{many} {list}"),
        }
    }

    /// A row (column) of one certain column (row).
    pub fn crossing(self, axis: Axis, number: usize, other: usize) -> String {
        let own = self.numbered(axis, &[number]);
        let other = self.numbered(axis.other(), &[other]);
        format!("{own}{}{other}", self.pick("", ", "))
    }

    pub fn average_of(self, parts: &str) -> String {
        if self.is_zh() {
            format!("{parts}的平均数")
        } else {
            format!("average of {parts}")
        }
    }

    /// In how many of its lines a formula holds; `only` is the line where it is one.
    pub fn holding(self, axis: Axis, holds: usize, all: usize, only: usize) -> String {
        if all == 1 {
            let line = self.numbered(axis, &[only]);
            return match (self.is_zh(), holds) {
                (true, 0) => format!("{line}不符"),
                (true, _) => format!("{line}相符"),
                (false, 0) => format!("fails in {line}"),
                (false, _) => format!("holds in {line}"),
            };
        }
        let (zh, en) = match axis {
            Axis::Row => ("行", "rows"),
            Axis::Column => ("列", "columns"),
        };
        match (self.is_zh(), holds == all) {
            (true, true) => format!("{all} {zh}全部相符"),
            (true, false) => format!("{all} {zh}中 {holds} {zh}相符"),
            (false, true) => format!("all {all} {en} hold"),
            (false, false) => format!("{holds} of {all} {en} hold"),
        }
    }

    /// A line in which a formula fails: what is stated, and stated less computed.
    pub fn off_by(self, line: &str, stated: &str, gap: Option<&str>) -> String {
        match (self.is_zh(), gap) {
            (true, Some(gap)) => format!("{line}：{stated}，差 {gap}"),
            (true, None) => format!("{line}：{stated}"),
            (false, Some(gap)) => format!("{line}: {stated}, off by {gap}"),
            (false, None) => format!("{line}: {stated}"),
        }
    }

    /// Tables of which no formula is known.
    pub fn tables_without(self, numbers: &[usize]) -> String {
        let list: Vec<String> = numbers.iter().map(usize::to_string).collect();
        let list = list.join(self.comma());
        match (self.is_zh(), numbers.len()) {
            (true, _) => format!("表 {list}：{}", self.no_relations()),
            (false, 1) => format!("table {list}: {}", self.no_relations()),
            (false, _) => format!("tables {list}: {}", self.no_relations()),
        }
    }

    /// Before relations of sentences and between tables.
    pub fn elsewhere_related(self) -> &'static str {
        self.pick("文字中与表间：", "In the text and between tables:")
    }
}
