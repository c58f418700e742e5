//! A csv text to records and fields (RFC 4180), each field with its span.

use crate::model::{Passage, Span};
use unicode_width::UnicodeWidthChar;

/// A field: its span in the text, quotes and outer spaces left out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub span: Span,
    /// Where the raw field begins, so that leading spaces can be measured.
    start: usize,
    /// Doubled quotes inside stand for one.
    quoted: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    pub fields: Vec<Field>,
    /// Words stand between a closing quote and the delimiter.
    torn: bool,
}

impl Record {
    pub fn is_blank(&self) -> bool {
        self.filled().next().is_none()
    }

    /// The fields that hold something, with their columns.
    pub fn filled(&self) -> impl Iterator<Item = (usize, &Field)> {
        self.fields
            .iter()
            .enumerate()
            .filter(|(_, field)| !field.is_blank())
    }
}

impl Field {
    pub fn is_blank(&self) -> bool {
        self.span.is_empty()
    }

    /// Unquoted, line breaks and the spaces around them as one space.
    pub fn text(&self, source: &str) -> String {
        let raw = source.get(self.span.start..self.span.end).unwrap_or("");
        let mut text = if raw.contains(['\n', '\r']) {
            let lines: Vec<&str> = raw
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .collect();
            lines.join(" ")
        } else {
            raw.to_owned()
        };
        if self.quoted && text.contains("\"\"") {
            text = text.replace("\"\"", "\"");
        }
        text
    }

    /// As running words, with the way back to the file.
    pub fn passage(&self, source: &str) -> Passage {
        let raw = source.get(self.span.start..self.span.end).unwrap_or("");
        let mut passage = Passage::default();
        let mut at = self.span.start;
        for (i, part) in raw.split("\"\"").enumerate() {
            if i > 0 {
                at += 2;
                passage.push("\"", at - 1);
            }
            passage.push(part, at);
            at += part.len();
        }
        passage
    }

    /// The display width of the spaces before its words.
    pub fn leading(&self, source: &str) -> usize {
        let before = source.get(self.start..self.span.start).unwrap_or("");
        before
            .chars()
            .filter(|&c| c != '"')
            .map(|c| if c == '\t' { 4 } else { c.width().unwrap_or(0) })
            .sum()
    }
}

/// The records of a text, by the delimiter that divides its records most evenly; where `most` fields do not hold all of it, also
/// the byte that the rest begins at.
pub(super) fn split(source: &str, most: usize) -> (Vec<Record>, Option<usize>) {
    let declared = declared(source);
    let delimiter = declared.unwrap_or_else(|| sniff(source));
    let (mut records, rest) = divide(source, delimiter, usize::MAX, most);
    if declared.is_some()
        && let Some(first) = records.first_mut()
    {
        first.fields.clear();
    }
    (records, rest)
}

/// The delimiter of a first line `sep=;`, as spreadsheets write it.
fn declared(source: &str) -> Option<u8> {
    let line = source.lines().next()?;
    match line.strip_prefix("sep=")?.as_bytes() {
        [delimiter] => Some(*delimiter),
        _ => None,
    }
}

/// The delimiter by which the most records have the same number of fields, two at least.
fn sniff(source: &str) -> u8 {
    let mut best = (b',', 0, 0);
    for delimiter in [b',', b'\t', b';', b'|'] {
        let (records, _) = divide(source, delimiter, 200, 200_000);
        let mut widths: Vec<usize> = records
            .iter()
            .filter(|record| !record.is_blank() && !record.torn)
            .map(|record| record.fields.len())
            .filter(|&width| width > 1)
            .collect();
        widths.sort_unstable();
        for run in widths.chunk_by(|a, b| a == b) {
            let (count, width) = (run.len(), run.first().copied().unwrap_or(0));
            if (count, width) > (best.1, best.2) {
                best = (delimiter, count, width);
            }
        }
    }
    best.0
}

