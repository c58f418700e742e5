//! Characters joined to words, words to lines.

use super::{Area, Glyph, level::turn, rules::Ruling};
use crate::model::is_cjk;

#[derive(Clone, Debug)]
pub struct Word {
    pub text: String,
    pub area: Area,
    pub base: f64,
    pub size: f64,
}

/// Words on one baseline, from left to right.
#[derive(Clone, Debug)]
pub struct Line {
    pub words: Vec<Word>,
    pub area: Area,
    pub base: f64,
    pub size: f64,
}

impl Line {
    pub fn new(words: Vec<Word>) -> Option<Self> {
        let area = Area::of(words.iter().map(|word| word.area))?;
        let size = words.iter().map(|word| word.size).fold(0.0, f64::max);
        let base = words
            .iter()
            .find(|word| word.size >= size * 0.95)
            .map_or(area.y1, |word| word.base);
        Some(Self {
            words,
            area,
            base,
            size,
        })
    }

    pub fn text(&self) -> String {
        join(&self.words)
    }

    /// The size that most of its letters have.
    pub fn main_size(&self) -> f64 {
        let letters = |size: f64| -> usize {
            let alike = self.words.iter().filter(|word| word.size == size);
            alike.map(|word| word.text.chars().count()).sum()
        };
        let sizes = self.words.iter().map(|word| word.size);
        sizes.max_by_key(|&size| letters(size)).unwrap_or(self.size)
    }
}

/// Words side by side as they are read: a space where the page has one, none between Chinese characters that stand close.
pub fn join(words: &[Word]) -> String {
    let mut out = String::new();
    let mut last: Option<&Word> = None;
    for word in words {
        if let Some(last) = last {
            let gap = word.area.x0 - last.area.x1;
            let chinese = out.chars().next_back().is_some_and(is_wide)
                || word.text.chars().next().is_some_and(is_wide);
            let broken = gap < word.size * 0.45 && is_torn(&last.text, &word.text);
            if !broken && (!chinese || gap > word.size.max(last.size) * 0.45) {
                out.push(' ');
            }
        }
        out.push_str(&word.text);
        last = Some(word);
    }
    out
}

/// Whether two words are one number whose first digits stand a little apart: `4` `82,847.00`.
fn is_torn(left: &str, right: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (head, group) = (digits(left), digits(right));
    head == left.len()
        && (1..=2).contains(&head)
        && (1..=3 - head).contains(&group)
        && right.as_bytes().get(group) == Some(&b',')
        && digits(right.get(group + 1..).unwrap_or("")) == 3
}

pub fn is_wide(c: char) -> bool {
    is_cjk(c)
        || matches!(c, '\u{2018}'..='\u{201D}' | '\u{3000}'..='\u{303F}' | '\u{FF01}'..='\u{FF60}')
}

/// A character with its box.
struct Mark {
    character: char,
    area: Area,
    base: f64,
    size: f64,
}

/// The lines of a level page, from top to bottom; words end where an upright rule stands between them.
pub fn lines(glyphs: &[Glyph], ruling: &Ruling) -> Vec<Line> {
    let mut marks: Vec<Mark> = Vec::with_capacity(glyphs.len());
    let mut turned: Vec<&Glyph> = Vec::new();
    for glyph in glyphs {
        if turn(glyph) == Some(0) {
            marks.push(Mark {
                character: glyph.character,
                area: Area::new(
                    glyph.from.0,
                    glyph.from.1 - glyph.size * 0.75,
                    glyph.to.0,
                    glyph.from.1 + glyph.size * 0.2,
                ),
                base: glyph.from.1,
                size: glyph.size,
            });
        } else if !glyph.character.is_whitespace() {
            turned.push(glyph);
        }
    }
    marks.sort_by(|a, b| {
        a.base
            .total_cmp(&b.base)
            .then(a.area.x0.total_cmp(&b.area.x0))
    });
    let mut rows: Vec<Vec<Mark>> = Vec::new();
    let mut open = f64::NEG_INFINITY;
    for mark in marks {
        match rows.last_mut() {
            Some(row) if mark.base - open <= 0.22 * mark.size.max(2.0) => row.push(mark),
            _ => {
                open = mark.base;
                rows.push(vec![mark]);
            }
        }
    }
    let mut lines: Vec<Line> = rows
        .into_iter()
        .filter_map(|row| Line::new(words(row, ruling)))
        .collect();
    attach_small(&mut lines);
    lines.extend(upright_words(&turned));
    lines.sort_by(|a, b| {
        a.base
            .total_cmp(&b.base)
            .then(a.area.x0.total_cmp(&b.area.x0))
    });
    lines
}

fn words(mut row: Vec<Mark>, ruling: &Ruling) -> Vec<Word> {
    row.sort_by(|a, b| a.area.x0.total_cmp(&b.area.x0));
    let mut words: Vec<Word> = Vec::new();
    let mut space = true;
    let mut last: Option<(char, Area)> = None;
    for mark in row {
        if mark.character.is_whitespace() || mark.character == '\u{200B}' {
            space = true;
            continue;
        }
        // Bold print by drawing twice.
        let twice = last.is_some_and(|(c, area)| {
            c == mark.character && (area.x0 - mark.area.x0).abs() < mark.size * 0.12
        });
        if twice {
            continue;
        }
        last = Some((mark.character, mark.area));
        match words.last_mut() {
            Some(word)
                if (!space && mark.area.x0 - word.area.x1 <= 0.17 * mark.size
                    || is_separator(word, &mark))
                    && !is_between(ruling, word, &mark) =>
            {
                word.text.push(mark.character);
                word.area = word.area.to(mark.area);
                word.size = word.size.max(mark.size);
            }
            _ => words.push(Word {
                text: mark.character.to_string(),
                area: mark.area,
                base: mark.base,
                size: mark.size,
            }),
        }
        space = false;
    }
    unstretched(words)
}

