//! Words that name a row, a column, a table: as printed, and folded so that two spellings of one label are equal.

use super::traditional::simplified;
use unicode_normalization::UnicodeNormalization;

/// A label as printed, with its folded form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Label {
    pub text: String,
    pub folded: String,
}

impl Label {
    pub fn new(text: &str) -> Self {
        Self {
            text: text.trim().to_owned(),
            folded: fold(text),
        }
    }
}

/// A label on one line, without spaces that only stretch Chinese words (`小 计`) and a closing colon.
pub fn unstretched(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    let mut chars = text.trim().trim_end_matches([':', '：']).chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_whitespace() {
            name.push(c);
            continue;
        }
        while chars.next_if(|c| c.is_whitespace()).is_some() {}
        let between_cjk = name.chars().next_back().is_some_and(is_cjk)
            && chars.peek().copied().is_some_and(is_cjk);
        if !between_cjk {
            name.push(' ');
        }
    }
    name
}

pub fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// The form in which labels are compared: NFKC, lower case, quotes dropped, dashes alike, spaces beside Chinese characters
/// dropped and others single, traditional characters simplified, leading numbering (`一、`, `（一）`, `1.`, `(1)`, `①`) dropped, trailing colons dropped.
/// Folding a folded label changes nothing.
pub fn fold(text: &str) -> String {
    if is_folded(text) {
        return text.to_owned();
    }
    if let Some(plain) = simplify(text) {
        return finish(&plain);
    }
    let mut folded = fold_once(text);
    // Most labels are settled at once; odd letters decompose again in lower case.
    for _ in 0..8 {
        let again = fold_once(&folded);
        if again == folded {
            break;
        }
        folded = again;
    }
    folded
}

/// The short way for what nearly all reports are written in: ASCII, Chinese characters, full-width forms and the usual marks.
/// `None` where a character needs Unicode's tables.
fn simplify(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        let half = match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0)?,
            '\u{3000}' | '\u{A0}' => ' ',
            c => c,
        };
        match half {
            ' '..='~' | '\t' | '\n' | '\r' => push_plain(&mut plain, half.to_ascii_lowercase()),
            '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '、' | '。' => {
                plain.push(simplified(half));
            }
            '“' | '”' | '‘' | '’' | '《' | '》' | '「' | '」' | '『' | '』' | '—' | '–' | '‐'
            | '‑' | '−' | '―' | '【' | '】' | '〔' | '〕' => push_plain(&mut plain, half),
            _ => return None,
        }
    }
    Some(plain)
}

/// A character in the form in which words are compared: half width, small, simplified; spaces, dashes and brackets alike. `None`
/// for quotes and marks of emphasis, which say nothing.
pub fn plain(c: char) -> Option<char> {
    let c = match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0)?,
        c => c,
    };
    match c {
        '"' | '\'' | '“' | '”' | '‘' | '’' | '《' | '》' | '「' | '」' | '『' | '』' | '*'
        | '_' => None,
        '—' | '–' | '‐' | '‑' | '−' | '―' => Some('-'),
        '【' | '[' | '〔' => Some('('),
        '】' | ']' | '〕' => Some(')'),
        c if c.is_whitespace() || c.is_control() => Some(' '),
        c => Some(simplified(c.to_ascii_lowercase())),
    }
}

/// Adds a character in its plain form, spaces single.
fn push_plain(text: &mut String, c: char) {
    match plain(c) {
        None => {}
        Some(' ') if text.is_empty() || text.ends_with(' ') => {}
        Some(c) => text.push(c),
    }
}

/// Whether a label is plainly in folded form: nothing but simplified Chinese characters, small letters, and single spaces between letters.
/// Most labels are, and a folded label is not folded again.
fn is_folded(text: &str) -> bool {
    let mut letter = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            'a'..='z' => letter = true,
            ' ' if letter && chars.peek().is_some_and(char::is_ascii_lowercase) => letter = false,
            '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' if simplified(c) == c => {
                letter = false
            }
            _ => return false,
        }
    }
    true
}