/// Up to so many records and fields, and where the rest begins. A quote that is never closed is an ordinary character.
fn divide(
    source: &str,
    delimiter: u8,
    most: usize,
    mut fields: usize,
) -> (Vec<Record>, Option<usize>) {
    let bytes = source.as_bytes();
    let mut records = Vec::new();
    let mut record = Record::default();
    let mut at = 0;
    let mut quotes = true;
    while at < bytes.len() && records.len() < most && fields > 0 {
        fields -= 1;
        let start = at;
        let blank = |&b: &u8| b == b' ' && b != delimiter;
        let begin = start + bytes[start..].iter().take_while(|b| blank(b)).count();
        let mut quoted = None;
        if quotes && bytes.get(begin) == Some(&b'"') {
            quoted = closing(bytes, begin + 1);
            quotes = quoted.is_some();
        }
        let from = quoted.unwrap_or(start);
        let end = bytes[from..]
            .iter()
            .position(|&b| b == delimiter || b == b'\n')
            .map_or(bytes.len(), |found| from + found);
        let (inner, outer) = match quoted {
            // What stands between the closing quote and the delimiter belongs to no field, unless it is words.
            Some(close) if source[close..end].trim().is_empty() => (begin + 1, close - 1),
            close => {
                record.torn |= close.is_some();
                (start, end)
            }
        };
        record
            .fields
            .push(field(source, start, inner, outer, quoted.is_some()));
        let ended = bytes.get(end) != Some(&delimiter);
        at = end + 1;
        // A delimiter as the last byte is followed by one more, empty field.
        if !ended && at == bytes.len() {
            record.fields.push(field(source, at, at, at, false));
        }
        if ended || at >= bytes.len() || fields == 0 {
            records.push(std::mem::take(&mut record));
        }
    }
    (records, (at < bytes.len()).then_some(at))
}

/// The byte after the quote that closes a field, doubled quotes passed over.
fn closing(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|&b| b == b'"')?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at + 1);
        }
        at += 2;
    }
}

fn field(source: &str, start: usize, inner: usize, outer: usize, quoted: bool) -> Field {
    let raw = source.get(inner..outer).unwrap_or("");
    let hidden = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
    let lead = raw.len() - raw.trim_start_matches(hidden).len();
    let length = raw.trim_matches(hidden).len();
    // A blank field keeps its place, not its spaces.
    let begin = if length == 0 { inner } else { inner + lead };
    Field {
        span: Span::new(begin, begin + length),
        start,
        quoted,
    }
}

#[cfg(test)]
mod tests {
    use super::split;
    use proptest::prelude::*;

    fn grid(source: &str) -> Vec<Vec<String>> {
        split(source, usize::MAX)
            .0
            .iter()
            .map(|record| {
                record
                    .fields
                    .iter()
                    .map(|field| field.text(source))
                    .collect()
            })
            .collect()
    }

    #[test]
    fn records_and_fields_are_those_of_the_file() {
        assert_eq!(grid("a,b\n1,2\n"), [["a", "b"], ["1", "2"]]);
        assert_eq!(grid("a;b\r\n\"1,5\";2\r\n"), [["a", "b"], ["1,5", "2"]]);
        assert_eq!(grid("a\tb\n1,000\t2,000"), [["a", "b"], ["1,000", "2,000"]]);
        assert_eq!(
            grid("x,\"say \"\"no\"\"\nnow\"\n1,\n"),
            [["x", "say \"no\" now"], ["1", ""]]
        );
        assert_eq!(
            grid("a,b\n\n1,2"),
            [vec!["a", "b"], vec![""], vec!["1", "2"]]
        );
        assert_eq!(grid("a,\"open\nb,2\n"), [["a", "\"open"], ["b", "2"]]);
        assert_eq!(grid("\"\",\";;\",\";\"\n"), [["", ";;", ";"]]);
        assert_eq!(grid("sep=|\na|b"), [vec![], vec!["a", "b"]]);
        assert_eq!(
            grid(" a , \"b\" \n1,2,"),
            [vec!["a", "b"], vec!["1", "2", ""]]
        );
    }

    #[test]
    fn no_more_fields_are_taken_than_there_is_room_for() {
        let (records, rest) = split("a,b\n1,2\n3,4\n", 3);
        let widths: Vec<usize> = records.iter().map(|it| it.fields.len()).collect();
        assert_eq!((widths, rest), (vec![2, 1], Some(6)));
        assert_eq!(split("a,b\n1,2\n", 4).1, None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(rows in proptest::collection::vec(proptest::collection::vec("[a-z0-9.\",; ]{0,6}", 3), 2..6)) {
            let written: String = rows
                .iter()
                .map(|row| row.iter().map(|field| format!("\"{}\"", field.replace('"', "\"\""))).collect::<Vec<_>>().join(",") + "\n")
                .collect();
            let trimmed: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|field| field.trim().to_owned()).collect()).collect();
            prop_assert_eq!(grid(&written), trimmed);
        }

        #[test]
        fn spans_point_at_the_fields(source in "[a-z\",;\n\r\t 合计|]{0,60}") {
            for record in split(&source, usize::MAX).0 {
                for field in record.fields {
                    prop_assert!(source.get(field.span.start..field.span.end).is_some());
                }
            }
        }
    }
}
