//! The figures of a story, each with the role that the words around it give it.

use super::story::{Sign, Story};
use super::{naming, neighbour};
use crate::model::{Figure, Measure, Speech, Vocabulary};
use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// An amount that something has: 收入 100 万元.
    Level,
    /// An amount by which something changed: 增加 5 万元, or a change in points.
    Delta(Way),
    /// The same in per cent or times.
    Change(Way),
    /// 占 40%.
    Share,
    /// 完成预算的 98%, 执行率 98%.
    Completion,
    /// 结余率 2%.
    BalanceRate,
    /// The difference of two amounts whichever is larger: 相差 5 万元.
    Gap,
    /// A percentage of another sort.
    Rate,
}

pub struct Mention {
    /// Index among the document's figures.
    pub figure: usize,
    /// In the plain text, unit included.
    pub range: Range<usize>,
    /// Where the words that name it begin.
    pub own: usize,
    /// Where what follows it ends: the next sign or figure.
    pub tail: usize,
    /// Counted over the story: sentences, stretches between semicolons, brackets that are open.
    pub sentence: usize,
    pub group: usize,
    pub depth: usize,
    pub role: Role,
    /// Stated to compare with: 上年的 100 万元, from 100.
    pub base: bool,
    /// Its own words name a budget, an actual; income, expenditure; what is left.
    pub budget: bool,
    pub actual: bool,
    pub income: bool,
    pub expenditure: bool,
    pub left: bool,
    pub sum: bool,
    pub sign: Option<bool>,
    pub year: Option<i32>,
    /// In an explanation (主要原因是 …).
    pub reason: bool,
    /// Not exact, or not what the report gives: 约, 以上, 同口径; an average, which is no part of anything.
    pub loose: bool,
    /// An average that is loose for no other reason: it can still be compared.
    pub mean: bool,
    /// Each of a list, in the order of another.
    pub each: bool,
    /// For a completion or share: the figure right before it is its base (完成预算数 A 的 p%).
    pub of_last: bool,
    /// The same of the figure right after it (p% of total spending of A).
    pub of_next: bool,
    /// What it is a share of, as the words name it.
    pub of: Option<Range<usize>>,
    /// A share that only its bracket right after its amount tells.
    pub bracketed: bool,
}

impl Mention {
    /// Whether it can be held against another one like it.
    pub fn is_comparable(&self) -> bool {
        !self.loose || self.mean
    }
}

/// A word of grammar in a story.
pub type Cue = (Speech, Range<usize>);

/// A story with its figures and words of grammar.
pub struct Speaking<'a> {
    pub story: Story<'a>,
    pub cues: Vec<Cue>,
    pub mentions: Vec<Mention>,
    pub figures: &'a [Figure],
}

impl<'a> Speaking<'a> {
    /// `ids`: the document's figures that stand in the story, in order.
    pub fn new(
        story: Story<'a>,
        ids: Range<usize>,
        figures: &'a [Figure],
        vocabulary: &Vocabulary,
    ) -> Self {
        let cues = vocabulary.speech.search(&story.text);
        let mut speaking = Self {
            story,
            cues,
            mentions: Vec::new(),
            figures,
        };
        speaking.place(ids);
        for at in 0..speaking.mentions.len() {
            naming::read(&mut speaking, at);
        }
        neighbour::read(&mut speaking);
        speaking
    }

