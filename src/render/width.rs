//! Text by the columns that it takes on a terminal: measuring, padding, clipping, wrapping.

use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// Columns of a text: 2 for a Chinese character, 0 for a combining mark.
pub fn columns(text: &str) -> usize {
    text.chars().map(of).sum()
}

fn of(c: char) -> usize {
    c.width().unwrap_or(0)
}

pub fn pad_right(text: &str, to: usize) -> String {
    format!("{text}{}", " ".repeat(to.saturating_sub(columns(text))))
}

pub fn pad_left(text: &str, to: usize) -> String {
    format!("{}{text}", " ".repeat(to.saturating_sub(columns(text))))
}

/// The text without characters that steer a terminal, each replaced by one of the same length in bytes, so that spans stay.
pub fn tame(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{80}'..='\u{9f}' => '·',
            c if c.is_control() => ' ',
            '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// The text cut to some columns, the cut marked.
pub fn shorten(text: &str, to: usize) -> String {
    if columns(text) <= to {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 1;
    for c in text.chars() {
        if used + of(c) > to {
            break;
        }
        used += of(c);
        short.push(c);
    }
    short.push('…');
    short
}

/// A line cut to windows around some of its ranges (bytes, in order), and the ranges in what is left. A line that fits `room`
/// columns stays whole.
pub fn clip(text: &str, ranges: &[Range<usize>], room: usize) -> (String, Vec<Range<usize>>) {
    if columns(text) <= room {
        return (text.to_owned(), ranges.to_vec());
    }
    let marked: usize = ranges
        .iter()
        .map(|range| text.get(range.clone()).map_or(0, columns))
        .sum();
    let spare = room.saturating_sub(marked + ranges.len() + 1);
    let around = (spare / (2 * ranges.len().max(1))).max(4);
    let mut windows: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        let from = back(text, range.start, around);
        let to = forth(text, range.end, around);
        match windows.last_mut() {
            Some(last) if from <= last.end => last.end = last.end.max(to),
            _ => windows.push(from..to),
        }
    }
    if windows.is_empty() {
        windows.push(0..forth(text, 0, room.saturating_sub(1)));
    }
    let mut clipped = String::new();
    let mut moved = vec![0..0; ranges.len()];
    for window in &windows {
        if window.start > 0 {
            clipped.push('…');
        }
        for (range, moved) in ranges.iter().zip(&mut moved) {
            if window.start <= range.start && range.end <= window.end {
                let at = clipped.len() + range.start - window.start;
                *moved = at..at + range.len();
            }
        }
        clipped.push_str(text.get(window.clone()).unwrap_or(""));
    }
    if windows.last().is_some_and(|last| last.end < text.len()) {
        clipped.push('…');
    }
    (clipped, moved)
}

/// The byte that lies `room` columns before byte `at`.
fn back(text: &str, at: usize, room: usize) -> usize {
    let mut left = room;
    for (i, c) in text.get(..at).unwrap_or("").char_indices().rev() {
        if of(c) > left {
            return i + c.len_utf8();
        }
        left -= of(c);
    }
    0
}

/// The byte that lies `room` columns behind byte `at`.
fn forth(text: &str, at: usize, room: usize) -> usize {
    let mut left = room;
    for (i, c) in text.get(at..).unwrap_or("").char_indices() {
        if of(c) > left {
            return at + i;
        }
        left -= of(c);
    }
    text.len()
}

/// A paragraph in lines of at most `room` columns: the first begins with `first`, the others with as many spaces.
/// Lines break at spaces and between Chinese characters, never before a closing mark.
pub fn wrap(first: &str, text: &str, room: usize) -> String {
    let indent = columns(first);
    let room = room.saturating_sub(indent).max(20);
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut used = 0;
        for piece in pieces(paragraph).flat_map(|piece| chunks(piece, room)) {
            if used > 0 && used + columns(piece.trim_end()) > room {
                lines.push(line.trim_end().to_owned());
                line.clear();
                used = 0;
            }
            line.push_str(piece);
            used += columns(piece);
        }
        lines.push(line.trim_end().to_owned());
    }
    format!(
        "{first}{}",
        lines.join(&format!("\n{}", " ".repeat(indent)))
    )
}

/// A stretch too long for a line (an address, a name without spaces), cut to the room.
fn chunks(piece: &str, room: usize) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = piece.get(at..).filter(|rest| !rest.is_empty())?;
        let fits = columns(rest.trim_end()) <= room;
        let end = if fits {
            piece.len()
        } else {
            forth(piece, at, room)
        };
        let chunk = piece.get(at..end);
        at = end;
        chunk
    })
}

/// The stretches of a text between which a line may break.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let mut before: Option<char> = None;
        let end = rest
            .char_indices()
            .find(|&(_, c)| {
                let breaks = before.is_some_and(|before| {
                    (before == ' ' && c != ' ')
                        || ((of(before) == 2 || of(c) == 2)
                            && !"，。；：、！？）》”」』］%".contains(c)
                            && !"（《“「『［".contains(before)
                            && c != ' ')
                });
                before = Some(c);
                breaks
            })
            .map_or(rest.len(), |(i, _)| i);
        at += end;
        rest.get(..end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clipped_line_keeps_what_is_marked() {
        let text = format!(
            "{}可用资金603.06万元，其中{}218.42万元{}",
            "前".repeat(80),
            "中".repeat(80),
            "后".repeat(80)
        );
        let ranges: Vec<_> = ["603.06", "218.42"]
            .iter()
            .filter_map(|word| text.find(word).map(|at| at..at + word.len()))
            .collect();
        let (clipped, moved) = clip(&text, &ranges, 60);
        assert!(columns(&clipped) <= 62, "{clipped}");
        assert_eq!(&clipped[moved[0].clone()], "603.06");
        assert_eq!(&clipped[moved[1].clone()], "218.42");
    }

    #[test]
    fn wrapped_lines_keep_their_room() {
        let text = "上年结转与本年追加之和，减去本年结转，应等于可用指标。The total does not foot, see line 12.";
        for room in [30, 40, 80] {
            let wrapped = wrap("  处理：", text, room);
            assert!(
                wrapped.lines().all(|line| columns(line) <= room),
                "{wrapped}"
            );
            assert!(
                wrapped
                    .lines()
                    .all(|line| !line.trim_start().starts_with(['，', '。']))
            );
        }
    }

    #[test]
    fn what_has_no_place_to_break_is_cut_to_the_room() {
        let text = format!("see https://example.org/{} there", "x".repeat(90));
        for room in [30, 50, 80] {
            let wrapped = wrap("  ", &text, room);
            assert!(
                wrapped.lines().all(|line| columns(line) <= room),
                "{wrapped}"
            );
            let letters = |text: &str| text.replace([' ', '\n'], "");
            assert_eq!(letters(&wrapped), letters(&text));
        }
    }

    #[test]
    fn taming_keeps_every_byte_in_its_place() {
        let text = "a\u{1b}[31m\u{85}\u{202e}万";
        let tamed = tame(text);
        assert_eq!(tamed.len(), text.len());
        assert!(!tamed.contains(char::is_control));
    }
}