fn fold_once(text: &str) -> String {
    let circled = |c: char| matches!(c, '①'..='⑳' | '㈠'..='㈩' | '⑴'..='⒇') || c.is_whitespace();
    let bare = text.trim_start_matches(circled);
    let text = if bare.is_empty() { text } else { bare };
    let mut plain = String::with_capacity(text.len());
    for c in text.nfkc().flat_map(char::to_lowercase) {
        push_plain(&mut plain, c);
    }
    finish(&plain)
}

/// Plain words without the spaces beside Chinese characters, the numbering before and the colons after them.
fn finish(plain: &str) -> String {
    let mut folded = String::with_capacity(plain.len());
    let mut rest = plain.trim().chars().peekable();
    while let Some(c) = rest.next() {
        let glued = c == ' '
            && (folded.chars().next_back().is_some_and(wide)
                || rest.peek().copied().is_some_and(wide));
        if !glued {
            folded.push(c);
        }
    }
    let mut rest = folded.as_str();
    loop {
        let bare = unnumbered(rest).trim_end_matches([':', ' ', '.']).trim();
        if bare.len() == rest.len() {
            return bare.to_owned();
        }
        rest = bare;
    }
}

/// Whether spaces beside a character say nothing.
pub fn wide(c: char) -> bool {
    is_cjk(c) || matches!(c, '、' | '。' | ',' | '(' | ')' | ':' | ';')
}

/// The text without one leading number: `一、`, `(一)`, `1.`, `1、`, `(1)`.
fn unnumbered(text: &str) -> &str {
    let ordinal = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let bare = text.strip_prefix('(').unwrap_or(text);
    let bracketed = bare.len() < text.len();
    let rest = bare.trim_start_matches(ordinal);
    let used = bare.len() - rest.len();
    if used == 0 || used > 9 {
        return text;
    }
    let after = if bracketed {
        rest.strip_prefix(')')
    } else {
        rest.strip_prefix(['、', '.'])
    };
    // `1.5` is a figure, `(3)=(1)-(2)` a formula; `1.` before words is a number of a list.
    let decimal = !bracketed && rest.starts_with('.');
    let goes_on =
        |c: char| matches!(c, '=' | '+' | '-' | '×' | '÷') || (decimal && c.is_ascii_digit());
    match after {
        Some(after) if !after.is_empty() && !after.starts_with(goes_on) => {
            after.trim_start_matches(['、', '.', ' '])
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,30}") {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded);
        }

        #[test]
        fn what_is_plainly_folded_folds_to_itself(text in "[a-c一二合计 、]{0,8}") {
            if super::is_folded(&text) {
                prop_assert_eq!(super::fold_once(&text), text);
            }
        }

        #[test]
        fn numbered_labels_fold_alike_however_they_are_numbered(
            text in "[一二三1-9 (（)）、.：:\\-—“”\\[【】①㈠ａＡ合计收入  \u{a0}]{0,16}"
        ) {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded);
        }
    }

    #[test]
    fn plainly_folded_labels_are_left_as_they_are() {
        for text in ["", "合计", "total revenue", "一二三", "fte人员", "十一月份"] {
            assert!(
                super::is_folded(text) && super::fold_once(text) == text,
                "{text}"
            );
        }
        for text in [
            "a b 合计",
            "a 合计",
            " a",
            "a ",
            "a  b",
            "A",
            "一、合计",
            "\u{f900}",
        ] {
            assert!(!super::is_folded(text), "{text}");
        }
    }

    #[test]
    fn spellings_of_one_label_fold_alike() {
        for (a, b) in [
            ("合 计", "合计"),
            ("　项　目", "项目"),
            ("（一）“三公”经费", "三公经费"),
            ("1. 基本支出：", "基本支出"),
            ("Total  Revenue", "total revenue"),
            ("执行差异（预－决）", "执行差异(预-决)"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} and {b}");
        }
        assert_eq!(fold("（一）1.基本支出"), "基本支出");
        assert_eq!(fold("① 收入"), "收入");
        assert_eq!(fold("（3）=（1）-（2）"), "(3)=(1)-(2)");
        assert_eq!(fold("1、2019年收入"), "2019年收入");
        assert_eq!(fold("1.5 times"), "1.5 times");
        assert_eq!(fold("一般公共预算"), "一般公共预算");
    }
}
