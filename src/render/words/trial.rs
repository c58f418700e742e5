//! The words of rules tried with their own examples.

use super::Say;
use crate::model::Language;

impl Say {
    pub fn example_of(self, passes: bool, number: usize) -> String {
        match (self.0, passes) {
            (Language::Zh, true) => format!("应通过的例子 {number}"),
            (Language::Zh, false) => format!("应发现问题的例子 {number}"),
            (Language::En, true) => format!("passing example {number}"),
            (Language::En, false) => format!("failing example {number}"),
        }
    }

    pub fn no_example(self) -> &'static str {
        self.pick("没有例子", "no examples")
    }

    /// Whether the examples of a rule do what they say.
    pub fn as_said(self, is: bool) -> &'static str {
        match is {
            true => self.pick("相符", "ok"),
            false => self.pick("不符", "fails"),
        }
    }

    pub fn nothing_to_change(self) -> &'static str {
        self.pick("没有可改的数", "no figures to change")
    }

    pub fn killed_of(self, killed: usize, figures: usize) -> String {
        match self.0 {
            Language::Zh => format!("改动 {figures} 个数，发现 {killed} 个"),
            Language::En => format!("{killed} of {figures} changed figures found"),
        }
    }

    /// A figure that may be anything: its example and line, its labels, itself, what was put in its place.
    pub fn survived(self, place: (usize, usize), name: &str, text: &str, changes: &str) -> String {
        let (example, line) = place;
        match self.0 {
            Language::Zh => {
                format!(
                    "应通过的例子 {example} 第 {line} 行 {name} {text}：改成 {changes} 都没有发现"
                )
            }
            Language::En => format!(
                "passing example {example}, line {line}, {name} {text}: {changes} would not be found"
            ),
        }
    }

    pub fn tried(self, rules: usize, examples: usize, amiss: usize, without: usize) -> String {
        let mut words = match self.0 {
            Language::Zh => format!("{rules} 条规则，{examples} 个例子，{amiss} 个不符"),
            Language::En => format!(
                "{rules} rule{}, {examples} example{}, {amiss} of them not as said",
                s(rules),
                s(examples)
            ),
        };
        if without > 0 {
            words.push_str(&match self.0 {
                Language::Zh => format!("；{without} 条规则没有通过和不通过的例子"),
                Language::En => format!("; {without} without a passing and a failing one"),
            });
        }
        words
    }

    pub fn killed_share(self, killed: usize, figures: usize, percent: &str) -> String {
        match self.0 {
            Language::Zh => format!("改动 {figures} 个数，发现 {killed} 个（{percent}%）"),
            Language::En => {
                format!("{killed} of {figures} changed figures found ({percent} %)")
            }
        }
    }
}

fn s(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
