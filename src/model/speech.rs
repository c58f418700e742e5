//! The words that give sentences their grammar, found in running text.

use rustc_hash::FxHashMap;
use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Speech {
    /// 其中, of which: the parts of an amount follow.
    OfWhich,
    /// 构成: the parts of an amount stand before it, after 由.
    Composed,
    /// 合计, for a total of: the sum of what stands before it, or of a list.
    Sum,
    /// 加, plus.
    Plus,
    /// 减, less.
    Minus,
    /// 除, except: a part that is left out.
    Except,
    /// 增加, increase.
    Up,
    /// 减少, decrease.
    Down,
    /// 增加到, to: where a change ends.
    Reach,
    /// 由, from: where a change begins.
    From,
    /// 比, compared with: what follows is compared with.
    Versus,
    /// 上年, last year.
    Prior,
    /// 占, representing: a part's share.
    Share,
    /// 完成, of the: a share of a plan.
    Done,
    /// 执行率: what was spent of what was planned.
    Execution,
    /// 结余率: what was left of what was planned.
    BalanceRate,
    /// 预算数, budget.
    Budget,
    /// 决算数, actual.
    Actual,
    /// 收入: one side of a balance.
    Income,
    /// 支出: the other.
    Expenditure,
    /// 持平, unchanged.
    Same,
    /// 基本持平, nearly unchanged.
    Nearly,
    /// 大于, more than.
    More,
    /// 小于, less than.
    Fewer,
    /// 未超, within.
    Within,
    /// 只减不增: nothing went up.
    NoRise,
    /// 收支平衡: both sides are equal.
    Balanced,
    /// 相差: the difference of two figures.
    Gap,
    /// 结余: what is left.
    Left,
    /// 分别, respectively: a list in the order of another.
    Each,
    /// 主要原因是, due to: an explanation follows.
    Reason,
    /// 同口径, excluding: the figures are not those that the report gives.
    Other,
    /// 平均, average: the figure beside it is a mean.
    Mean,
    /// 约, at least: the figure beside it is not exact.
    Rough,
    /// 以上, or more: the figure before it is not exact.
    RoughAfter,
    /// 大写: the same amount in words follows.
    InFigures,
    /// 本表无数据: this table has no figures.
    NoData,
    /// Words that hold another word without its meaning: 加强, 比例.
    Inert,
}

impl Speech {
    /// Each class with its name in vocabulary files.
    pub const ALL: [(Speech, &'static str); 38] = [
        (Speech::OfWhich, "of_which"),
        (Speech::Composed, "composed"),
        (Speech::Sum, "sum"),
        (Speech::Plus, "plus"),
        (Speech::Minus, "minus"),
        (Speech::Except, "except"),
        (Speech::Up, "up"),
        (Speech::Down, "down"),
        (Speech::Reach, "reach"),
        (Speech::From, "from"),
        (Speech::Versus, "versus"),
        (Speech::Prior, "prior"),
        (Speech::Share, "share"),
        (Speech::Done, "done"),
        (Speech::Execution, "execution"),
        (Speech::BalanceRate, "balance_rate"),
        (Speech::Budget, "budget"),
        (Speech::Actual, "actual"),
        (Speech::Income, "income"),
        (Speech::Expenditure, "expenditure"),
        (Speech::Same, "same"),
        (Speech::Nearly, "nearly"),
        (Speech::More, "more"),
        (Speech::Fewer, "fewer"),
        (Speech::Within, "within"),
        (Speech::NoRise, "no_rise"),
        (Speech::Balanced, "balanced"),
        (Speech::Gap, "gap"),
        (Speech::Left, "left"),
        (Speech::Each, "each"),
        (Speech::Reason, "reason"),
        (Speech::Other, "other"),
        (Speech::Mean, "mean"),
        (Speech::Rough, "rough"),
        (Speech::RoughAfter, "rough_after"),
        (Speech::InFigures, "in_figures"),
        (Speech::NoData, "no_data"),
        (Speech::Inert, "inert"),
    ];

    pub fn named(name: &str) -> Option<Self> {
        let (speech, _) = Self::ALL.into_iter().find(|(_, own)| *own == name)?;
        Some(speech)
    }
}

/// Folded words and what each means, looked up at every place of a text: the longest first.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    words: FxHashMap<String, Speech>,
    /// First character of the words → their lengths in bytes, the longest first.
    lengths: FxHashMap<char, Vec<usize>>,
}

impl Lexicon {
    /// The class that the word had before, if any.
    pub fn learn(&mut self, folded: String, speech: Speech) -> Option<Speech> {
        let first = folded.chars().next()?;
        let lengths = self.lengths.entry(first).or_default();
        if let Err(at) = lengths.binary_search_by(|length| folded.len().cmp(length)) {
            lengths.insert(at, folded.len());
        }
        self.words.insert(folded, speech)
    }

    /// The words of a folded text, from left to right. Words written with letters match whole words only.
    pub fn search(&self, text: &str) -> Vec<(Speech, Range<usize>)> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(first) = text[at..].chars().next() {
            let hit = self.lengths.get(&first).and_then(|lengths| {
                lengths.iter().find_map(|&length| {
                    let end = at + length;
                    let speech = *self.words.get(text.get(at..end)?)?;
                    super::vocabulary::is_whole(text, at, end).then_some((speech, end))
                })
            });
            match hit {
                Some((speech, end)) => {
                    found.push((speech, at..end));
                    at = end;
                }
                None => at += first.len_utf8(),
            }
        }
        found
    }
}
