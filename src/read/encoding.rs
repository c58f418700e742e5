//! Bytes to text: byte order mark, UTF-8, UTF-16, GB18030, else windows-1252; line ends made alike.

use super::{Input, ReadError, unknown};
use crate::model::{Notice, Span, Words};
use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// What a character that could not be decoded becomes.
const LOST: char = '\u{fffd}';

const BINARY: [&str; 2] = ["二进制数据", "binary data"];

/// The text of a file, its byte order mark removed and lone carriage returns made line feeds (byte for byte, so that
/// offsets stay).
///
/// # Errors
/// Where the file is empty, or its bytes are no text of a known encoding.
pub fn decode(input: Input<'_>) -> Result<String, ReadError> {
    let empty = || ReadError::Empty {
        path: input.path.to_owned(),
    };
    if input.bytes.is_empty() {
        return Err(empty());
    }
    let text = match Encoding::for_bom(input.bytes) {
        Some((encoding, skip)) => lossy(encoding, input.bytes.get(skip..).unwrap_or(&[])),
        None => undeclared(input.bytes).ok_or_else(|| unknown(input, BINARY))?,
    };
    if text.is_empty() {
        return Err(empty());
    }
    if is_binary(&text) {
        return Err(unknown(input, BINARY));
    }
    Ok(alike(text))
}

/// One notice for each line on which characters could not be decoded, at most ten, and one for the rest.
pub fn notices(text: &str) -> Vec<Notice> {
    let mut notices = Vec::new();
    let mut line = 0;
    let mut last = None;
    let mut searched = 0;
    let mut more = 0usize;
    for (at, lost) in text.match_indices(LOST) {
        line += text[searched..at].matches('\n').count();
        searched = at;
        if last == Some(line) {
            continue;
        }
        last = Some(line);
        if notices.len() == 10 {
            more += 1;
            continue;
        }
        notices.push(Notice {
            span: Span::new(at, at + lost.len()),
            message: Words {
                zh: "此行有无法解码的字符，其中的数字可能缺失".into(),
                en: "characters on this line could not be decoded; figures in them may be lost"
                    .into(),
            },
        });
    }
    if more > 0 {
        notices.push(Notice {
            span: Span::new(0, 0),
            message: Words {
                zh: format!("另有 {more} 行含无法解码的字符"),
                en: format!("{more} more lines hold characters that could not be decoded"),
            },
        });
    }
    notices
}

/// Text without a byte order mark; `None` for binary data.
fn undeclared(bytes: &[u8]) -> Option<String> {
    if bytes.contains(&0) {
        let encoding = wide_order(bytes)?;
        let text = lossy(encoding, bytes);
        return (!text.trim_end_matches(LOST).contains(LOST)).then_some(text);
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Some(text.to_owned()),
        Err(error) => error,
    };
    // The last character was cut off, or a few bytes of a long UTF-8 text are damaged.
    if error.error_len().is_none() || is_damaged_utf8(bytes) {
        return Some(String::from_utf8_lossy(bytes).into_owned());
    }
    let text = lossy(GB18030, bytes);
    let lost = text.trim_end_matches(LOST).matches(LOST).count();
    let (pairs, others) = pairs(bytes);
    // Chinese characters are two bytes from A1 up nearly always; western letters stand alone among ASCII.
    let chinese = pairs > others && (lost == 0 || pairs > lost * 50);
    Some(if chinese {
        text
    } else {
        lossy(WINDOWS_1252, bytes)
    })
}

fn lossy(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The byte order of UTF-16 without a mark: the zero bytes of its ASCII characters stand on one side, but for a few such as
/// those of 一 (4E 00).
fn wide_order(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(8192))?;
    let (mut even, mut odd) = (0usize, 0usize);
    for pair in sample.chunks_exact(2) {
        even += usize::from(pair[0] == 0);
        odd += usize::from(pair[1] == 0);
    }
    let units = sample.len() / 2;
    let many = |most: usize, least: usize| most * 50 >= units && most >= least * 3;
    if many(odd, even) {
        Some(UTF_16LE)
    } else if many(even, odd) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether most characters beyond ASCII are well-formed UTF-8.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= 4 && good >= bad * 4
}

