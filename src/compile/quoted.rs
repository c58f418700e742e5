//! The way back from a TOML string's characters to their place in the file.

use std::ops::Range;

/// Where the characters of a string stand in its file.
pub(super) struct Quoted {
    /// (offset in the string, offset in the file), one for each stretch that stands there as it is.
    runs: Vec<(usize, usize)>,
    /// The whole string in the file, quotes included: for when the way back is not known.
    whole: Range<usize>,
    length: usize,
    known: bool,
}

impl Quoted {
    /// `whole` is the string's span in `file`, quotes included; `value` what it reads as.
    pub fn new(file: &str, whole: Range<usize>, value: &str) -> Self {
        let mut quoted = Self {
            runs: vec![],
            whole: whole.clone(),
            length: value.len(),
            known: false,
        };
        let raw = file.get(whole.clone()).unwrap_or("");
        let triple = raw.starts_with("\"\"\"") || raw.starts_with("'''");
        let quote = if triple { 3 } else { 1 };
        let literal = raw.starts_with('\'');
        let Some(mut inner) = raw.get(quote..raw.len().saturating_sub(quote)) else {
            return quoted;
        };
        let mut at = whole.start + quote;
        if triple {
            let trimmed = inner.strip_prefix('\n').or(inner.strip_prefix("\r\n"));
            let trimmed = trimmed.unwrap_or(inner);
            at += inner.len() - trimmed.len();
            inner = trimmed;
        }
        let read = quoted.walk(inner, at, literal);
        quoted.known = read == value.len();
        quoted
    }

    /// Notes the stretches between escapes; the length of what was read.
    fn walk(&mut self, inner: &str, at: usize, literal: bool) -> usize {
        let (mut read, mut used) = (0, 0);
        self.runs.push((0, at));
        while let Some(c) = inner.get(used..).and_then(|rest| rest.chars().next()) {
            let rest = inner.get(used..).unwrap_or("");
            if c != '\\' || literal {
                used += c.len_utf8();
                read += c.len_utf8();
                continue;
            }
            let escape = rest.get(1..).and_then(|rest| rest.chars().next());
            let (raw, value) = match escape {
                Some('x') => coded(rest, 2),
                Some('u') => coded(rest, 4),
                Some('U') => coded(rest, 8),
                // A backslash at the end of a line joins it to the next.
                Some(c) if c.is_whitespace() => {
                    let after = rest.get(1..).unwrap_or("");
                    (rest.len() - after.trim_start().len(), 0)
                }
                Some(_) => (2, 1),
                None => (1, 0),
            };
            used += raw.max(1);
            read += value;
            self.runs.push((read, at + used));
        }
        read
    }

    /// The place in the file of a range of the string.
    pub fn place(&self, range: Range<usize>) -> Range<usize> {
        if !self.known || range.end > self.length {
            return self.whole.clone();
        }
        let place = |offset: usize| {
            let run = self.runs.partition_point(|&(start, _)| start <= offset);
            let (start, at) = (self.runs)
                .get(run.saturating_sub(1))
                .copied()
                .unwrap_or((0, self.whole.start));
            at + offset.saturating_sub(start)
        };
        let start = place(range.start);
        let end = if range.end > range.start {
            place(range.end - 1) + 1
        } else {
            start
        };
        start..end.max(start)
    }
}

/// `\u` and the like: bytes in the file, bytes of the character.
fn coded(rest: &str, digits: usize) -> (usize, usize) {
    let code = rest
        .get(2..2 + digits)
        .and_then(|hex| u32::from_str_radix(hex, 16).ok());
    let length = code.and_then(char::from_u32).map_or(0, char::len_utf8);
    (2 + digits, length)
}

#[cfg(test)]
mod tests {
    use super::Quoted;

    #[test]
    fn a_place_in_a_string_is_found_in_its_file_in_spite_of_escapes() {
        for (file, value) in [
            ("x = \"a = bad\"", "a = bad"),
            ("x = 'a = bad'", "a = bad"),
            ("x = \"\\ta \\u5e74 = bad\"", "\ta 年 = bad"),
            ("x = \"\"\"\na = bad\"\"\"", "a = bad"),
            ("x = \"\"\"a = \\\n   bad\"\"\"", "a = bad"),
            ("x = '''\r\na = bad'''", "a = bad"),
        ] {
            let quoted = Quoted::new(file, 4..file.len(), value);
            let at = value.find("bad").unwrap_or(0);
            assert_eq!(&file[quoted.place(at..at + 3)], "bad", "{file}");
        }
    }
}