/// Chinese characters set apart evenly, to fill a line or a cell, are one word.
fn unstretched(words: Vec<Word>) -> Vec<Word> {
    let single = |word: &Word| {
        let mut chars = word.text.chars();
        chars.next().is_some_and(is_wide) && chars.next().is_none()
    };
    let gap = |a: &Word, b: &Word| b.area.x0 - a.area.x1;
    let mut out = Vec::with_capacity(words.len());
    let even = words.chunk_by(|a, b| single(a) && single(b) && gap(a, b) < a.size * 0.9);
    for run in even {
        let gaps = || {
            run.windows(2)
                .filter_map(|pair| Some(gap(pair.first()?, pair.get(1)?)))
        };
        let (least, most) = gaps().fold((f64::INFINITY, 0.0_f64), |(least, most), gap| {
            (least.min(gap), most.max(gap))
        });
        let [first, .., last] = run else {
            out.extend_from_slice(run);
            continue;
        };
        if run.len() >= 4 && most - least < first.size * 0.25 {
            out.push(Word {
                text: run.iter().map(|word| word.text.as_str()).collect(),
                area: first.area.to(last.area),
                ..first.clone()
            });
        } else {
            out.extend_from_slice(run);
        }
    }
    out
}

/// Whether a mark divides the digits of the number before it, set a little apart.
fn is_separator(word: &Word, mark: &Mark) -> bool {
    matches!(mark.character, ',' | '.')
        && mark.area.x0 - word.area.x1 < 0.6 * mark.size
        && word.text.len() <= 3
        && word.text.chars().all(|c| c.is_ascii_digit())
}

/// Whether an upright rule stands between the last character of a word and the next.
fn is_between(ruling: &Ruling, word: &Word, mark: &Mark) -> bool {
    let (left, right) = (word.area.x1 - 1.5, mark.area.middle().0);
    let from = ruling.upright.partition_point(|rule| rule.at < left);
    ruling
        .upright
        .iter()
        .skip(from)
        .take_while(|rule| rule.at < right)
        .any(|rule| rule.from < mark.base - 2.0 && rule.to > mark.base - 2.0)
}

/// Raised and lowered small marks go to the word that they touch.
fn attach_small(lines: &mut Vec<Line>) {
    let mut at = 0;
    while at < lines.len() {
        let near = [at.checked_sub(1), Some(at + 1)];
        let target = near.into_iter().flatten().find(|&other| {
            let (Some(small), Some(big)) = (lines.get(at), lines.get(other)) else {
                return false;
            };
            small.size < big.size * 0.85
                && small.area.level_with(&big.area) > small.area.height() * 0.5
                && small.words.iter().all(|word| {
                    word.text.chars().count() <= 4
                        && big.words.iter().any(|host| touches(host, word))
                })
        });
        let Some(target) = target else {
            at += 1;
            continue;
        };
        let small = lines.remove(at);
        let target = if target > at { target - 1 } else { target };
        if let Some(big) = lines.get_mut(target) {
            for word in small.words {
                if let Some(host) = big.words.iter_mut().find(|host| touches(host, &word)) {
                    if word.area.x0 >= host.area.middle().0 {
                        host.text.push_str(&word.text);
                    } else {
                        host.text.insert_str(0, &word.text);
                    }
                    host.area.x0 = host.area.x0.min(word.area.x0);
                    host.area.x1 = host.area.x1.max(word.area.x1);
                }
            }
        }
    }
}

fn touches(host: &Word, small: &Word) -> bool {
    let gap = -host.area.beside(&small.area);
    gap > -host.size * 0.3 && gap < host.size * 0.25
}

/// Text that runs up or down, as words that are taller than wide.
fn upright_words(glyphs: &[&Glyph]) -> Vec<Line> {
    let mut words: Vec<Word> = Vec::new();
    let mut end: Option<(f64, f64)> = None;
    for glyph in glyphs {
        let area = Area::new(
            glyph.from.0.min(glyph.to.0) - glyph.size * 0.4,
            glyph.from.1.min(glyph.to.1),
            glyph.from.0.max(glyph.to.0) + glyph.size * 0.4,
            glyph.from.1.max(glyph.to.1),
        );
        let gap = end.map(|(x, y)| (x - glyph.from.0).abs() + (y - glyph.from.1).abs());
        match words.last_mut() {
            Some(word) if gap.is_some_and(|gap| gap < glyph.size * 0.6) => {
                if gap.is_some_and(|gap| gap > glyph.size * 0.17) {
                    word.text.push(' ');
                }
                word.text.push(glyph.character);
                word.area = word.area.to(area);
                word.base = word.area.y1;
            }
            _ => words.push(Word {
                text: glyph.character.to_string(),
                area,
                base: area.y1,
                size: glyph.size,
            }),
        }
        end = Some(glyph.to);
    }
    words
        .into_iter()
        .filter_map(|word| Line::new(vec![word]))
        .collect()
}
