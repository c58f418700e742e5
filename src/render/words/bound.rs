//! The words of rules bound to a report.

use super::Say;
use crate::model::Language;

impl Say {
    pub fn claims(self, count: usize) -> String {
        match self.0 {
            Language::Zh => format!("核对 {count} 处"),
            Language::En if count == 1 => "holds 1 figure to account".to_owned(),
            Language::En => format!("holds {count} figures to account"),
        }
    }

    pub fn not_bound(self, reason: &str) -> String {
        match self.0 {
            Language::Zh => format!("没有核对：{reason}"),
            Language::En => format!("binds nothing: {reason}"),
        }
    }

    pub fn no_figure(self) -> &'static str {
        self.pick("没有，也没有相近的标签", "nothing, and no label is near")
    }

    pub fn nearest(self, labels: &str) -> String {
        match self.0 {
            Language::Zh => format!("没有；最相近的标签：{labels}"),
            Language::En => format!("nothing; the nearest labels: {labels}"),
        }
    }

    pub fn near(self, label: &str, like: &str) -> String {
        match self.0 {
            Language::Zh => format!("“{label}”（像“{like}”）"),
            Language::En => format!("“{label}” (like “{like}”)"),
        }
    }

    pub fn of_other_values(self, figures: &str) -> String {
        match self.0 {
            Language::Zh => format!("没有；同一概念、别的范围：{figures}"),
            Language::En => format!("nothing; the same of other values: {figures}"),
        }
    }

    pub fn not_for_this(self, rules: &str) -> String {
        match self.0 {
            Language::Zh => format!("不适用于这份报告：{rules}"),
            Language::En => format!("not for this report: {rules}"),
        }
    }

    pub fn more_figures(self, count: usize) -> String {
        match self.0 {
            Language::Zh => format!("另有 {count} 个"),
            Language::En => format!("{count} more"),
        }
    }

    pub fn figure_at(self, name: &str, text: &str, place: &str) -> String {
        match self.0 {
            Language::Zh => format!("{name} {text}（{place}）"),
            Language::En => format!("{name} {text} ({place})"),
        }
    }

    pub fn how_to_allow(self, id: &str) -> String {
        match self.0 {
            Language::Zh => format!(
                "一处：tieout.toml 里写 [[allow]]（rule = \"{id}\"、gap、reason），或在报告该处前面写 <!-- tieout: allow {id} 理由 -->\n全部：tieout check --ignore {id}，或 tieout.toml 里 ignore = [\"{id}\"]"
            ),
            Language::En => format!(
                "one finding: [[allow]] in tieout.toml with rule = \"{id}\", gap and reason, or <!-- tieout: allow {id} the reason --> before it in the report\nall: tieout check --ignore {id}, or ignore = [\"{id}\"] in tieout.toml"
            ),
        }
    }
}
