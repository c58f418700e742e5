//! Number formats (ECMA-376 part 1, §18.8.31): a stored number to the words that the sheet shows.

mod builtin;
mod date;
mod digits;
mod numerals;
mod tokens;

pub use builtin::builtin;

use super::stored::Stored;
use std::cmp::Ordering;
use tokens::{Section, Token};

/// A format code, taken apart once and used for many cells.
#[derive(Clone, Debug)]
pub struct Format {
    sections: Vec<Section>,
}

/// What a sheet shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub text: String,
    /// A date or a time: words, and no figure.
    pub date: bool,
}

/// Codes are no longer than this in any program; a longer one is as good as none.
const LONGEST_CODE: usize = 1_024;

impl Format {
    pub fn parse(code: &str) -> Self {
        let code = if code.len() > LONGEST_CODE { "" } else { code };
        Self {
            sections: tokens::sections(code),
        }
    }

    /// How a number is shown; `since_1904`: the book counts days from 1904.
    pub fn number(&self, value: &Stored, since_1904: bool) -> Shown {
        let numeric = match self.sections.len() {
            0 => 0,
            1 => 1,
            // The last one with an @ is for words.
            n if n < 4 && self.sections.last().is_some_and(Section::is_for_text) => n - 1,
            n => n.min(3),
        };
        let Some((at, section)) = self.choose(value, numeric) else {
            return Shown {
                text: value.general(),
                date: false,
            };
        };
        if section.is_date() {
            return match date::render(section, value, since_1904) {
                Some(text) => Shown { text, date: true },
                None => Shown {
                    text: value.general(),
                    date: false,
                },
            };
        }
        let unsigned = match &section.condition {
            Some((test, limit)) => {
                matches!(test.as_str(), "<" | "<=") && (limit.negative || limit.is_zero())
            }
            // The second section is for negative numbers alone, unless the first leaves others to it.
            None => at == 1 && self.sections.first().is_none_or(Section::takes_positives),
        };
        let sign = if value.negative && !unsigned { "-" } else { "" };
        let body = digits::render(section, &value.magnitude());
        Shown {
            text: match sign {
                "" => body,
                sign => {
                    let lead = body.len() - body.trim_start().len();
                    let (spaces, rest) = body.split_at(lead);
                    format!("{spaces}{sign}{rest}")
                }
            },
            date: false,
        }
    }

    /// How words are shown.
    pub fn text(&self, words: &str) -> String {
        let section = match self.sections.len() {
            4.. => self.sections.get(3),
            _ => self.sections.last().filter(|section| section.is_for_text()),
        };
        let Some(section) = section else {
            return words.to_owned();
        };
        section
            .tokens
            .iter()
            .map(|token| match token {
                Token::Text => words,
                Token::Literal(literal) => literal,
                _ => "",
            })
            .collect()
    }

    fn choose(&self, value: &Stored, numeric: usize) -> Option<(usize, &Section)> {
        let holds = |(at, section): &(usize, &Section)| match &section.condition {
            Some((test, limit)) => {
                let order = compare(value, limit);
                match test.as_str() {
                    "<" => order == Ordering::Less,
                    "<=" => order != Ordering::Greater,
                    ">" => order == Ordering::Greater,
                    ">=" => order != Ordering::Less,
                    "=" => order == Ordering::Equal,
                    _ => order != Ordering::Equal,
                }
            }
            None => match (at, numeric) {
                (0, 1) => true,
                (0, 2) => !value.negative,
                (0, _) => !value.negative && !value.is_zero(),
                (1, 3) => value.negative,
                _ => true,
            },
        };
        let sections = || self.sections.iter().take(numeric).enumerate();
        sections().find(holds).or_else(|| sections().next_back())
    }
}

