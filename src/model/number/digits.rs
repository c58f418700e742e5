//! The digits of a number: groups, separators, decimals; spaces that broke a number apart.

use super::plain;
use rust_decimal::Decimal;

/// Digits that make one number.
pub(super) struct Digits {
    pub value: Decimal,
    /// Byte after the last digit.
    pub end: usize,
    /// Without separators or decimals: what a year or a code looks like.
    pub bare: bool,
}

/// What stands between two runs of digits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Before the first run.
    Start,
    Comma,
    WideComma,
    Apostrophe,
    Point,
    Space,
}

/// A run of digits with what stands before it.
#[derive(Clone, Copy)]
struct Run {
    mark: Mark,
    /// Spaces stood beside the mark: `1 ,754` or `285,309. 30`.
    broken: bool,
    start: usize,
    end: usize,
    length: usize,
    zero: bool,
}

const MOST: usize = 16;

/// Runs of digits from `at`, at most [`MOST`]; `None` if there are more or none.
struct Runs {
    all: [Run; MOST],
    count: usize,
}

impl Runs {
    fn push(&mut self, run: Run) -> Option<()> {
        *self.all.get_mut(self.count)? = run;
        self.count += 1;
        Some(())
    }

    fn get(&self) -> &[Run] {
        self.all.get(..self.count).unwrap_or(&[])
    }
}

/// How the text around the digits is to be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Site {
    /// A cell: spaces may have broken its one number apart.
    Cell,
    /// A sentence: spaces and full-width commas divide as a rule.
    Sentence,
}

/// The number whose digits begin right at `at`.
///
/// # Errors
/// The byte after a cluster of digits that is no number: codes, more than 28 digits, groups of the wrong size.
pub(super) fn read(text: &str, at: usize, site: Site) -> Result<Digits, usize> {
    let mut runs = Runs {
        all: [Run {
            mark: Mark::Start,
            broken: false,
            start: at,
            end: at,
            length: 0,
            zero: false,
        }; MOST],
        count: 0,
    };
    let end = gather(text, at, site, &mut runs)?;
    let runs = runs.get();
    let taken = match site {
        Site::Cell => {
            let percent = text[end..]
                .chars()
                .map(plain)
                .find(|&c| c != ' ')
                .is_some_and(|c| c == '%');
            fits_cell(runs, percent).then_some(runs)
        }
        Site::Sentence => longest(runs),
    }
    .ok_or(end)?;
    let last = taken.last().ok_or(end)?;
    Ok(Digits {
        value: value(text, taken).ok_or(end)?,
        end: last.end,
        bare: taken.len() == 1,
    })
}

/// Fills `runs`; the byte after the last.
fn gather(text: &str, at: usize, site: Site, runs: &mut Runs) -> Result<usize, usize> {
    let mut mark = Mark::Start;
    let mut broken = false;
    let mut at = at;
    let mut end = at;
    loop {
        let start = at;
        let mut length = 0;
        let mut zero = false;
        for c in text[at..].chars() {
            let digit = plain(c);
            if !digit.is_ascii_digit() {
                break;
            }
            zero |= length == 0 && digit == '0';
            length += 1;
            at += c.len_utf8();
        }
        if length == 0 && mark != Mark::Start {
            return Ok(end);
        }
        // `.5` has an empty run before its point.
        let run = Run {
            mark,
            broken,
            start,
            end: at,
            length,
            zero,
        };
        runs.push(run).ok_or(at)?;
        end = at;
        let Some((next, after, spaces)) = mark_at(text, at, site) else {
            return Ok(end);
        };
        (mark, broken, at) = (next, spaces, after);
    }
}

/// The mark between the digits that end at `at` and those that follow: (mark, byte of the next digit, with spaces).
fn mark_at(text: &str, at: usize, site: Site) -> Option<(Mark, usize, bool)> {
    let mut mark = Mark::Space;
    let mut spaces = 0;
    let mut hard = 0;
    for (i, c) in text[at..].char_indices() {
        let p = plain(c);
        match p {
            '0'..='9' => {
                // Two spaces divide; so does one in a sentence, unless it is one that typesetters put into numbers.
                let single = spaces == 1;
                return match (mark, site) {
                    (Mark::Space, Site::Cell) if single => Some((mark, at + i, false)),
                    (Mark::Space, _) => (single && hard == 1).then_some((mark, at + i, false)),
                    (_, Site::Cell) => (spaces <= 2).then_some((mark, at + i, spaces > 0)),
                    (_, Site::Sentence) => (spaces == 0).then_some((mark, at + i, false)),
                };
            }
            ' ' => {
                spaces += 1;
                hard += usize::from(matches!(c, '\u{a0}' | '\u{2009}' | '\u{202f}'));
            }
            ',' if mark == Mark::Space => {
                mark = if c == ',' {
                    Mark::Comma
                } else {
                    Mark::WideComma
                };
            }
            '.' if mark == Mark::Space => mark = Mark::Point,
            '\'' if mark == Mark::Space => mark = Mark::Apostrophe,
            _ => return None,
        }
        if spaces > 2 {
            return None;
        }
    }
    None
}

