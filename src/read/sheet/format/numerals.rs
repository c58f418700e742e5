//! Chinese numerals, as `[DBNum1]` (一二三), `[DBNum2]` (壹贰叁) and `[DBNum3]` (full-width digits) show them.

const PLAIN: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const FORMAL: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const PLAIN_STEPS: [&str; 4] = ["", "十", "百", "千"];
const FORMAL_STEPS: [&str; 4] = ["", "拾", "佰", "仟"];

/// Digit by digit.
pub fn spell(text: &str, style: u8) -> String {
    text.chars()
        .map(|c| match c.to_digit(10) {
            Some(digit) => one(digit as usize, style),
            None => c.to_string(),
        })
        .collect()
}

fn one(digit: usize, style: u8) -> String {
    let names = match style {
        1 => PLAIN,
        2 => FORMAL,
        _ => {
            let wide = u32::try_from(digit).ok().map(|digit| 0xff10 + digit);
            return wide.and_then(char::from_u32).unwrap_or('０').to_string();
        }
    };
    names.get(digit).copied().unwrap_or("").to_owned()
}

/// A number in its digits (`10203`, `1.25`) as one is said: 壹万零贰佰零叁, 壹.贰伍.
pub fn say(text: &str, style: u8) -> String {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let digits: Option<Vec<usize>> = whole
        .chars()
        .map(|c| c.to_digit(10).map(|d| d as usize))
        .collect();
    let said = match digits {
        Some(digits) if (1..=16).contains(&digits.len()) && style < 3 => say_whole(&digits, style),
        _ => spell(whole, style),
    };
    match fraction {
        Some(fraction) => format!("{said}.{}", spell(fraction, style)),
        None => said,
    }
}

fn say_whole(digits: &[usize], style: u8) -> String {
    let steps = if style == 1 {
        PLAIN_STEPS
    } else {
        FORMAL_STEPS
    };
    let nought = if style == 1 { "〇" } else { "零" };
    let mut said = String::new();
    let (mut gap, mut group) = (false, false);
    for (at, &digit) in digits.iter().enumerate() {
        let place = digits.len() - 1 - at;
        if digit == 0 {
            gap = true;
        } else {
            if gap && !said.is_empty() {
                said.push_str(nought);
            }
            gap = false;
            group = true;
            said.push_str(&one(digit, style));
            said.push_str(steps.get(place % 4).copied().unwrap_or(""));
        }
        if place.is_multiple_of(4) && place > 0 && group {
            said.push_str(if place % 8 == 4 { "万" } else { "亿" });
            group = false;
        }
    }
    if said.is_empty() {
        nought.to_owned()
    } else {
        said
    }
}
