//! What may follow a number in its cell and leave it a number: units, footnote marks; and the marks that say "none".

use super::{is_latin, is_space, plain};

/// What stood before a suffix.
#[derive(Clone, Copy)]
pub(super) struct Before {
    /// A currency, separators or decimals: more than a bare count, so that a single letter after it is a unit (`$5m`, not `2a`).
    pub exact: bool,
    /// Brackets around a bare integer: a footnote mark after it makes both footnote marks.
    pub listed: bool,
}

const NIL: &[&str] = &[
    "/",
    "//",
    "\\",
    "无",
    "不适用",
    "n/a",
    "na",
    "n.a.",
    "n.a",
    "nil",
    "none",
    "nm",
    "n.m.",
    "n/m",
    "…",
    "……",
    "..",
    "...",
];

/// Powers of ten that stand before a Chinese unit or alone.
const POWERS: &[&str] = &[
    "百亿", "千万", "百万", "十万", "万亿", "亿", "万", "千", "百",
];

/// Chinese counters and units. No years, months, grades: `3年`, `2级` name things.
const COUNTERS: &[&str] = &[
    "个百分点",
    "百分点",
    "个基点",
    "基点",
    "平方公里",
    "平方千米",
    "立方米",
    "平方米",
    "元整",
    "美元",
    "港元",
    "港币",
    "欧元",
    "日元",
    "英镑",
    "人民币",
    "人次",
    "批次",
    "车次",
    "公顷",
    "公里",
    "千米",
    "公斤",
    "千克",
    "小时",
    "分钟",
    "千瓦时",
    "兆瓦",
    "千瓦",
    "元",
    "圆",
    "角",
    "分",
    "人",
    "名",
    "位",
    "户",
    "家",
    "个",
    "辆",
    "条",
    "项",
    "件",
    "次",
    "批",
    "台",
    "套",
    "只",
    "头",
    "亩",
    "米",
    "吨",
    "克",
    "升",
    "股",
    "份",
    "本",
    "册",
    "篇",
    "场",
    "处",
    "所",
    "座",
    "栋",
    "间",
    "床",
    "张",
    "株",
    "棵",
    "倍",
    "天",
    "度",
    "起",
    "宗",
    "例",
    "笔",
    "支",
    "部",
    "对",
    "门",
    "片",
    "块",
    "根",
    "桶",
    "箱",
    "瓶",
];

/// Powers of ten and ratios that may touch the digits.
const MAGNITUDES: &[&str] = &[
    "thousand",
    "thousands",
    "million",
    "millions",
    "billion",
    "billions",
    "trillion",
    "trillions",
    "mn",
    "mln",
    "mm",
    "bn",
    "bln",
    "tn",
    "trn",
    "bps",
    "bp",
    "pp",
    "ppt",
    "ppts",
    "pts",
    "k",
    "m",
    "b",
    "x",
    "kg",
    "km",
    "kwh",
    "mwh",
    "gwh",
    "mw",
    "gw",
    "kw",
    "usd",
    "cny",
    "rmb",
    "eur",
    "gbp",
    "hkd",
];

/// Further words after a number.
const WORDS: &[&str] = &[
    "percentage points",
    "percentage point",
    "basis points",
    "basis point",
    "per cent",
    "percent",
    "points",
    "point",
    "pt",
    "cents",
    "cent",
    "dollars",
    "dollar",
    "yuan",
    "euros",
    "euro",
    "pounds",
    "jpy",
    "aud",
    "cad",
    "chf",
    "inr",
    "sgd",
    "krw",
    "twd",
    "lkr",
    "tk",
    "crore",
    "crores",
    "lakh",
    "lakhs",
    "shares",
    "people",
    "persons",
    "employees",
    "units",
    "tons",
    "tonnes",
    "ton",
    "mt",
    "barrels",
    "bbl",
    "boe",
    "acres",
    "hectares",
    "ha",
    "sqm",
    "sq ft",
    "sq m",
    "sq. ft.",
    "fte",
    "ftes",
    "times",
    "cr",
    "dr",
    "hours",
];

