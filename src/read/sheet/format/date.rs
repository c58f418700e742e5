//! Days counted from 1900 (or 1904) as dates and times.

use super::{
    Stored, numerals,
    tokens::{Section, Token},
};
use std::fmt::Write;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];
const WEEKDAYS_ZH: [&str; 7] = ["日", "一", "二", "三", "四", "五", "六"];

/// 31 December 9999, the last day that a sheet can show.
const LAST_DAY: i64 = 2_958_465;
/// Ticks a second: times are worked out to a thousandth.
const TICKS: i128 = 1_000;

/// A date or time; `None` for numbers that are no date (negative, or past the year 9999).
pub fn render(section: &Section, value: &Stored, since_1904: bool) -> Option<String> {
    let mut day = value.truncated()?;
    if value.negative || day > LAST_DAY {
        return None;
    }
    let fraction = value
        .fraction(12)
        .iter()
        .fold(0i128, |sum, &digit| sum * 10 + i128::from(digit));
    let subseconds = section
        .tokens
        .iter()
        .map(|token| match token {
            Token::Subsecond(length) => (*length).min(3),
            _ => 0,
        })
        .max()
        .unwrap_or(0);
    // Rounded to what is shown of a second.
    let step = match subseconds {
        0 => TICKS,
        1 => TICKS / 10,
        2 => TICKS / 100,
        _ => 1,
    };
    let unit = 1_000_000_000_000i128;
    let mut ticks = (fraction * 86_400 * TICKS / step + unit / 2) / unit * step;
    if ticks >= 86_400 * TICKS {
        ticks -= 86_400 * TICKS;
        day += 1;
    }
    let seconds = i64::try_from(ticks / TICKS).unwrap_or(0);
    let millis = ticks % TICKS;
    let (year, month, date) = calendar(if since_1904 { day + 1_462 } else { day });
    let weekday = usize::try_from((day + if since_1904 { 1_462 } else { 0 } + 6) % 7).unwrap_or(0);
    let halves = section
        .tokens
        .iter()
        .any(|token| matches!(token, Token::Half(..)));
    let hour = seconds / 3_600;
    let shown_hour = match (halves, hour % 12) {
        (true, 0) => 12,
        (true, hour) => hour,
        (false, _) => hour,
    };
    let numeral = |number: i64, length: usize| {
        let plain = if length >= 2 {
            format!("{number:02}")
        } else {
            number.to_string()
        };
        match section.numerals {
            Some(style @ 1..=2) => {
                let said = numerals::say(&number.to_string(), style);
                match said.strip_prefix("一十") {
                    Some(rest) => format!("十{rest}"),
                    None => said,
                }
            }
            Some(style) => numerals::spell(&plain, style),
            None => plain,
        }
    };
    let mut text = String::new();
    for token in &section.tokens {
        let words = match token {
            Token::Literal(words) => words.clone(),
            Token::Year(length) => {
                let year = if *length <= 2 {
                    format!("{:02}", year % 100)
                } else {
                    format!("{year:04}")
                };
                section
                    .numerals
                    .map_or(year.clone(), |style| numerals::spell(&year, style))
            }
            Token::Month(length @ 3..) => {
                let name = usize::try_from(month - 1)
                    .ok()
                    .and_then(|at| MONTHS.get(at).copied())
                    .unwrap_or("");
                let cut = match length {
                    3 => 3,
                    5 => 1,
                    _ => name.len(),
                };
                name.get(..cut).unwrap_or(name).to_owned()
            }
            Token::Month(length) => numeral(month, *length),
            Token::Day(length @ 3..) => {
                let name = WEEKDAYS.get(weekday).copied().unwrap_or("");
                let cut = if *length == 3 { 3 } else { name.len() };
                name.get(..cut).unwrap_or(name).to_owned()
            }
            Token::Day(length) => numeral(date, *length),
            Token::Weekday(length) => {
                let name = WEEKDAYS_ZH.get(weekday).copied().unwrap_or("");
                let lead = if *length >= 4 { "星期" } else { "" };
                format!("{lead}{name}")
            }
            Token::Hour(length) => numeral(shown_hour, *length),
            Token::Minute(length) => numeral(seconds / 60 % 60, *length),
            Token::Second(length) => numeral(seconds % 60, *length),
            Token::Subsecond(length) => {
                let digits = format!("{millis:03}");
                digits
                    .chars()
                    .chain(std::iter::repeat('0'))
                    .take(*length)
                    .collect()
            }
            Token::Half(before, after) => (if hour < 12 { *before } else { *after }).to_owned(),
            Token::Elapsed(kind, length) => {
                let all = day.saturating_mul(86_400).saturating_add(seconds);
                let run = match kind {
                    'h' => all / 3_600,
                    'm' => all / 60,
                    _ => all,
                };
                let mut padded = String::new();
                let width = (*length).min(9);
                let _ = write!(padded, "{run:0width$}");
                padded
            }
            Token::General => value.general(),
            _ => String::new(),
        };
        text.push_str(&words);
    }
    Some(text)
}

/// Year, month and day of a count of days in which 1 is 1 January 1900 and 60 the 29 February that there never was.
fn calendar(day: i64) -> (i64, i64, i64) {
    match day {
        0 => return (1900, 1, 0),
        60 => return (1900, 2, 29),
        _ => {}
    }
    // Days since 1 March of the year 0, in eras of 400 years.
    let days = day + if day < 60 { 1 } else { 0 } + 693_899;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let date = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, date)
}
