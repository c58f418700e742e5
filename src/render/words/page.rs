//! The words of pages that are read in a browser or in a merge request.

use super::{Say, counted};
use crate::model::{Language, Severity};

impl Say {
    pub fn report_title(self) -> &'static str {
        self.pick("数字核对结果", "Check of the figures")
    }

    pub fn place_title(self) -> &'static str {
        self.pick("位置", "place")
    }

    pub fn finding_title(self) -> &'static str {
        self.pick("问题", "finding")
    }

    pub fn rule_title(self) -> &'static str {
        self.pick("规则", "rule")
    }

    pub fn report(self) -> &'static str {
        self.pick("报告", "report")
    }

    pub fn tables_title(self) -> &'static str {
        self.pick("表", "tables")
    }

    pub fn figures_title(self) -> &'static str {
        self.pick("数字", "figures")
    }

    pub fn tied_title(self) -> &'static str {
        self.pick("已勾稽", "tied")
    }

    /// Heads a column of numbers of findings.
    pub fn severities(self, severity: Severity) -> &'static str {
        match severity {
            Severity::Error => self.pick("错误", "errors"),
            Severity::Warning => self.pick("警告", "warnings"),
            Severity::Note => self.pick("提示", "notes"),
        }
    }

    pub fn figure_title(self) -> &'static str {
        self.pick("数字", "figure")
    }

    pub fn name_title(self) -> &'static str {
        self.pick("名称", "what it is")
    }

    pub fn stated_title(self) -> &'static str {
        self.pick("报告所列", "stated")
    }

    pub fn computed_title(self) -> &'static str {
        self.pick("计算所得", "computed")
    }

    pub fn gap_title(self) -> &'static str {
        self.pick("差额", "gap")
    }

    pub fn unread_title(self) -> &'static str {
        self.pick("无法读取", "could not be read")
    }

    pub fn accepted_title(self) -> &'static str {
        self.pick("已知并接受的问题", "known and accepted")
    }

    pub fn details(self) -> &'static str {
        self.pick("每个问题的各数", "the figures of each finding")
    }

    /// What follows where not all is told.
    pub fn findings_left_out(self, count: usize) -> String {
        match self.0 {
            Language::Zh => format!("另有 {count} 个问题未列出"),
            Language::En => format!("{} not listed", counted(count, "more finding")),
        }
    }

    /// Who wrote a page.
    pub fn written_by(self) -> String {
        let version = env!("CARGO_PKG_VERSION");
        match self.0 {
            Language::Zh => format!("由 tieout {version} 生成，数字均按报告所列精确计算"),
            Language::En => {
                format!("Written by tieout {version}; every figure is computed exactly as printed")
            }
        }
    }
}