/// Units that one letter names after a number that is plainly an amount: thousands, pence, lakh.
const LETTERS: &[&str] = &["k", "m", "b", "t", "c", "p", "l", "g"];

fn is_dash(c: char) -> bool {
    matches!(plain(c), '-' | '—' | '―' | '─' | '﹘')
}

/// Whether a whole trimmed cell says "none".
pub(super) fn is_nil(text: &str) -> bool {
    let first = text.chars().next().map_or(' ', plain);
    if first.is_ascii_digit() || text.chars().nth(32).is_some() {
        return false;
    }
    if is_dash(first) || first == '(' || first == '%' || super::printed::is_currency_sign(first) {
        let mut rest = text;
        let mut dashes = 0;
        while let Some(c) = rest.chars().next() {
            let open =
                dashes == 0 && (plain(c) == '(' || super::printed::is_currency_sign(plain(c)));
            let close = dashes > 0
                && (matches!(plain(c), ')' | '%') || super::printed::is_currency_sign(plain(c)));
            if is_dash(c) {
                dashes += 1;
            } else if !(open || close || is_space(c)) {
                break;
            }
            rest = &rest[c.len_utf8()..];
        }
        return dashes > 0 && only_notes(rest);
    }
    // Nearly all words differ from all marks in their first character.
    let first = first.to_ascii_lowercase();
    let mut alike = NIL.iter().filter(|nil| nil.starts_with(first));
    alike.any(|nil| equal(text, nil))
}

/// Whether two texts are equal, width and case aside.
fn equal(text: &str, lower: &str) -> bool {
    prefix(text, lower).is_some_and(str::is_empty)
}

/// The rest of a text after a word in lower case, width and case aside.
fn prefix<'a>(text: &'a str, lower: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for wanted in lower.chars() {
        let c = plain(rest.next()?).to_ascii_lowercase();
        if c != wanted {
            return None;
        }
    }
    Some(rest.as_str())
}

/// Whether letters that touch the digits are a power of ten or a ratio: `2.7bn`, `50bps`.
pub(super) fn is_magnitude(letters: &str) -> bool {
    letters != "X" && MAGNITUDES.iter().any(|unit| equal(letters, unit))
}

/// A currency that stands right after a number.
pub(super) fn currency(suffix: &str) -> Option<String> {
    let sign = plain(suffix.chars().next()?);
    if super::printed::is_currency_sign(sign) {
        return Some(sign.to_string());
    }
    [
        "usd", "cny", "rmb", "eur", "gbp", "hkd", "jpy", "aud", "cad", "chf", "inr",
    ]
    .iter()
    .find(|code| prefix(suffix, code).is_some_and(|rest| !rest.starts_with(is_latin)))
    .map(|code| code.to_uppercase())
}

/// Whether a number with this after it is still a number.
pub(super) fn may_follow(suffix: &str, before: Before) -> bool {
    if before.listed && suffix.starts_with(['(', '（', '[']) && note(suffix).is_some() {
        return false;
    }
    let mut rest = suffix;
    let mut named = false;
    loop {
        rest = rest.trim_start_matches(is_space);
        if rest.is_empty() {
            return true;
        }
        if let Some(after) = note(rest) {
            rest = after;
        } else if !named && let Some(after) = unit(rest, before) {
            named = true;
            rest = per(after).unwrap_or(after);
        } else if !named
            && before.exact
            && let Some(after) = bracketed(rest, before)
        {
            (named, rest) = (true, after);
        } else if !named && let Some(after) = per(rest) {
            named = true;
            rest = after;
        } else {
            return false;
        }
    }
}

/// The rest after a unit in brackets: `（万元）`. After a bare integer it may name a column: `2019（万元）`.
fn bracketed(text: &str, before: Before) -> Option<&str> {
    let inside = text.strip_prefix(['(', '（'])?;
    let after = unit(inside.trim_start_matches(is_space), before)?;
    after.trim_start_matches(is_space).strip_prefix([')', '）'])
}

