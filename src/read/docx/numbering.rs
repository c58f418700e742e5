//! The numbers that Word sets before paragraphs: lists, their levels, their counters.

use crate::read::xml::{Element, Token, Tokens};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    /// `%1.%2`: the counters of the levels in it.
    text: String,
    /// All counters as Arabic digits.
    legal: bool,
    /// No blank after the number.
    tight: bool,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: "decimal".to_owned(),
            text: String::new(),
            legal: false,
            tight: false,
        }
    }
}

type Levels = BTreeMap<usize, Level>;

#[derive(Debug, Default)]
struct Abstract {
    levels: Levels,
    /// The style whose list stands in its place.
    link: Option<String>,
    /// The style that refers to it.
    of_style: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    base: u32,
    levels: Levels,
    starts: BTreeMap<usize, u32>,
    used: bool,
}

/// The lists of a document with their counters as far as it was read.
#[derive(Debug, Default)]
pub struct Numbering {
    bases: BTreeMap<u32, Abstract>,
    lists: BTreeMap<u32, List>,
    /// By base: the counter of each level, `None` before its first use.
    counters: BTreeMap<u32, [Option<u32>; 9]>,
}

/// What is open while the part is read.
#[derive(Default)]
struct Reading {
    base: Option<u32>,
    list: Option<u32>,
    level: Option<usize>,
}

impl Numbering {
    pub fn of(source: &str) -> Self {
        let mut numbering = Self::default();
        let mut reading = Reading::default();
        let mut tokens = Tokens::of(source);
        while let Some(token) = tokens.next() {
            match token {
                Token::Open(element) => match element.name() {
                    "pPr" | "rPr" => tokens.pass_over(),
                    _ => numbering.take(&element, &mut reading),
                },
                Token::Close(element) => match element.name() {
                    "abstractNum" => reading.base = None,
                    "num" => reading.list = None,
                    "lvl" => reading.level = None,
                    _ => {}
                },
                Token::Text(_) => {}
            }
        }
        numbering
    }

    fn take(&mut self, element: &Element<'_>, reading: &mut Reading) {
        match element.name() {
            "abstractNum" => reading.base = element.number("abstractNumId"),
            "num" => reading.list = element.number("numId"),
            "lvl" | "lvlOverride" => reading.level = element.number("ilvl").filter(|&it| it < 9),
            _ => {}
        }
        if let Some(id) = reading.list {
            let list = self.lists.entry(id).or_default();
            match (element.name(), reading.level) {
                ("abstractNumId", _) => list.base = element.number("val").unwrap_or(0),
                ("startOverride", Some(level)) => {
                    list.starts
                        .insert(level, element.number("val").unwrap_or(1));
                }
                ("lvlOverride", _) => {}
                (_, Some(level)) => set(list.levels.entry(level).or_default(), element),
                _ => {}
            }
            // An override of the start alone is no level of its own.
            list.levels.retain(|_, level| {
                !level.text.is_empty() || level.format != "decimal" || reading.level.is_some()
            });
        } else if let Some(id) = reading.base {
            let base = self.bases.entry(id).or_default();
            match (element.name(), reading.level) {
                ("numStyleLink", _) => base.link = element.value(),
                ("styleLink", _) => base.of_style = element.value(),
                (_, Some(level)) => set(base.levels.entry(level).or_default(), element),
                _ => {}
            }
        }
    }

    /// Counts a paragraph of a list and gives the number printed before it, with the blank after it; empty for bullets.
    pub fn count(&mut self, list: u32, level: usize) -> String {
        let level = level.min(8);
        let Some(id) = self.base_of(list) else {
            return String::new();
        };
        let Some(own) = self.lists.get_mut(&list) else {
            return String::new();
        };
        let counters = self.counters.entry(id).or_default();
        if !std::mem::replace(&mut own.used, true) {
            for &at in own.starts.keys() {
                counters.iter_mut().skip(at).for_each(|it| *it = None);
            }
        }
        let own = &*own;
        let Some(base) = self.bases.get(&id) else {
            return String::new();
        };
        let find = |at: usize| {
            let own = own.levels.get(&at).filter(|level| !level.text.is_empty());
            own.or_else(|| base.levels.get(&at))
        };
        let start = |at: usize| {
            let given = own.starts.get(&at).copied();
            given.or(find(at).map(|level| level.start)).unwrap_or(1)
        };
        // Levels above that were never counted stand at their start.
        for (at, counter) in counters.iter_mut().enumerate() {
            match at.cmp(&level) {
                std::cmp::Ordering::Less => {
                    counter.get_or_insert_with(|| start(at));
                }
                std::cmp::Ordering::Equal => {
                    *counter = Some(counter.map_or_else(|| start(at), |it| it.saturating_add(1)));
                }
                std::cmp::Ordering::Greater => *counter = None,
            }
        }
        let Some(shape) = find(level) else {
            return String::new();
        };
        if matches!(shape.format.as_str(), "bullet" | "none") && !shape.text.contains('%') {
            return String::new();
        }
        let mut printed = String::new();
        let mut text = shape.text.chars().peekable();
        while let Some(c) = text.next() {
            let other = text
                .peek()
                .and_then(|c| c.to_digit(10))
                .filter(|&it| it > 0);
            match other {
                Some(digit) if c == '%' => {
                    text.next();
                    let at = digit as usize - 1;
                    let number = counters.get(at).copied().flatten().unwrap_or(1);
                    let format = find(at).map_or("decimal", |level| level.format.as_str());
                    let format = if shape.legal { "decimal" } else { format };
                    printed.push_str(&format_number(number, format));
                }
                _ => printed.push(c),
            }
        }
        let blank = printed.ends_with(|c: char| c.is_ascii());
        if blank && !shape.tight {
            printed.push(' ');
        }
        printed
    }

