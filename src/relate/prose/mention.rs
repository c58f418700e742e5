//! The figures of a story, each with the role that the words around it give it.

use super::neighbour;
use super::story::{Sign, Story};
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
    /// Not exact, or not what the report gives: 约, 以上, 同口径.
    pub loose: bool,
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
            speaking.name(at);
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
    fn follows_change(&self, cue: &Cue) -> bool {
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

    /// Reads the words around one figure.
    fn name(&mut self, at: usize) {
        let mention = &self.mentions[at];
        let figure = &self.figures[mention.figure];
        let (start, end) = (mention.range.start, mention.range.end);
        let own = mention.own..start;
        let cues = self.cues_in(own.clone()).to_vec();
        let has = |speech: Speech| cues.iter().any(|(own, _)| *own == speech);
        let tail = self.words(end..mention.tail);
        let gap = |cue: &Cue| self.words(cue.1.end..start);
        let near = |cue: &Cue| {
            let between = gap(cue);
            let inside = between.contains(')') && !between.contains('(');
            between.chars().count() <= if between.is_ascii() { 48 } else { 14 }
                && !between.contains('的')
                && !inside
        };
        let before = at.checked_sub(1).map(|before| &self.mentions[before]);
        let joined = before.is_some_and(|before| {
            before.range.end == own.start && before.sentence == mention.sentence
        });
        let year = year_in(self.words(own.clone())).or_else(|| year_in(tail));
        let prior = has(Speech::Prior) || self.says(end..mention.tail, Speech::Prior);
        let opens = |cue: &Cue| self.words(own.start..cue.1.start).trim().is_empty();
        let dated = |cue: &Cue| year_in(gap(cue)).is_some();
        let compared = cues.iter().rev().any(|cue| match cue.0 {
            Speech::Versus | Speech::From if gap(cue).trim().len() <= 1 => true,
            // `比2021年的 A`, `over the A received in 2021`
            Speech::Versus => opens(cue) && (dated(cue) || gap(cue).is_ascii()),
            // `an increase of B over the adopted budget of A`
            _ if self.compares(cue) && gap(cue).trim().len() > 1 => {
                let moved = |before: &Mention| matches!(before.role, Role::Delta(_));
                opens(cue) && joined && before.is_some_and(moved)
            }
            _ => false,
        });
        let from = cues.iter().any(|cue| {
            let ends = |other: &Cue| other.0 == Speech::Reach && other.1.start >= cue.1.end;
            cue.0 == Speech::From
                // `$2.2 million from the county and $1.4 million from …`
                && !gap(cue).trim_end().ends_with(" and")
                && !cues.iter().any(ends)
                && (opens(cue) || dated(cue) || self.says(cue.1.end..start, Speech::Prior))
        });
        let measure = figure.amount.unit.measure;
        let rate = measure == Measure::Ratio;
        // `降幅达 32%` is the change itself.
        let size = |cue: &Cue| {
            rate && cue.0 == Speech::Reach && self.words(cue.1.clone()).starts_with('达')
        };
        let decisive = cues.iter().rev().filter(|cue| !size(cue)).find(|cue| {
            use Speech::*;
            matches!(
                cue.0,
                Up | Down
                    | Reach
                    | Gap
                    | Left
                    | More
                    | Fewer
                    | Within
                    | Share
                    | Execution
                    | BalanceRate
            )
        });
        let way = |speech: Speech| {
            if speech == Speech::Up {
                Way::Up
            } else {
                Way::Down
            }
        };
        let mut role = match decisive {
            Some(cue) if matches!(cue.0, Speech::Up | Speech::Down) && near(cue) => {
                let way = way(cue.0);
                // `rose from A to B`, `higher than A`, `an increase over A`
                let starts = cues.iter().any(|other| {
                    let next = self.words(cue.1.end..other.1.start).trim().is_empty();
                    other.1.start >= cue.1.end
                        && (matches!(other.0, Speech::From | Speech::Reach) && !size(other)
                            || next && self.compares(other) && gap(other).is_ascii())
                });
                match (starts, rate) {
                    (true, _) => Role::Level,
                    (false, true) => Role::Change(way),
                    (false, false) => Role::Delta(way),
                }
            }
            Some((Speech::Share, _)) if rate => Role::Share,
            Some((Speech::Execution, _)) if rate => Role::Completion,
            Some((Speech::BalanceRate, _)) if rate => Role::BalanceRate,
            Some(cue @ (Speech::Gap, _)) if near(cue) && !rate => Role::Gap,
            _ if rate => Role::Rate,
            _ => Role::Level,
        };
        let mut of_last = false;
        let mut of = None;
        let words = self.words(own.clone()).trim();
        if rate {
            let of_phrase = words.ends_with('的');
            let done = has(Speech::Done) || has(Speech::Share) || words.starts_with('为');
            if has(Speech::Budget) && done && (of_phrase || has(Speech::Share)) {
                role = Role::Completion;
                of = Some(own.clone());
            } else if joined && (words == "的" || words == "的比重为" || words == "的比例为")
            {
                if let Some(before) = before.filter(|before| before.role == Role::Level) {
                    let range = before.own..before.range.start;
                    of_last = true;
                    if self.says(range.clone(), Speech::Share)
                        && !self.says(range.clone(), Speech::Budget)
                    {
                        role = Role::Share;
                    } else if self.says(range.clone(), Speech::Done)
                        || self.words(range.clone()).starts_with('为')
                        || self.says(range, Speech::Budget)
                    {
                        role = Role::Completion;
                    } else {
                        of_last = false;
                    }
                }
            } else if joined
                && words.starts_with('的')
                && has(Speech::Share)
                && words.contains("分别")
            {
                of_last = true;
            }
            if role == Role::Share && !of_last {
                let from = decisive.map_or(own.start, |cue| cue.1.end);
                let named = self.words(from..start).trim_end_matches(['的', ' ']);
                if named.chars().count() > 1 {
                    of = Some(from..from + named.len());
                }
            }
            // `or 7.1%`: what the amount before it is in per cent.
            let or = matches!(words, "or" | "or about");
            if or || role == Role::Share && of.is_none() {
                let mut rest = tail.trim_start();
                if let Some(named) = rest.strip_prefix("of ") {
                    rest = named.strip_prefix("the ").unwrap_or(named);
                    let range = end + (tail.len() - rest.len())..end + tail.len();
                    let budget = self.says(range.clone(), Speech::Budget);
                    role = if budget && or {
                        Role::Completion
                    } else {
                        Role::Share
                    };
                    of = Some(range);
                } else if let Some(Role::Delta(way)) =
                    before.filter(|_| or).map(|before| before.role)
                {
                    role = Role::Change(way);
                } else if let Some(way) = at
                    .checked_sub(1)
                    .filter(|_| or)
                    .and_then(|to| self.moved(to))
                {
                    role = Role::Change(way);
                }
            }
        } else if role == Role::Level && words == "by" && joined {
            // `exceeded the budget of 6.1 by 0.3`
            let range = before.map_or(own.clone(), |before| before.own..own.end);
            let cue = self
                .cues_in(range)
                .iter()
                .find(|cue| matches!(cue.0, Speech::More | Speech::Fewer));
            role = match cue {
                Some((Speech::More, _)) => Role::Delta(Way::Up),
                Some(_) => Role::Delta(Way::Down),
                None => role,
            };
        }
        let sentence = self.sentence(start);
        let reason = self
            .cues_in(sentence.start..own.start)
            .iter()
            .rev()
            .find(|cue| cue.0 == Speech::Reason)
            .is_some_and(|cue| {
                !self
                    .story
                    .signs_in(cue.1.end..own.start)
                    .iter()
                    .any(|(sign, _)| *sign == Sign::Semi)
            })
            || has(Speech::Reason);
        let rough = cues
            .iter()
            .rev()
            .find(|cue| cue.0 == Speech::Rough)
            .is_some_and(|cue| {
                gap(cue).chars().count() <= 3 && !(role == Role::Level && self.follows_change(cue))
            })
            || self.cues_in(end..mention.tail).iter().any(|cue| {
                cue.0 == Speech::RoughAfter && self.words(end..cue.1.start).trim().is_empty()
            })
            || self.words(end..mention.tail).starts_with(['余', '多'])
            || (rate
                && cues.last().is_some_and(|cue| {
                    matches!(cue.0, Speech::More | Speech::Fewer | Speech::Within)
                        && gap(cue).is_empty()
                }));
        let other = self.says(sentence, Speech::Other);
        let sign = cues
            .first()
            .filter(|cue| {
                cue.1.start == own.start || self.words(own.start..cue.1.start).trim().is_empty()
            })
            .and_then(|cue| match cue.0 {
                Speech::Plus => Some(true),
                Speech::Minus => Some(false),
                _ => None,
            });
        let flags = (
            has(Speech::Budget),
            has(Speech::Actual),
            has(Speech::Income),
            has(Speech::Expenditure),
            has(Speech::Left),
            has(Speech::Sum),
            has(Speech::Each) || words.contains("分别"),
        );
        let state = matches!(
            role,
            Role::Level | Role::Rate | Role::Share | Role::Completion
        );
        let base = state && (prior || compared || from);
        let mention = &mut self.mentions[at];
        mention.role = role;
        mention.base = base;
        mention.of_last = of_last;
        mention.of = of;
        mention.year = year;
        mention.reason = reason;
        mention.loose = rough || other;
        mention.sign = sign;
        (
            mention.budget,
            mention.actual,
            mention.income,
            mention.expenditure,
            mention.left,
            mention.sum,
            mention.each,
        ) = flags;
    }

    /// The way of `climbed from A to B`, B given.
    fn moved(&self, to: usize) -> Option<Way> {
        let from = to.checked_sub(1)?;
        let (from, to) = (&self.mentions[from], &self.mentions[to]);
        let reach = self.says(to.own..to.range.start, Speech::Reach);
        if !reach || !from.base || from.sentence != to.sentence {
            return None;
        }
        let cues = self.cues_in(self.sentence(to.range.start).start..from.range.start);
        cues.iter().rev().find_map(|cue| match cue.0 {
            Speech::Up => Some(Way::Up),
            Speech::Down => Some(Way::Down),
            _ => None,
        })
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