fn only_notes(mut rest: &str) -> bool {
    loop {
        rest = rest.trim_start_matches(is_space);
        match note(rest) {
            Some(after) => rest = after,
            None => return rest.is_empty(),
        }
    }
}

/// The rest after a footnote mark: `*`, `†`, `①`, `(1)`, `(a)`, `[注]`, `(Note 3)`, also with a comma before it.
fn note(text: &str) -> Option<&str> {
    let c = text.chars().next()?;
    let rest = &text[c.len_utf8()..];
    match plain(c) {
        '*' | '#' | '†' | '‡' | '§' | '^' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | 'ª' | '①'..='⑳' => {
            Some(rest)
        }
        ',' => note(rest.trim_start_matches(is_space)),
        '(' | '[' | '〔' | '【' => {
            let end = rest.find([')', '）', ']', '］', '〕', '】'])?;
            let inside = rest[..end].trim_start_matches('^').trim_matches(is_space);
            let close = rest[end..].chars().next()?.len_utf8();
            is_reference(inside).then(|| &rest[end + close..])
        }
        _ => None,
    }
}

/// What stands in the brackets of a footnote mark.
fn is_reference(inside: &str) -> bool {
    let count = inside.chars().count();
    if count > 12 {
        return false;
    }
    let named = ["notes", "note", "注", "附注", "fn"]
        .iter()
        .find_map(|word| prefix(inside, word));
    let mark = named.unwrap_or(inside).trim_matches(is_space);
    if mark.is_empty() {
        return named.is_some();
    }
    mark == "%"
        || mark
            .split(|c| matches!(plain(c), ',' | '、' | ' ' | '-'))
            .all(|part| {
                let part = part.trim_matches(is_space);
                let count = part.chars().count();
                let digits = part.chars().all(|c| plain(c).is_ascii_digit());
                let roman = part
                    .chars()
                    .all(|c| matches!(plain(c), 'i' | 'v' | 'x' | 'I' | 'V' | 'X'));
                let letter = count == 1
                    && part
                        .chars()
                        .all(|c| is_latin(plain(c)) || "一二三四五六七八九十".contains(c));
                (digits && count <= 2) || (roman && count <= 4) || letter
            })
}

/// The rest after a unit.
fn unit(text: &str, before: Before) -> Option<&str> {
    let first = text.chars().next()?;
    if super::printed::is_currency_sign(plain(first)) {
        return Some(&text[first.len_utf8()..]);
    }
    if is_latin(first) {
        let whole = |word: &&&str| {
            prefix(text, word)
                .is_some_and(|rest| !rest.starts_with(|c: char| is_latin(c) || c.is_ascii_digit()))
        };
        let letters = if before.exact { LETTERS } else { &[] };
        // A single letter after a bare integer is a code: `2b`, `5m`; `x` is "times".
        let words = WORDS
            .iter()
            .chain(
                MAGNITUDES
                    .iter()
                    .filter(|word| word.len() > 1 || (**word == "x" && first != 'X')),
            )
            .chain(letters);
        let word = words.filter(whole).max_by_key(|word| word.len())?;
        return prefix(text, word);
    }
    let power = POWERS.iter().find_map(|power| prefix(text, power));
    let rest = power.map_or(text, |rest| rest.trim_start_matches(is_space));
    // `千瓦时` begins with a power of ten and is none.
    let counter = |text| {
        COUNTERS
            .iter()
            .filter_map(|unit| prefix(text, unit))
            .min_by_key(|rest| rest.len())
    };
    counter(text).or_else(|| counter(rest)).or(power)
}

/// The rest after `/year`, `/吨`: a rate per something.
fn per(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(is_space);
    let rest = rest.strip_prefix(['/', '／'])?.trim_start_matches(is_space);
    let end = rest
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(rest.len());
    let count = rest[..end].chars().count();
    (1..=8).contains(&count).then(|| &rest[end..])
}
