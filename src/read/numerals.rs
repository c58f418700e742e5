//! The numbers that word processors set before paragraphs.

/// A counter as a format (by Word's name for it) prints it; formats that are not known as Arabic digits.
pub fn print(number: u32, format: &str) -> String {
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
            numbers.iter().map(|&it| print(it, format)).collect()
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
}