    pub fn figure(&self, at: usize) -> &'a Figure {
        &self.figures[self.mentions[at].figure]
    }

    pub fn figure_measure(&self, mention: &Mention) -> Measure {
        self.figures[mention.figure].amount.unit.measure
    }

    pub fn words(&self, range: Range<usize>) -> &str {
        self.story.text.get(range).unwrap_or("")
    }

    /// Whether a word compares with what follows: `than`, `over`.
    pub fn compares(&self, cue: &Cue) -> bool {
        cue.0 == Speech::Versus || self.words(cue.1.clone()) == "over"
    }

    /// Whether a word stands right after one of change: `an increase over`.
    pub fn follows_change(&self, cue: &Cue) -> bool {
        let before = self.cues[..self.cues.partition_point(|own| own.1.start < cue.1.start)].last();
        self.compares(cue)
            && before.is_some_and(|own| {
                matches!(own.0, Speech::Up | Speech::Down)
                    && self.words(own.1.end..cue.1.start).trim().is_empty()
            })
    }

    /// Makes a figure an amount or a rate of change.
    pub fn turn(&mut self, at: usize, way: Way) {
        let rate = self.figure(at).amount.unit.measure == Measure::Ratio;
        let mention = &mut self.mentions[at];
        mention.role = if rate {
            Role::Change(way)
        } else {
            Role::Delta(way)
        };
        mention.base = false;
    }

    /// The words between two figures.
    pub fn between(&self, before: usize, after: usize) -> &str {
        self.words(self.mentions[before].range.end..self.mentions[after].range.start)
    }

    /// Whether some words stand between a figure and the next one of its sentence.
    pub fn says_between(&self, at: usize, words: &str) -> bool {
        (self.mentions.get(at + 1)).is_some_and(|next| {
            next.sentence == self.mentions[at].sentence && self.between(at, at + 1).contains(words)
        })
    }

    /// `exceeded the budget of A by B`, `short of the A estimate by B`: whether B is told as by how much.
    pub fn is_by(&self, at: usize) -> bool {
        let own = &self.mentions[at];
        let words = self.own_words(at).trim();
        let noun = || {
            let joined = at > 0 && self.mentions[at - 1].range.end == own.own;
            let moves = self.cues_in(own.own..own.range.start).iter();
            joined
                && words.is_ascii()
                && words.len() <= 32
                && words.ends_with(" by")
                && !moves
                    .into_iter()
                    .any(|cue| matches!(cue.0, Speech::Up | Speech::Down))
        };
        words == "by" || noun()
    }

    /// The words that name a figure.
    pub fn own_words(&self, at: usize) -> &str {
        let mention = &self.mentions[at];
        self.words(mention.own..mention.range.start)
    }

    pub fn cues_in(&self, range: Range<usize>) -> &[Cue] {
        let from = self
            .cues
            .partition_point(|(_, cue)| cue.start < range.start);
        let to = self.cues.partition_point(|(_, cue)| cue.end <= range.end);
        self.cues.get(from..to.max(from)).unwrap_or(&[])
    }

    pub fn says(&self, range: Range<usize>, speech: Speech) -> bool {
        self.cues_in(range).iter().any(|cue| cue.0 == speech)
    }

    /// The range of the sentence around a place.
    pub fn sentence(&self, at: usize) -> Range<usize> {
        let ends = |sign: &Sign| matches!(sign, Sign::Stop | Sign::Break);
        let next = self.story.signs.partition_point(|(_, place)| *place < at);
        let (before, after) = self.story.signs.split_at(next);
        let start = before.iter().rev().find(|(sign, _)| ends(sign));
        let start = start.map_or(0, |(_, place)| place + 1);
        let end = after.iter().find(|(sign, _)| ends(sign));
        start..end.map_or(self.story.text.len(), |(_, place)| *place)
    }

    /// Finds the figures, and which sentence, clause and bracket each stands in.
    fn place(&mut self, ids: Range<usize>) {
        let story = &self.story;
        let (mut sentence, mut group, mut depth) = (0, 0, 0usize);
        let mut signs = story.signs.iter().copied().peekable();
        let mut last = 0;
        for figure in ids {
            let crate::model::Site::Prose { block, at, end, .. } = self.figures[figure].site else {
                continue;
            };
            let (Some(start), Some(end)) = (story.place(block, at), story.place(block, end)) else {
                continue;
            };
            while let Some((sign, _)) = signs.next_if(|(_, place)| *place < start) {
                match sign {
                    Sign::Break | Sign::Stop => {
                        sentence += 1;
                        group += 1;
                        depth = 0;
                    }
                    Sign::Semi => {
                        group += 1;
                    }
                    Sign::Open => depth += 1,
                    Sign::Close => depth = depth.saturating_sub(1),
                    Sign::Comma | Sign::Colon | Sign::Pause => {}
                }
            }
            while signs.next_if(|(_, place)| *place < end).is_some() {}
            let own = own_start(story, last, start);
            self.mentions.push(Mention {
                figure,
                range: start..end,
                own,
                tail: end,
                sentence,
                group,
                depth,
                role: Role::Level,
                base: false,
                budget: false,
                actual: false,
                income: false,
                expenditure: false,
                left: false,
                sum: false,
                sign: None,
                year: None,
                reason: false,
                loose: false,
                mean: false,
                each: false,
                of_last: false,
                of_next: false,
                of: None,
                bracketed: false,
            });
            last = end;
        }
        for at in 0..self.mentions.len() {
            let end = self.mentions[at].range.end;
            let sign = self.story.next_sign(end).map(|(_, place)| place);
            let next = self.mentions.get(at + 1).map(|next| next.range.start);
            let limit = sign.into_iter().chain(next).min();
            self.mentions[at].tail = limit.unwrap_or(self.story.text.len());
        }
    }

    /// Whether two figures are amounts of one kind.
    pub fn alike(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.figure(a).amount.unit, &self.figure(b).amount.unit);
        !matches!(a.measure, Measure::Ratio | Measure::Points)
            && !matches!(b.measure, Measure::Ratio | Measure::Points)
            && a.agrees_with(b)
    }
}

/// Where the words that name a figure begin: after the last sign that is not inside a closed bracket.
fn own_start(story: &Story<'_>, from: usize, to: usize) -> usize {
    let mut closed = 0usize;
    for &(sign, place) in story.signs_in(from..to).iter().rev() {
        match sign {
            Sign::Close => closed += 1,
            Sign::Open if closed > 0 => closed -= 1,
            _ if closed > 0 => {}
            _ => return place + story.text[place..].chars().next().map_or(1, char::len_utf8),
        }
    }
    from
}

/// The one year that some words name: `2022年`, `in 2019`.
pub fn year_in(words: &str) -> Option<i32> {
    match years_in(words).as_slice() {
        [year] => Some(*year),
        _ => None,
    }
}

pub fn years_in(words: &str) -> Vec<i32> {
    let bytes = words.as_bytes();
    let mut years = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let length = bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let alone = at == 0 || !matches!(bytes[at - 1], b'.' | b',' | b'$');
        if length == 4
            && alone
            && let Some(year) = words.get(at..at + 4).and_then(|digits| digits.parse().ok())
            && (1950..=2100).contains(&year)
            && !years.contains(&year)
        {
            years.push(year);
        }
        at += length.max(1);
    }
    years
}