    /// The base that a list counts with, links between styles followed once.
    fn base_of(&self, list: u32) -> Option<u32> {
        let id = self.lists.get(&list)?.base;
        let Some(link) = self.bases.get(&id).and_then(|base| base.link.as_ref()) else {
            return Some(id);
        };
        let linked = self
            .bases
            .iter()
            .find(|(_, base)| base.of_style.as_ref() == Some(link) && base.link.is_none());
        Some(linked.map_or(id, |(&id, _)| id))
    }
}

fn set(level: &mut Level, element: &Element<'_>) {
    match element.name() {
        "start" => level.start = element.number("val").unwrap_or(1),
        "numFmt" => level.format = element.value().unwrap_or_default(),
        "lvlText" => level.text = element.value().unwrap_or_default(),
        "isLgl" => level.legal = element.is_on(),
        "suff" => level.tight = element.value().as_deref() == Some("nothing"),
        _ => {}
    }
}

/// A counter as a format prints it; formats that are not known as Arabic digits.
fn format_number(number: u32, format: &str) -> String {
    let from = |first: char, count: u32| match number {
        1.. if number <= count => char::from_u32(u32::from(first) + number - 1)
            .map_or_else(|| number.to_string(), String::from),
        _ => number.to_string(),
    };
    match format {
        "none" => String::new(),
        "decimalZero" => format!("{number:02}"),
        "upperRoman" => roman(number).to_uppercase(),
        "lowerRoman" => roman(number),
        "upperLetter" => letters(number).to_uppercase(),
        "lowerLetter" => letters(number),
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting" => chinese(number, "〇一二三四五六七八九", ["", "十", "百", "千"]),
        "chineseLegalSimplified" => chinese(number, "零壹贰叁肆伍陆柒捌玖", ["", "拾", "佰", "仟"]),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            let digits = number.to_string();
            let digit = |c: char| "〇一二三四五六七八九".chars().nth(c.to_digit(10)? as usize);
            digits.chars().filter_map(digit).collect()
        }
        "ideographTraditional" => pick(number, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => pick(number, "子丑寅卯辰巳午未申酉戌亥"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => from('①', 20),
        "decimalEnclosedParen" => from('⑴', 20),
        "decimalEnclosedFullstop" => from('⒈', 20),
        "ordinal" => {
            let end = match (number % 10, number % 100) {
                (1, tens) if tens != 11 => "st",
                (2, tens) if tens != 12 => "nd",
                (3, tens) if tens != 13 => "rd",
                _ => "th",
            };
            format!("{number}{end}")
        }
        _ => number.to_string(),
    }
}

fn pick(number: u32, signs: &str) -> String {
    let at = (number as usize).checked_sub(1);
    at.and_then(|at| signs.chars().nth(at))
        .map_or_else(|| number.to_string(), String::from)
}

fn roman(number: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&number) {
        return number.to_string();
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, sign) in STEPS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

/// a, b … z, aa, bb …
fn letters(number: u32) -> String {
    if !(1..=780).contains(&number) {
        return number.to_string();
    }
    let letter = char::from(b'a' + ((number - 1) % 26) as u8);
    std::iter::repeat_n(letter, (number as usize - 1) / 26 + 1).collect()
}

/// 一, 十, 十一, 二十一, 一百〇一; as digits from ten thousand on.
fn chinese(number: u32, digits: &str, steps: [&str; 4]) -> String {
    if !(1..10_000).contains(&number) {
        return number.to_string();
    }
    let sign = |digit: u32| digits.chars().nth(digit as usize).unwrap_or('0');
    let mut out = String::new();
    let mut gap = false;
    for (at, step) in steps.iter().enumerate().rev() {
        let digit = number / 10u32.pow(at as u32) % 10;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push(sign(0));
            gap = false;
        }
        // 十 for 一十, where it stands first.
        if !(at == 1 && digit == 1 && out.is_empty()) {
            out.push(sign(digit));
        }
        out.push_str(step);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_print_as_word_prints_them() {
        let of = |format: &str, numbers: &[u32]| -> Vec<String> {
            numbers
                .iter()
                .map(|&it| format_number(it, format))
                .collect()
        };
        let chinese = of("chineseCounting", &[1, 10, 11, 20, 21, 101, 110, 2024]);
        assert_eq!(
            chinese,
            [
                "一",
                "十",
                "十一",
                "二十",
                "二十一",
                "一百〇一",
                "一百一十",
                "二千〇二十四"
            ]
        );
        assert_eq!(of("lowerRoman", &[4, 1999]), ["iv", "mcmxcix"]);
        assert_eq!(of("upperLetter", &[1, 26, 27]), ["A", "Z", "AA"]);
        assert_eq!(of("decimalEnclosedCircle", &[3, 21]), ["③", "21"]);
        assert_eq!(of("ordinal", &[1, 12, 23]), ["1st", "12th", "23rd"]);
    }

    #[test]
    fn lists_count_by_level_and_start_anew_where_they_say_so() {
        let mut numbering = Numbering::of(
            r#"<w:numbering><w:abstractNum w:abstractNumId="3">
            <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
            <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
            <w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>
            <w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num>
            <w:num w:numId="2"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
            </w:numbering>"#,
        );
        let mut count = |list, level| numbering.count(list, level);
        assert_eq!(count(1, 0), "一、");
        assert_eq!(count(1, 1), "1.1 ");
        assert_eq!(count(1, 1), "1.2 ");
        assert_eq!(count(1, 2), "");
        assert_eq!(count(1, 0), "二、");
        assert_eq!(count(1, 1), "2.1 ");
        assert_eq!(count(2, 0), "五、");
        assert_eq!(count(2, 0), "六、");
        assert_eq!(count(9, 0), "");
    }
}
