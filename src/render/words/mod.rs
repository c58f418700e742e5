//! Every word that an output says, in Chinese and in English.

mod bound;
mod finding;
mod formula;
mod page;
mod rule;
mod summary;
mod trial;

use crate::model::{Language, Severity};

/// A language to speak in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Say(pub Language);

impl Say {
    fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self.0 {
            Language::Zh => zh,
            Language::En => en,
        }
    }

    fn is_zh(self) -> bool {
        self.0 == Language::Zh
    }

    pub fn severity(self, severity: Severity) -> &'static str {
        match severity {
            Severity::Error => self.pick("错误", "error"),
            Severity::Warning => self.pick("警告", "warning"),
            Severity::Note => self.pick("提示", "note"),
        }
    }

    pub fn colon(self) -> &'static str {
        self.pick("：", ": ")
    }

    pub fn semicolon(self) -> &'static str {
        self.pick("；", "; ")
    }

    /// Between two sentences.
    pub fn space(self) -> &'static str {
        self.pick("", " ")
    }

    pub fn comma(self) -> &'static str {
        self.pick("、", ", ")
    }

    /// A label before words of a footer: `原因：`, `cause: `.
    pub fn cause(self) -> &'static str {
        self.pick("可能原因：", "likely cause: ")
    }

    pub fn help(self) -> &'static str {
        self.pick("如何处理：", "what to do: ")
    }

    pub fn also(self) -> &'static str {
        self.pick("同因之处：", "same cause: ")
    }

    /// Before further figures that rounding explains.
    pub fn likewise(self) -> &'static str {
        self.pick("另有：", "likewise: ")
    }

    pub fn place(self) -> &'static str {
        self.pick("位置：", "place: ")
    }

    pub fn rule(self) -> &'static str {
        self.pick("规则：", "rule: ")
    }

    pub fn line(self, line: usize) -> String {
        if self.is_zh() {
            format!("第 {line} 行")
        } else {
            format!("line {line}")
        }
    }

    pub fn lines(self, lines: &[usize]) -> String {
        const SHOWN: usize = 5;
        let mut list = lines
            .iter()
            .take(SHOWN)
            .map(usize::to_string)
            .collect::<Vec<_>>()
            .join(self.comma());
        if lines.len() > SHOWN {
            list.push_str(self.pick("…", ", …"));
        }
        match (self.0, lines.len()) {
            (Language::Zh, _) => format!("第 {list} 行"),
            (Language::En, 1) => format!("line {list}"),
            (Language::En, _) => format!("lines {list}"),
        }
    }

    pub fn table(self, number: usize) -> String {
        if self.is_zh() {
            format!("表 {number}")
        } else {
            format!("table {number}")
        }
    }

    /// Where a cell stands, as a person says it; numbers count from 1.
    pub fn cell(self, table: usize, row: usize, column: usize) -> String {
        if self.is_zh() {
            format!("表 {table} 第 {row} 行第 {column} 列")
        } else {
            format!("table {table}, row {row}, column {column}")
        }
    }

    pub fn rows(self, rows: &[usize]) -> String {
        let list = rows
            .iter()
            .map(usize::to_string)
            .collect::<Vec<_>>()
            .join(self.comma());
        match (self.0, rows.len()) {
            (Language::Zh, _) => format!("第 {list} 行"),
            (Language::En, 1) => format!("row {list}"),
            (Language::En, _) => format!("rows {list}"),
        }
    }

    pub fn unit(self) -> &'static str {
        self.pick("单位：", "unit: ")
    }

    pub fn not_aligned(self) -> &'static str {
        self.pick(
            "看不出数值属于哪一列",
            "no telling which column a value stands in",
        )
    }

    pub fn rows_not_aligned(self, rows: &[usize]) -> String {
        format!(
            "{}{}{}",
            self.rows(rows),
            self.pick("", ": "),
            self.not_aligned()
        )
    }

    pub fn notice(self) -> &'static str {
        self.pick("注意：", "notice: ")
    }

    /// What is said of inputs in which nothing could be checked.
    pub fn nothing_checked(self, figures: usize) -> String {
        match (self.0, figures) {
            (_, 0) => self.no_figures().to_owned(),
            (Language::Zh, _) => {
                format!("没有可核对的内容：{figures} 个数字，没有一个能与其他数字勾稽")
            }
            (Language::En, 1) => {
                "nothing to check: there is one figure, and no check could tie it to another".into()
            }
            (Language::En, _) => format!(
                "nothing to check: there are {figures} figures, and no check could tie any of them to another"
            ),
        }
    }

    pub fn nothing_checked_help(self) -> &'static str {
        self.pick(
            "用 `tieout read 文件` 查看读到的内容，用 `tieout figures 文件` 查看读到的数字；空白模板没有可核对的内容",
            "`tieout read FILE` shows what was read, `tieout figures FILE` the figures; a blank form holds nothing to check",
        )
    }

    pub fn no_figures(self) -> &'static str {
        self.pick("没有找到可以核对的数字", "no figure to check was found")
    }

    pub fn no_relations(self) -> &'static str {
        self.pick(
            "没有发现表内勾稽关系",
            "no arithmetic between figures was found",
        )
    }

    pub fn holds(self, holds: bool) -> &'static str {
        if holds {
            self.pick("相符", "holds")
        } else {
            self.pick("不符", "fails")
        }
    }

    pub fn indeterminate(self) -> &'static str {
        self.pick("无法判断", "cannot be told")
    }

    /// How many checks bind a figure.
    pub fn ticks(self, ticks: usize) -> String {
        if self.is_zh() {
            match ticks {
                0 => "未核对".into(),
                n => format!("核对 {n} 项"),
            }
        } else {
            match ticks {
                0 => "not checked".into(),
                1 => "1 check".into(),
                n => format!("{n} checks"),
            }
        }
    }

    pub fn figures_tied(self, tied: usize, figures: usize) -> String {
        if self.is_zh() {
            format!("共 {figures} 个数字，其中 {tied} 个至少有一项核对")
        } else {
            format!("{}, {tied} of them tied", counted(figures, "figure"))
        }
    }

    pub fn supported(self) -> &'static str {
        self.pick("依据", "because of")
    }

    pub fn support(self, name: &str) -> String {
        match (self.0, name) {
            (Language::Zh, "printed") => "印出的算式".into(),
            (_, "printed") => "printed formula".into(),
            (Language::Zh, "label") => "标签".into(),
            (Language::Zh, "column") => "其他列".into(),
            (Language::Zh, "row") => "其他行".into(),
            (Language::Zh, "meaning") => "含义".into(),
            (_, name) => name.to_owned(),
        }
    }

    pub fn average(self) -> &'static str {
        self.pick("平均数", "average of")
    }
}

/// `1 table`, `2 tables`.
fn counted(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}