/// Whether all runs of a cell are one number.
fn fits_cell(runs: &[Run], percent: bool) -> bool {
    if fits(runs) {
        return true;
    }
    // A number broken by spaces: it must be grouped, and its pieces must not be numbers by themselves.
    let mut joined = [Run {
        mark: Mark::Start,
        broken: false,
        start: 0,
        end: 0,
        length: 0,
        zero: false,
    }; MOST];
    let mut count = 0;
    let mut broken = false;
    let mut whole_pieces = true;
    let mut piece = 0;
    for (i, run) in runs.iter().enumerate() {
        if run.mark == Mark::Space && count > 0 {
            if let Some(last) = joined.get_mut(count - 1) {
                last.length += run.length;
            }
            whole_pieces &= fits(runs.get(piece..i).unwrap_or(&[]));
            piece = i;
            broken = true;
        } else {
            if let Some(place) = joined.get_mut(count) {
                *place = Run {
                    broken: false,
                    ..*run
                };
            }
            count += 1;
            if run.broken {
                broken = true;
                whole_pieces = false;
            }
        }
    }
    whole_pieces &= fits(runs.get(piece..).unwrap_or(&[]));
    let joined = joined.get(..count).unwrap_or(&[]);
    let grouped = joined
        .iter()
        .any(|run| matches!(run.mark, Mark::Comma | Mark::WideComma));
    if !broken || !fits(joined) {
        return false;
    }
    // `46,034.5 8` and `100.0 0%`: the second decimal was torn off.
    let torn = matches!(runs, [.., point, last]
        if point.mark == Mark::Point && point.length == 1 && last.mark == Mark::Space && last.length == 1)
        && runs.iter().filter(|run| run.mark == Mark::Space).count() == 1;
    (grouped && !whole_pieces) || (torn && (grouped || percent))
}

/// Whether runs are one well-formed number: digits in groups, one point at most.
fn fits(runs: &[Run]) -> bool {
    if runs.iter().any(|run| run.broken) {
        return false;
    }
    let point = runs.iter().position(|run| run.mark == Mark::Point);
    let (whole, fraction) = runs.split_at(point.unwrap_or(runs.len()));
    if fraction.len() > 1 {
        return false;
    }
    match whole {
        [] => false,
        [one] if one.length == 0 => fraction.len() == 1,
        [one] => one.length == 1 || !one.zero,
        [lead, rest @ ..] => {
            let mark = rest[0].mark;
            let comma = |m| matches!(m, Mark::Comma | Mark::WideComma);
            let alike = rest
                .iter()
                .all(|run| run.mark == mark || (comma(run.mark) && comma(mark)));
            alike && !lead.zero && are_groups(lead.length, rest, comma(mark))
        }
    }
}

/// Groups of three, or, with commas, the Indian three and twos.
fn are_groups(lead: usize, rest: &[Run], comma: bool) -> bool {
    let threes = (1..=3).contains(&lead) && rest.iter().all(|run| run.length == 3);
    let indian = || {
        comma
            && rest.len() >= 2
            && (1..=2).contains(&lead)
            && rest[..rest.len() - 1].iter().all(|run| run.length == 2)
            && rest[rest.len() - 1].length == 3
    };
    threes || indian()
}

/// The longest well-formed beginning in a sentence; `None` where the digits are a code or a number gone wrong.
fn longest(runs: &[Run]) -> Option<&[Run]> {
    let points = runs.iter().filter(|run| run.mark == Mark::Point).count();
    // `10.9.1` is the number of a clause, `2020.12.31` a date.
    if points > 1
        && runs
            .windows(2)
            .any(|two| two[0].mark == Mark::Point && two[1].mark == Mark::Point)
    {
        return None;
    }
    let taken = (1..=runs.len())
        .rev()
        .filter_map(|count| runs.get(..count))
        .find(|taken| fits(taken) && one_comma(taken))?;
    // `12,345,67`: groups of the wrong size in one cluster are no number and no list.
    let next = runs.get(taken.len());
    let spoilt = taken.len() > 1 && next.is_some_and(|run| run.mark == Mark::Comma);
    (!spoilt).then_some(taken)
}

/// In a sentence a full-width comma among half-width ones divides.
fn one_comma(runs: &[Run]) -> bool {
    let has = |mark| runs.iter().any(|run| run.mark == mark);
    !(has(Mark::Comma) && has(Mark::WideComma))
}

/// The exact value; `None` for more than 28 digits.
fn value(text: &str, runs: &[Run]) -> Option<Decimal> {
    let mut mantissa = 0i128;
    let mut count = 0u32;
    let mut scale = 0u32;
    let mut decimals = false;
    for run in runs {
        decimals |= run.mark == Mark::Point;
        for c in text.get(run.start..run.end)?.chars() {
            let digit = plain(c).to_digit(10)?;
            mantissa = mantissa.checked_mul(10)?.checked_add(i128::from(digit))?;
            count += 1;
            scale += u32::from(decimals);
            if count > 28 {
                return None;
            }
        }
    }
    Decimal::try_from_i128_with_scale(mantissa, scale).ok()
}
