//! The words of formulas beside tables: rows and columns by their numbers, and how many lines a formula holds in.

use super::Say;
use crate::model::Axis;

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

    /// The head of a file of suggested rules.
    pub fn suggested_from(self, path: &str) -> String {
        match self.is_zh() {
            true => {
                format!("tieout 在 {path} 中找到的关系，写成规则。逐条看过再留用：可改，可删。")
            }
            false => format!(
                "Relations that tieout found in {path}, as rules. Look at each before you keep it: change it, or delete it."
            ),
        }
    }

    pub fn nothing_suggested(self, path: &str) -> String {
        match self.is_zh() {
            true => format!("{path}：没有找到可写成规则的关系。"),
            false => format!("{path}: no relation was found that a rule could say."),
        }
    }

    /// Relations that no rule can say.
    pub fn unsaid(self, table: usize, count: usize) -> String {
        match (self.is_zh(), count) {
            (true, _) => {
                format!("表 {table} 有 {count} 个关系未写：行或列没有名称，或同名分不清。")
            }
            (false, 1) => format!(
                "Table {table}: 1 relation is not written, for a row or column has no name of its own."
            ),
            (false, _) => format!(
                "Table {table}: {count} relations are not written, for a row or column has no name of its own."
            ),
        }
    }

    /// Before a suggested rule that does not hold everywhere.
    pub fn broken_rule(self, table: usize, holds: usize) -> String {
        match self.is_zh() {
            true => format!(
                "表 {table} 中 {holds} 处相符，下列各处不符，故未启用。要用，去掉行首的 #："
            ),
            false => format!(
                "Table {table}: holds in {holds} places and not in those below, so it is left out. To use it, delete the # of its lines:"
            ),
        }
    }

    /// Why a suggested rule may be believed.
    pub fn suggested_why(self, path: &str, table: usize, axis: Axis, holds: usize) -> String {
        let (zh, one, many) = match axis {
            Axis::Row => ("列", "column", "columns"),
            Axis::Column => ("行", "row", "rows"),
        };
        match (self.is_zh(), holds) {
            (true, _) => format!("{path} 的表 {table} 中有 {holds} {zh}是这样计算的。"),
            (false, 1) => format!("It is so in 1 {one} of table {table} of {path}."),
            (false, _) => format!("It is so in {holds} {many} of table {table} of {path}."),
        }
    }

    pub fn should_be_too(self, stated: &str, computed: &str) -> String {
        match self.is_zh() {
            true => format!("{stated}，应为 {computed}"),
            false => format!("{stated}, should be {computed}"),
        }
    }
}
