//! The sentence of a finding: what is stated, what it should be, the gap.

use super::Say;
use crate::model::{DecidedBy, Language, Measure, Relation, Severity, Unit};

impl Say {
    /// Instead of a name, where a figure has no label.
    pub fn nameless(self) -> &'static str {
        self.pick("该数", "this figure")
    }

    /// stated *sign* computed = value, gap.
    pub fn breach(self, stated: &str, relation: Relation, computed: &str, gap: &str) -> String {
        let sign = match relation {
            Relation::Equal => "≠",
            Relation::NotEqual => "=",
            Relation::AtMost => ">",
            Relation::AtLeast => "<",
            Relation::Less => "≥",
            Relation::Greater => "≤",
        };
        let comma = if gap.is_empty() {
            ""
        } else {
            self.pick("，", ", ")
        };
        format!("{stated} {sign} {computed}{comma}{gap}")
    }

    /// How far apart the two sides are: `positive` where the stated side is the larger one.
    pub fn gap(self, relation: Relation, positive: bool, amount: &str) -> String {
        match (relation, positive) {
            (Relation::AtMost | Relation::Less, _) => {
                self.around("超出 ", amount, "", "over by ", "")
            }
            (Relation::AtLeast | Relation::Greater, _) => {
                self.around("不足 ", amount, "", "short by ", "")
            }
            (_, true) => self.around("多 ", amount, "", "too high by ", ""),
            (_, false) => self.around("少 ", amount, "", "too low by ", ""),
        }
    }

    pub fn apart(self, amount: &str) -> String {
        self.around("相差 ", amount, "", "", " apart")
    }

    fn around(self, zh: &str, amount: &str, zh_after: &str, en: &str, en_after: &str) -> String {
        match self.0 {
            Language::Zh => format!("{zh}{amount}{zh_after}"),
            Language::En => format!("{en}{amount}{en_after}"),
        }
    }

    /// An amount with its unit: `103.18 万元`, `0.2 个百分点`.
    pub fn amount(self, number: &str, unit: &Unit) -> String {
        match unit.measure {
            Measure::Ratio if unit.power == -2 => {
                format!("{number} {}", self.pick("个百分点", "percentage points"))
            }
            _ if unit.word.is_empty() => number.to_owned(),
            _ => format!("{number} {}", unit.word),
        }
    }

    /// A gap that rounding explains.
    pub fn rounding(self, severity: Severity, stated: &str, computed: &str, gap: &str) -> String {
        let why = match severity {
            Severity::Note => self.pick("四舍五入的尾差可以解释", "which rounding explains"),
            _ => self.pick(
                "全部归于四舍五入才勉强说得通",
                "which rounding explains only at its very worst",
            ),
        };
        format!(
            "{stated} ≈ {computed}{}{gap}{}{why}",
            self.pick("，", ", "),
            self.pick("，", ", ")
        )
    }

    /// A gap between displayed figures whose stored ones agree.
    pub fn displayed(self, stated: &str, computed: &str, gap: &str) -> String {
        match self.0 {
            Language::Zh => format!(
                "{stated} ≈ {computed}，{gap}：单元格中存储的数相符，显示出来的数各自舍入，加起来不符"
            ),
            Language::En => format!(
                "{stated} ≈ {computed}, {gap}: the figures that the cells store agree, those that they display do not"
            ),
        }
    }

    /// A number typed in among formulas; `result`: what the formula would give, and how far that is from the number.
    pub fn typed(
        self,
        stated: &str,
        like: usize,
        down: bool,
        formula: &str,
        result: Option<(String, Option<String>)>,
    ) -> String {
        let line = match down {
            true => self.pick("列", "column"),
            false => self.pick("行", "row"),
        };
        let result = match (self.0, result) {
            (_, None) => String::new(),
            (Language::Zh, Some((value, None))) => format!("，算得 {value}，目前与之相等"),
            (Language::En, Some((value, None))) => {
                format!(", which gives {value}, the same for now")
            }
            (Language::Zh, Some((value, Some(gap)))) => format!("，算得 {value}，相差 {gap}"),
            (Language::En, Some((value, Some(gap)))) => {
                format!(", which gives {value}, {gap} apart")
            }
        };
        match self.0 {
            Language::Zh => format!(
                "{stated} 是直接录入的数，而同一{line}另有 {like} 个数由公式算出；此格照样应是 {formula}{result}"
            ),
            Language::En => format!(
                "{stated} is typed in, where {like} other figures of its {line} are formulas; here that would be {formula}{result}"
            ),
        }
    }

    /// A value computed from figures that are not simply added.
    pub fn computed_from(self, value: &str, terms: &str) -> String {
        match self.0 {
            Language::Zh => format!("{value}（由 {terms} 算得）"),
            Language::En => format!("{value} (computed from {terms})"),
        }
    }

    pub fn missing(self, name: &str) -> String {
        match self.0 {
            Language::Zh => format!("正文提到“{name}”，报告中没有这张表"),
            Language::En => format!("the text refers to “{name}”, which is not in the report"),
        }
    }

    /// Words that claim, and the breach that they deny.
    pub fn denied(self, words: &str, breach: &str) -> String {
        match self.0 {
            Language::Zh => format!("文中称“{words}”，但 {breach}"),
            Language::En => format!("the text says “{words}”, but {breach}"),
        }
    }

    pub fn differs(self, places: &str, gap: &str) -> String {
        let comma = if gap.is_empty() {
            ""
        } else {
            self.pick("，", ", ")
        };
        match self.0 {
            Language::Zh => format!("同一个数前后不一：{places}{comma}{gap}"),
            Language::En => format!("one figure, several values: {places}{comma}{gap}"),
        }
    }

    /// A figure followed by where it stands.
    pub fn at(self, figure: &str, place: &str) -> String {
        match self.0 {
            Language::Zh => format!("{figure}（{place}）"),
            Language::En => format!("{figure} ({place})"),
        }
    }

    /// Two labels of one figure: its row and its column.
    pub fn qualified(self, name: &str, by: &str) -> String {
        self.at(name, by)
    }

    /// In the middle of a long sum.
    pub fn folded_terms(self, count: usize) -> String {
        match self.0 {
            Language::Zh => format!("…（另 {count} 项）…"),
            Language::En => format!("… ({count} more) …"),
        }
    }

    /// Under the stated figure.
    pub fn should_be(self, value: &str) -> String {
        match self.0 {
            Language::Zh => format!("应为 {value}"),
            Language::En => format!("should be {value}"),
        }
    }

    /// Under the stated figure of a limit.
    pub fn limit(self, relation: Relation, value: &str) -> String {
        match self.0 {
            Language::Zh => format!("应 {} {value}", relation.sign()),
            Language::En => format!("should be {} {value}", relation.sign()),
        }
    }

    /// Beside a figure that a cause points at.
    pub fn suspect(self) -> &'static str {
        self.pick("← 疑在此", "← suspect")
    }

    pub fn suspect_should_be(self, value: &str) -> String {
        match self.0 {
            Language::Zh => format!("← 疑应为 {value}"),
            Language::En => format!("← perhaps {value}"),
        }
    }

    pub fn not_there(self) -> &'static str {
        self.pick("报告中没有", "not in the report")
    }

    pub fn claimed(self) -> &'static str {
        self.pick("此处断言", "claimed here")
    }

    pub fn stated_here(self) -> &'static str {
        self.pick("此处所列", "stated here")
    }

    /// Over a further excerpt.
    pub fn elsewhere(self, tie: bool) -> &'static str {
        if tie {
            self.pick("同一个数的另一处", "the same figure elsewhere")
        } else {
            self.pick("相关数字", "figures that take part")
        }
    }

    pub fn more_places(self, count: usize) -> String {
        match self.0 {
            Language::Zh => format!("另有 {count} 处"),
            Language::En => format!("{count} more"),
        }
    }

    /// What drew the line between agreeing and not.
    pub fn slack(self, slack: &str, decided_by: DecidedBy) -> String {
        match (self.0, decided_by) {
            (Language::Zh, DecidedBy::Printed) => format!("容许差 ±{slack}（按所列小数位数）"),
            (Language::Zh, DecidedBy::Exact) => "须完全相等".into(),
            (Language::Zh, DecidedBy::Absolute) => format!("容许差 ±{slack}（规则所定）"),
            (Language::Zh, DecidedBy::Relative) => format!("容许差 ±{slack}（规则按比例所定）"),
            (Language::En, DecidedBy::Printed) => {
                format!("allowed ±{slack}, from the printed decimals")
            }
            (Language::En, DecidedBy::Exact) => "must be exact".into(),
            (Language::En, DecidedBy::Absolute) => format!("allowed ±{slack}, set by the rule"),
            (Language::En, DecidedBy::Relative) => {
                format!("allowed ±{slack}, a share set by the rule")
            }
        }
    }
}