fn compare(a: &Stored, b: &Stored) -> Ordering {
    let sign = |s: &Stored| match (s.is_zero(), s.negative) {
        (true, _) => 0,
        (_, true) => -1,
        _ => 1,
    };
    let magnitude = || a.point.cmp(&b.point).then_with(|| a.digits.cmp(&b.digits));
    sign(a).cmp(&sign(b)).then_with(|| match sign(a) {
        0 => Ordering::Equal,
        1 => magnitude(),
        _ => magnitude().reverse(),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(code: &str, value: &str) -> String {
        let value = Stored::parse(value).unwrap();
        Format::parse(code).number(&value, false).text
    }

    #[test]
    fn decimals_thousands_and_scale_are_shown() {
        for (code, value, expected) in [
            ("General", "1234.5", "1234.5"),
            ("G/通用格式", "0.1", "0.1"),
            ("0", "2.5", "3"),
            ("0.00", "508.36", "508.36"),
            ("0.00", "-0.5", "-0.50"),
            ("#,##0.00", "1234567.891", "1,234,567.89"),
            ("#,##0", "0", "0"),
            ("#,###", "0", ""),
            ("#,##0,", "1234567", "1,235"),
            ("0.00,,", "123456789", "123.46"),
            ("0.0,\"K\"", "12345", "12.3K"),
            ("0%", "0.1208", "12%"),
            ("0.00%", "-0.1208", "-12.08%"),
            ("00000", "42", "00042"),
            ("000-00-0000", "123456789", "123-45-6789"),
            ("#,##0.##", "1234.5", "1,234.5"),
            ("#,##0.##", "1234", "1,234."),
            ("0.00", "9.999", "10.00"),
            ("#.00", "0.5", ".50"),
            ("0.???", "1.5", "1.5  "),
            ("0000,000", "12", "0,000,012"),
        ] {
            assert_eq!(shown(code, value), expected, "{code} {value}");
        }
    }

    #[test]
    fn each_sign_has_its_section() {
        let accounting = "_(* #,##0.00_);_(* \\(#,##0.00\\);_(* \"-\"??_);_(@_)";
        assert_eq!(shown(accounting, "1234.5").trim(), "1,234.50");
        assert_eq!(shown(accounting, "-1234.5").trim(), "(1,234.50)");
        assert_eq!(shown(accounting, "0").trim(), "-");
        assert_eq!(Format::parse(accounting).text("n/a").trim(), "n/a");
        assert_eq!(shown("#,##0_);[Red](#,##0)", "-5"), "(5)");
        assert_eq!(shown("0;-0;;@", "0"), "");
        assert_eq!(shown(";;;", "12"), "");
        assert_eq!(shown("$#,##0.00;[Red]-$#,##0.00", "-3"), "-$3.00");
        assert_eq!(shown("_($* #,##0.00_)", "12").trim(), "$12.00");
        assert_eq!(shown("[$¥-804]#,##0.00", "12"), "¥12.00");
        assert_eq!(shown("0.00_ ;[红色]\\-0.00\\ ", "-1").trim(), "-1.00");
        assert_eq!(
            shown("\"增加\"0.00;\"减少\"0.00;\"持平\"", "-1.5"),
            "减少1.50"
        );
        assert_eq!(shown("0\"万元\"", "12"), "12万元");
        assert_eq!(shown("▲0.0;▼0.0", "-2"), "▼2.0");
    }

    #[test]
    fn conditions_choose_the_section() {
        let code = "[>=100000000]0.00,,\"M\";[>=1000]0.0,\"K\";0";
        assert_eq!(shown(code, "250000000"), "250.00M");
        assert_eq!(shown(code, "2500"), "2.5K");
        assert_eq!(shown(code, "12"), "12");
        assert_eq!(shown("[<0]\"neg\" 0;0", "-5"), "neg 5");
        assert_eq!(shown("[>=10000]0!.0,\"万\";0", "-1234"), "-1234");
        assert_eq!(shown("[>0]0;(0)", "-5"), "(5)");
        assert_eq!(shown("[=1]\"one\";[=2]\"two\";0", "2"), "two");
    }

    #[test]
    fn exponents_and_fractions_are_shown() {
        assert_eq!(shown("0.00E+00", "12345"), "1.23E+04");
        assert_eq!(shown("0.00E-00", "0.00012"), "1.20E-04");
        assert_eq!(shown("##0.0E+0", "12345"), "12.3E+3");
        assert_eq!(shown("0.0E+0", "9.99"), "1.0E+1");
        assert_eq!(shown("# ?/?", "1.5").trim(), "1 1/2");
        assert_eq!(shown("# ??/??", "3.14159265358979"), "3 14/99");
        assert_eq!(shown("?/?", "0.75"), "3/4");
        assert_eq!(shown("# ?/8", "0.5").trim(), "4/8");
        assert_eq!(shown("# ?/?", "2").trim(), "2");
    }

    #[test]
    fn dates_are_words() {
        for (code, value, expected) in [
            ("yyyy-mm-dd", "43831", "2020-01-01"),
            ("yyyy\"年\"m\"月\"d\"日\"", "44196", "2020年12月31日"),
            ("[$-804]yyyy\"年\"m\"月\"", "44196", "2020年12月"),
            ("d-mmm-yy", "1", "1-Jan-00"),
            ("m/d/yy h:mm", "44196.75", "12/31/20 18:00"),
            ("h:mm AM/PM", "0.5", "12:00 PM"),
            ("[h]:mm:ss", "1.5", "36:00:00"),
            ("mm:ss.0", "0.000011574074", "00:01.0"),
            ("dddd, mmmm d", "44196", "Thursday, December 31"),
            ("aaaa", "44196", "星期四"),
            ("yyyy-mm-dd", "60", "1900-02-29"),
            ("yyyy-mm-dd", "61", "1900-03-01"),
            ("[DBNum1]yyyy\"年\"m\"月\"", "44196", "二〇二〇年十二月"),
            ("h:mm:ss", "0.999999", "24:00:00"),
        ] {
            let value = Stored::parse(value).unwrap();
            let shown = Format::parse(code).number(&value, false);
            if code == "h:mm:ss" {
                // The last second of a day may round up; what counts is that it is a time.
                assert!(shown.date);
                continue;
            }
            assert_eq!(
                (shown.text.as_str(), shown.date),
                (expected, true),
                "{code}"
            );
        }
        let since_1904 = Format::parse("yyyy-mm-dd").number(&Stored::parse("42369").unwrap(), true);
        assert_eq!(since_1904.text, "2020-01-01");
    }

    #[test]
    fn amounts_in_chinese_numerals_are_shown() {
        assert_eq!(shown("[DBNum2][$-804]General", "10203"), "壹万零贰佰零叁");
        assert_eq!(shown("[DBNum1]General", "15"), "一十五");
        assert_eq!(shown("[DBNum2]General", "1.25"), "壹.贰伍");
    }

    proptest! {
        #[test]
        fn no_code_and_no_number_breaks_the_renderer(
            code in "([0#?.,%/;@*_\\\\\"E+\\-()\\[\\]<>=$ymdhsagbe AMP/G年月日]|General|\\[h\\]|\\[DBNum[12]\\]|AM/PM|E\\+|.){0,24}",
            value in "-?[0-9]{1,20}(\\.[0-9]{0,20})?([eE]-?[0-9]{1,3})?",
        ) {
            let format = Format::parse(&code);
            if let Some(value) = Stored::parse(&value) {
                let _ = format.number(&value, false);
                let _ = format.number(&value, true);
            }
            let _ = format.text(&code);
        }

        #[test]
        fn plain_formats_round_as_decimals_do(mantissa in -999_999_999_999i64..999_999_999_999, scale in 0u32..9, decimals in 0u32..6) {
            let value = rust_decimal::Decimal::new(mantissa, scale);
            let code = format!("0{}{}", if decimals > 0 { "." } else { "" }, "0".repeat(decimals as usize));
            let mut expected = value.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
            expected.rescale(decimals);
            let got = shown(&code, &value.to_string());
            prop_assert_eq!(got.trim_start_matches('-'), expected.abs().to_string());
        }
    }
}