/// How many pairs of bytes from A1 up, and how many other bytes beyond ASCII.
fn pairs(bytes: &[u8]) -> (usize, usize) {
    let (mut pairs, mut others) = (0, 0);
    let mut rest = bytes;
    loop {
        rest = match rest {
            [0xa1..=0xfe, 0xa1..=0xfe, rest @ ..] => {
                pairs += 1;
                rest
            }
            [0x80..=0xff, rest @ ..] => {
                others += 1;
                rest
            }
            [_, rest @ ..] => rest,
            [] => return (pairs, others),
        };
    }
}

/// Whether what was decoded is no text: zero characters, or one control character in ten.
fn is_binary(text: &str) -> bool {
    let (mut controls, mut all) = (0usize, 0usize);
    for c in text.chars() {
        all += 1;
        if c == '\0' {
            return true;
        }
        let layout = matches!(
            c,
            '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{1a}' | '\u{1b}'
        );
        controls += usize::from(c.is_control() && !layout);
    }
    controls * 10 > all
}

/// Lone carriage returns become line feeds.
fn alike(text: String) -> String {
    let mut bytes = text.into_bytes();
    let mut at = 0;
    while let Some(found) = bytes
        .get(at..)
        .and_then(|rest| rest.iter().position(|&b| b == b'\r'))
    {
        at += found;
        if bytes.get(at + 1) != Some(&b'\n')
            && let Some(byte) = bytes.get_mut(at)
        {
            *byte = b'\n';
        }
        at += 1;
    }
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::Input;
    use super::{decode, notices};

    fn text(bytes: &[u8]) -> String {
        decode(Input { path: "x", bytes }).unwrap_or_else(|error| error.to_string())
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        let order = |unit: u16| {
            if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        };
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let report = "表1：收入支出决算总表（单位：万元）\n项目,金额\n财政拨款,218.42\n";
        let (gbk, _, _) = encoding_rs::GB18030.encode(report);
        let marked = |mark: &[u8], bytes: Vec<u8>| [mark.to_vec(), bytes].concat();
        for bytes in [
            report.as_bytes().to_vec(),
            marked(b"\xef\xbb\xbf", report.as_bytes().to_vec()),
            gbk.to_vec(),
            utf16(report, false),
            utf16(report, true),
            marked(b"\xff\xfe", utf16(report, false)),
            marked(b"\xfe\xff", utf16(report, true)),
        ] {
            assert_eq!(text(&bytes), report);
        }
    }

    #[test]
    fn a_cut_or_damaged_character_is_no_reason_for_another_encoding() {
        let report = "财政拨款收入二百八十万元，支出相同";
        let cut = &report.as_bytes()[..report.len() - 1];
        assert!(text(cut).starts_with("财政拨款收入二百八十万元，支出相"));
        assert_eq!(notices(&text(cut)).len(), 1);
        let mut damaged = report.as_bytes().to_vec();
        damaged[4] = b'?';
        assert!(text(&damaged).ends_with("收入二百八十万元，支出相同"));
        let (gbk, _, _) = encoding_rs::GB18030.encode(report);
        assert!(text(&gbk[..gbk.len() - 1]).starts_with("财政拨款收入二百八十万元，支出相"));
        assert!(notices("all is well").is_empty());
    }

    #[test]
    fn western_text_is_not_taken_for_chinese() {
        assert_eq!(
            text(b"Total co\xfbt \x96 caf\xe9: \xa31,000 na\xefve"),
            "Total coût – café: £1,000 naïve"
        );
    }

    #[test]
    fn lone_carriage_returns_end_lines() {
        assert_eq!(text(b"a\rb\r\nc\n"), "a\nb\r\nc\n");
    }

    #[test]
    fn binary_and_empty_files_are_told() {
        assert!(text(b"").contains("empty"));
        assert!(text(b"\xef\xbb\xbf").contains("empty"));
        assert!(text(b"a\0\0b\0c\x01\x02").contains("binary"));
        assert!(text(b"\x01\x02\x03\x04abc").contains("binary"));
    }
}
