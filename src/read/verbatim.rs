//! Text files are their own text: what of it is beyond the limits is left out before anything is read, and said.

use super::limits::{LONGEST, Limits};
use crate::model::{Notice, Span, Words};

/// Cuts a text at the end of the last line that the limits leave room for, and every line that is too long; where that was needed,
/// says so. What may divide columns (line ends, tabs, bars, runs of spaces) counts as a cell.
pub fn fit(source: &mut String, limits: &Limits) -> Vec<Notice> {
    let mut notices = Vec::new();
    let end = if source.len() > limits.text {
        Some(("text", source.floor_char_boundary(limits.text)))
    } else {
        None
    };
    let text = source.get(..end.map_or(source.len(), |(_, end)| end));
    let crowded = crowded(text.unwrap_or(""), limits.cells);
    if let Some((name, end)) = crowded.map(|at| ("cells", at)).or(end) {
        let line = source.get(..end).and_then(|kept| kept.rfind('\n'));
        source.truncate(line.map_or(end, |line| line + 1));
        notices.push(Notice {
            span: Span::new(source.len(), source.len()),
            message: limits.beyond(name, "此后的内容未读取", "what follows was not read"),
        });
    }
    if source.len() > LONGEST {
        shorten(source, &mut notices);
    }
    notices
}

/// The byte at which more cells than `most` may have begun.
fn crowded(text: &str, most: usize) -> Option<usize> {
    let mut left = most;
    let mut spaces = 0;
    let mut before = 0;
    for (at, byte) in text.bytes().enumerate() {
        spaces = if byte == b' ' { spaces + 1 } else { 0 };
        let divides = match byte {
            b'\n' | b'\t' | b'|' => true,
            b' ' => spaces == 2,
            // The second byte of box drawing, such as │.
            0x94 | 0x95 => before == 0xe2,
            _ => false,
        };
        before = byte;
        if divides {
            left = match left.checked_sub(1) {
                Some(left) => left,
                None => return Some(at),
            };
        }
    }
    None
}

/// Leaves of each line as much as one paragraph may hold.
fn shorten(source: &mut String, notices: &mut Vec<Notice>) {
    if !source.split('\n').any(|line| line.len() > LONGEST) {
        return;
    }
    let mut short = String::with_capacity(source.len());
    for line in source.split_inclusive('\n') {
        let words = line.trim_end_matches('\n');
        if words.len() <= LONGEST {
            short.push_str(line);
            continue;
        }
        let kept = words.floor_char_boundary(LONGEST);
        short.push_str(&line[..kept]);
        notices.push(Notice {
            span: Span::new(short.len(), short.len()),
            message: Words::new(
                format!("此行过长，只读取前 {LONGEST} 字节"),
                format!("this line is too long; only its first {LONGEST} bytes were read"),
            ),
        });
        short.push_str(&line[words.len()..]);
    }
    *source = short;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitted(text: &str, limits: Limits) -> (String, usize) {
        let mut source = text.to_owned();
        let notices = fit(&mut source, &limits);
        (source, notices.len())
    }

    #[test]
    fn what_is_beyond_a_limit_is_cut_at_a_line_end_and_said() {
        let limits = Limits {
            text: 10,
            ..Limits::default()
        };
        assert_eq!(
            fitted("ab 1\ncd 2\nef 3\n", limits),
            ("ab 1\ncd 2\n".into(), 1)
        );
        assert_eq!(fitted("收入一二三", limits), ("收入一".into(), 1));
        assert_eq!(fitted("ab 1\n", limits), ("ab 1\n".into(), 0));
        let limits = Limits {
            cells: 4,
            ..Limits::default()
        };
        assert_eq!(
            fitted("a\t1\nb\t2\nc\t3\n", limits),
            ("a\t1\nb\t2\n".into(), 1)
        );
        assert_eq!(
            fitted("a    1\nb    2\nc    3\n", limits),
            ("a    1\nb    2\n".into(), 1)
        );
    }

    #[test]
    fn a_line_that_is_too_long_is_cut_and_the_next_is_read() {
        let long = format!("{}\nend", "收 ".repeat(LONGEST));
        let (text, notices) = fitted(&long, Limits::default());
        assert_eq!(notices, 1);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].len() <= LONGEST && lines[0].len() > LONGEST - 4);
        assert_eq!(lines[1], "end");
    }
}
