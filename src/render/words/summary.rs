//! The words of the summary that ends a run.

use super::{Say, counted};
use crate::model::Language;

impl Say {
    pub fn read_counts(
        self,
        documents: usize,
        tables: usize,
        figures: usize,
        tied: usize,
    ) -> String {
        match self.0 {
            Language::Zh => {
                format!("{documents} 份文件，{tables} 张表，{figures} 个数字，其中 {tied} 个已勾稽")
            }
            Language::En => format!(
                "{}, {}, {}, {tied} of them tied",
                counted(documents, "document"),
                counted(tables, "table"),
                counted(figures, "figure"),
            ),
        }
    }

    pub fn found_counts(self, errors: usize, warnings: usize, notes: usize) -> String {
        match self.0 {
            Language::Zh => format!("错误 {errors}，警告 {warnings}，提示 {notes}"),
            Language::En => format!(
                "{}, {}, {}",
                counted(errors, "error"),
                counted(warnings, "warning"),
                counted(notes, "note")
            ),
        }
    }

    /// Findings that are known and not told again.
    pub fn accepted(self, count: usize) -> String {
        match self.0 {
            Language::Zh => format!("另有 {count} 个已知问题"),
            Language::En => format!("{} accepted", counted(count, "known finding")),
        }
    }

    pub fn complaints_title(self) -> &'static str {
        self.pick("例外与基线：", "exceptions and baseline:")
    }

    pub fn coverage_title(self) -> &'static str {
        self.pick("已勾稽的数字：", "figures that are tied:")
    }

    pub fn in_sentences(self) -> &'static str {
        self.pick("正文", "sentences")
    }

    pub fn untied_title(self) -> &'static str {
        self.pick("未勾稽：", "not tied:")
    }

    pub fn nothing_found(self) -> &'static str {
        self.pick("未发现问题", "no findings")
    }

    pub fn could_not_check(self) -> &'static str {
        self.pick("未能核对：", "could not be checked:")
    }

    pub fn unread(self, count: usize) -> String {
        match self.0 {
            Language::Zh => format!("{count} 处输入无法读取"),
            Language::En => format!("{} could not be read", counted(count, "input")),
        }
    }

    pub fn unbound(self, count: usize) -> String {
        match self.0 {
            Language::Zh => format!("未能套用 {count} 次"),
            Language::En => format!("could not be applied ({count}×)"),
        }
    }

    pub fn undecided(self, count: usize) -> String {
        match self.0 {
            Language::Zh => format!("{count} 处无法判断"),
            Language::En => format!("could not be decided ({count}×)"),
        }
    }

    pub fn and_more(self, count: usize) -> String {
        match self.0 {
            Language::Zh => format!("……另有 {count} 条，--format json 列出全部"),
            Language::En => format!("… and {count} more; --format json lists all"),
        }
    }
}
