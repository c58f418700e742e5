//! What a sentence can claim of figures. A new one is a variant, its line in [`Saying::ALL`], and a rule that gives it words.

use super::Words;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Saying {
    Parts,
    Change,
    Share,
    Completion,
    PerUnit,
    Difference,
    Comparison,
    Nearly,
    ZeroBase,
    Restatement,
    Repetition,
    InWords,
    Reference,
    NoData,
    PercentSign,
    Unit,
    Residue,
    Unfinished,
    TitleYear,
}

/// (saying, its name in rule files, what holds in Chinese and in English).
type Line = (Saying, &'static str, &'static str, &'static str);

impl Saying {
    pub const ALL: [Line; 19] = [
        (
            Saying::Parts,
            "parts",
            "句中列出的各部分之和等于句中的总数。",
            "The parts that a sentence lists add up to its total.",
        ),
        (
            Saying::Change,
            "change",
            "句中增减的百分比（倍数）由句中的数算得出来。",
            "A change in per cent follows from the amounts of its sentence.",
        ),
        (
            Saying::Share,
            "share",
            "句中的占比由句中的数算得出来。",
            "A share follows from the amounts of its sentence.",
        ),
        (
            Saying::Completion,
            "completion",
            "句中完成预算的百分比由句中的数算得出来。",
            "A share of the budget follows from the amounts of its sentence.",
        ),
        (
            Saying::PerUnit,
            "per-unit",
            "句中的人均、车均、单价等于所说的金额除以所说的数量。",
            "An amount a head, a vehicle or a case is the amount divided by the count beside it.",
        ),
        (
            Saying::Difference,
            "difference",
            "句中的增减额、结余、差额等于所说两数之差。",
            "A change, balance or gap is the difference of the two figures that the sentence gives.",
        ),
        (
            Saying::Comparison,
            "comparison",
            "句中的“大于、小于、持平、未超”与所说的数相符。",
            "Words such as more, less, unchanged, within agree with the figures that they compare.",
        ),
        (
            Saying::Nearly,
            "nearly-equal",
            "句中说“基本持平”的两数相差不大。",
            "Two figures that a sentence calls nearly equal are close.",
        ),
        (
            Saying::ZeroBase,
            "zero-base",
            "基数为零时没有增减的百分比。",
            "There is no change in per cent from nothing.",
        ),
        (
            Saying::Restatement,
            "restatement",
            "句中重述的数与表中的数相同。",
            "A figure that a sentence repeats is the figure of the table.",
        ),
        (
            Saying::Repetition,
            "repetition",
            "各句重复说到的同一个数相同。",
            "A figure that several sentences give is the same in each.",
        ),
        (
            Saying::InWords,
            "in-words",
            "大写（文字）金额与数字相同。",
            "An amount in words is the amount in digits beside it.",
        ),
        (
            Saying::Reference,
            "reference",
            "文中提到的表在报告里。",
            "A table that the text refers to is in the report.",
        ),
        (
            Saying::NoData,
            "no-data",
            "说“本表无数据”的表里没有数。",
            "A table that is said to be empty has no figures.",
        ),
        (
            Saying::PercentSign,
            "percent-sign",
            "百分比带着 % 号和数。",
            "A percentage has its sign and its number.",
        ),
        (
            Saying::Unit,
            "unit",
            "金额带着单位。",
            "An amount has its unit.",
        ),
        (
            Saying::Residue,
            "residue",
            "没有留下模板里待选、待填的字样。",
            "No choice or blank of the form is left in the text.",
        ),
        (
            Saying::Unfinished,
            "unfinished",
            "句子写完了。",
            "The sentence is finished.",
        ),
        (
            Saying::TitleYear,
            "title-year",
            "标题写的年度是报告的年度。",
            "A title names the year of the report.",
        ),
    ];

    fn line(self) -> &'static Line {
        static LINES: [Line; 19] = Saying::ALL;
        LINES
            .iter()
            .find(|line| line.0 == self)
            .unwrap_or(&LINES[0])
    }

    /// As rule files name it.
    pub fn name(self) -> &'static str {
        self.line().1
    }

    pub fn named(name: &str) -> Option<Self> {
        let line = Self::ALL.into_iter().find(|line| line.1 == name)?;
        Some(line.0)
    }

    /// Whether it only ever objects: what is as it should be makes no claim.
    pub fn only_objects(self) -> bool {
        use Saying::*;
        matches!(self, ZeroBase | PercentSign | Unit | Residue | Unfinished)
    }

    /// What a rule of it holds a report to.
    pub fn claim(self) -> Words {
        let line = self.line();
        Words::new(line.2, line.3)
    }
}

#[cfg(test)]
mod tests {
    use super::Saying;

    #[test]
    fn each_saying_has_a_line_of_its_own() {
        for line in Saying::ALL {
            assert_eq!(
                (line.0.name(), Saying::named(line.1)),
                (line.1, Some(line.0))
            );
        }
    }
}
