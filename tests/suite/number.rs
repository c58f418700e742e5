//! How printed numbers are understood: in cells, in sentences, in Chinese numerals.
#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;
use rust_decimal::Decimal;
use std::str::FromStr;
use tieout::model::{Content, DecimalMark, Mark, Number};

fn number(text: &str) -> Number {
    match Content::of(text) {
        Content::Number(number) => number,
        other => panic!("{text:?} is {other:?}"),
    }
}

fn shown(text: &str) -> String {
    let number = number(text);
    let mark = match number.mark {
        Mark::None => "",
        Mark::Percent => "%",
        Mark::PerMille => "‰",
    };
    let currency = number.currency.map(|c| format!(" {c}")).unwrap_or_default();
    let suffix = if number.suffix.is_empty() {
        String::new()
    } else {
        format!(" [{}]", number.suffix)
    };
    format!("{}{mark}{currency}{suffix}", number.value)
}

#[test]
fn cells_print_these_numbers() {
    for (text, expected) in [
        ("0", "0"),
        ("0.00", "0.00"),
        ("6.20", "6.20"),
        (".6", "0.6"),
        ("$.3", "0.3 $"),
        ("2019", "2019"),
        ("1,234,567.80", "1234567.80"),
        ("3，518.85", "3518.85"),
        ("１，２３４．５０", "1234.50"),
        ("18,22,500", "1822500"),
        ("1 234 567", "1234567"),
        ("1\u{a0}234", "1234"),
        ("1'234", "1234"),
        ("1’234’567.5", "1234567.5"),
        ("\u{2212}21", "-21"),
        ("–0.5", "-0.5"),
        ("－12.50", "-12.50"),
        ("—5.1", "-5.1"),
        ("- 6,998,976.53", "-6998976.53"),
        ("+3.6%", "3.6%"),
        ("(14)", "-14"),
        ("( 1,979 )", "-1979"),
        ("（60,127）", "-60127"),
        ("(3,709 )", "-3709"),
        ("(−21)", "-21"),
        ("$(29,829)", "-29829 $"),
        ("$ (9,688)", "-9688 $"),
        ("($ 124 )", "-124 $"),
        ("-$7", "-7 $"),
        ("$ -7922 ( 7922 )", "-7922 $"),
        ("-134 ( 134 )", "-134"),
        ("-14.5 ( 14.5 )", "-14.5"),
        ("13% ( 13 % )", "13%"),
        ("(2.1% )", "-2.1%"),
        ("(9.4)%", "-9.4%"),
        ("( 60.8 ) % (  % )", "-60.8% [(  % )]"),
        ("(13%)", "-13%"),
        ("(5", "-5"),
        ("$16.8)", "16.8 $"),
        ("△1,234", "-1234"),
        ("▲ 0.5", "-0.5"),
        ("1,234-", "-1234"),
        ("80%", "80%"),
        ("21.95   %", "21.95%"),
        ("５％", "5%"),
        ("3.2‰", "3.2‰"),
        ("US$ 12.5", "12.5 US$"),
        ("HK$1,000", "1000 HK$"),
        ("￥100.00", "100.00 ¥"),
        ("RMB 5.5", "5.5 RMB"),
        ("人民币 30", "30 人民币"),
        ("12 €", "12 € [€]"),
        ("1.1 USD", "1.1 USD [USD]"),
        ("Ksh. 80, 000", "80000 Ksh."),
        ("280.48万元", "280.48 [万元]"),
        ("5 千元", "5 [千元]"),
        ("3百万元", "3 [百万元]"),
        ("12.50（万元）", "12.50 [（万元）]"),
        ("12.50 万 元", "12.50 [万 元]"),
        ("18人", "18 [人]"),
        ("2.5个百分点", "2.5 [个百分点]"),
        ("3762.85 吨", "3762.85 [吨]"),
        ("5129 吨/年", "5129 [吨/年]"),
        ("6017.333 吨 /年", "6017.333 [吨 /年]"),
        ("120千瓦时", "120 [千瓦时]"),
        ("$2.7 billion", "2.7 $ [billion]"),
        ("$2.7bn", "2.7 $ [bn]"),
        ("$36k", "36 $ [k]"),
        ("(24) bps", "-24 [bps]"),
        ("(29.05)c", "-29.05 [c]"),
        ("11.45p", "11.45 [p]"),
        ("(0.3) pp", "-0.3 [pp]"),
        ("1.5x", "1.5 [x]"),
        ("36,450TK", "36450 [TK]"),
        ("₹1.5L", "1.5 ₹ [L]"),
        ("LKR 50,000 / year", "50000 LKR [/ year]"),
        ("1.30 (1)", "1.30 [(1)]"),
        ("390,000(1)", "390000 [(1)]"),
        ("$1.1 (1) (2)", "1.1 $ [(1) (2)]"),
        ("1.73 (2), (3)", "1.73 [(2), (3)]"),
        ("$(1.4) (3)", "-1.4 $ [(3)]"),
        ("29,025 (f)", "29025 [(f)]"),
        ("4.65 % (c)", "4.65% [(c)]"),
        ("1,024 (Note 3)", "1024 [(Note 3)]"),
        ("0.00[注]", "0.00 [[注]]"),
        ("19.1*", "19.1 [*]"),
        ("10.25†", "10.25 [†]"),
        ("1 ,754,674,303", "1754674303"),
        ("70,00 0,000 .00", "70000000.00"),
        ("500,776, 838.93", "500776838.93"),
        ("285,309. 30", "285309.30"),
        ("246,36 4,028.8 8", "246364028.88"),
        ("46,034.5 8", "46034.58"),
        ("100.0 0%", "100.00%"),
        ("63,300, 000", "63300000"),
        ("  12.5\u{3000}", "12.5"),
        (
            "9999999999999999999999999999",
            "9999999999999999999999999999",
        ),
    ] {
        assert_eq!(shown(text), expected, "{text:?}");
    }
}

#[test]
fn cells_of_words_are_no_numbers() {
    for text in [
        "2019年",
        "2019 年",
        "2019年度",
        "2018 年 04 月 04 日",
        "December 31, 2019",
        "FY2019",
        "Q2 2023",
        "2020-12-31",
        "12/31/01",
        "1/1/2018 to 1/31/2018",
        "〔2020〕3号",
        "1.",
        "7 .",
        "1)",
        "（一）",
        "一、",
        "3-4年",
        "3-20",
        "4 a 7",
        "20 % to 30 %",
        "0.00 - 10.00 %",
        "$ 10 - $ 40",
        "2020 – 2021",
        "2019-",
        "3年以上",
        "3 年",
        "2级",
        "1月",
        "第3条",
        "Level 2",
        "007",
        "010-12345678",
        "1=2+3",
        "12:30",
        "1:1",
        ">100.0 %",
        "≥25",
        "<5",
        "10.9.1",
        "8-K",
        "777X",
        "2b",
        "2c",
        "2a",
        "5.其他",
        "4、其他",
        "（1）计提",
        "110（66）kV 产品",
        "$'000",
        "$000",
        "2019 $’000",
        "2019 €m",
        "2019（万元）",
        "88,8",
        "1,816,86",
        "358,283,424.66 696,989.37",
        "-2201741 3",
        "2 0 1 8",
        "12 1,234",
        "1,500 123.45",
        "12345678901234567890123456789",
        "S&P 500",
        "(3)(4)",
        "(a)",
        "31,",
        "10.7+",
        "1 至 2 年",
        "合计",
        "Total",
        "Ba1 – C",
        "()",
        "(",
        "$",
        "%",
        ".",
        "12个月",
        "1,2,3",
        "US$",
        "人民币",
        "Revenue",
        "5 apples",
    ] {
        assert_eq!(Content::of(text), Content::Words, "{text:?}");
    }
}

#[test]
fn marks_tell_a_decimal_comma_where_they_can() {
    let of = |texts: &[&str], mark: Option<DecimalMark>| {
        for text in texts {
            assert_eq!(DecimalMark::of(text), mark, "{text:?}");
        }
    };
    of(
        &[
            "54,52",
            "1.234,5",
            "-0,125",
            "1 234,56",
            "1.234.567",
            "7,5 %",
        ],
        Some(DecimalMark::Comma),
    );
    of(
        &["54.52", "1,234.5", "0.125", "1,234,567", "(12.50)"],
        Some(DecimalMark::Point),
    );
    of(&["1,234", "2.345", "17", "1,2a", "Note 3,4", ""], None);
    for (text, value) in [
        ("54,52", "54.52"),
        ("1.234,5", "1234.5"),
        ("(3,75)", "-3.75"),
        ("12", "12"),
    ] {
        match Content::with_decimal_comma(text) {
            Content::Number(number) => assert_eq!(number.value.to_string(), value, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn nil_marks_blank_and_zero_are_three_things() {
    for text in [
        "-",
        "—",
        "–",
        "－",
        "−",
        "‐",
        "--",
        "——",
        "---",
        "/",
        "／",
        "无",
        "n/a",
        "N/A",
        "nm",
        "NM",
        "n.m.",
        "nil",
        "…",
        "..",
        "不适用",
        "$ —",
        "$-",
        "—%",
        "- %",
        "(—)",
        "— (1)",
        " - ",
        "$ - ",
        "N／A",
    ] {
        assert_eq!(Content::of(text), Content::Nil, "{text:?}");
    }
    for text in ["", " ", "\u{3000}\t", "\u{a0}\n", "\u{feff}"] {
        assert_eq!(Content::of(text), Content::Blank, "{text:?}");
    }
    assert_eq!(shown("0"), "0");
}

#[test]
fn the_range_of_a_cell_leaves_its_unit_out() {
    for (text, expected) in [
        ("  (2.1% )*", "(2.1% )"),
        (" ￥1，234.50 万元", "￥1，234.50"),
        ("-134 ( 134 )", "-134 ( 134 )"),
        ("$16.8)", "$16.8)"),
        ("（60,127）", "（60,127）"),
    ] {
        assert_eq!(&text[number(text).range], expected);
    }
}

fn found(text: &str) -> Vec<String> {
    Number::scan_all(text)
        .into_iter()
        .map(|n| text[n.range].to_owned())
        .collect()
}

#[test]
fn sentences_give_their_numbers() {
    for (text, expected) in [
        (
            "收入预算1.68亿元，增长 21.95   %。",
            &["1.68", "21.95   %"][..],
        ),
        ("共3，518.85万元", &["3，518.85"]),
        ("市直13个，第3条", &["13", "3"]),
        ("2019年-2020年", &["2019", "2020"]),
        ("增长-5.3%，下降－2.1%", &["-5.3%", "－2.1%"]),
        ("变动为 -12.5 万元", &["-12.5"]),
        ("5%-10%", &["5%", "10%"]),
        ("3-4年", &["3", "4"]),
        ("2020-12-31 12:30 支出5元", &["5"]),
        ("截至2020.12.31，余额3.5", &["3.5"]),
        ("文号0739-4229088，10.9.1款", &[]),
        ("330kV FY2019 Q3 2nd A4 COVID19", &[]),
        (
            "rose from $15.9 billion to US$ 16.9bn, or 6.8 percent",
            &["$15.9", "US$ 16.9", "6.8"],
        ),
        (
            "a loss of $(1.2) million (2018: 3)",
            &["$(1.2)", "2018", "3"],
        ),
        ("(9.4)% and (5)", &["(9.4)%", "5"]),
        ("about 12% ( 12 % ) of sales", &["12% ( 12 % )"]),
        ("1, 2, 3 and 1,2 and 4", &["1", "2", "3", "1", "2", "4"]),
        ("ended December 31, 2019 and 2018.", &["31", "2019", "2018"]),
        ("一般公用车13、执法38", &["13", "38"]),
        ("人民币5万元", &["人民币5"]),
        ("2019，2020两年", &["2019", "2020"]),
        ("全角１２３４．５万元", &["１２３４．５"]),
        ("12,345,67 元", &[]),
        ("库存007号", &[]),
        ("（1）收入", &["1"]),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
    let numbers = Number::scan_all("增长-5.3%，亏损$(1.2)");
    assert_eq!(numbers[0].value, Decimal::new(-53, 1));
    assert_eq!(numbers[1].value, Decimal::new(-12, 1));
    assert_eq!(Number::scan("共12人", 1).map(|n| n.range), Some(3..5));
}

#[test]
fn chinese_numerals_are_exact_or_nothing() {
    for (text, expected) in [
        ("一百二十三", "123"),
        ("十二", "12"),
        ("十", "10"),
        ("二十", "20"),
        ("两", "2"),
        ("三千五百", "3500"),
        ("一万零五", "10005"),
        ("一百零三", "103"),
        ("三亿零五十万", "300500000"),
        ("一万亿", "1000000000000"),
        ("三万五千亿", "3500000000000"),
        ("二〇二〇年", "2020"),
        ("零", "0"),
        ("三点五", "3.5"),
        ("三点五万", "35000.0"),
        ("百分之十二点五", "12.5"),
        ("负五", "-5"),
        ("一百一十二人", "112"),
        ("壹佰贰拾叁万元整", "1230000"),
        ("叁仟元零伍分", "3000.05"),
        ("贰拾元伍角整", "20.5"),
        ("壹元贰角叁分", "1.23"),
        ("拾万元正", "100000"),
        ("十二元", "12"),
        ("一亿", "100000000"),
        ("九千九百九十九", "9999"),
    ] {
        let number = Number::chinese(text, 0).unwrap_or_else(|| panic!("{text} is no number"));
        assert_eq!(number.value.to_string(), expected, "{text}");
    }
    for text in [
        "七八",
        "三四十",
        "一万五",
        "三千五",
        "三百多",
        "十几",
        "十余",
        "三三两两",
        "百",
        "万",
        "一百零",
        "零五",
        "一二",
        "亿",
        "一亿亿",
        "两百两",
        "人",
        "",
        "八点三十",
        "千百",
    ] {
        assert_eq!(Number::chinese(text, 0), None, "{text}");
    }
    assert_eq!(Number::chinese("共一百", 3).map(|n| n.range), Some(3..9));
    assert_eq!(
        Number::chinese("壹佰元整。", 0).map(|n| n.range),
        Some(0..12)
    );
    assert_eq!(Number::chinese("十二元", 0).map(|n| n.range), Some(0..6));
    assert_eq!(
        Number::chinese("百分之五", 0).map(|n| n.mark),
        Some(Mark::Percent)
    );
    assert_eq!(
        Number::chinese("一百", 1),
        None,
        "no panic inside a character"
    );
}

/// The decimal with separators between groups of three.
fn grouped(value: Decimal, separator: &str) -> String {
    let text = value.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push_str(separator);
        }
        out.push(c);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

fn indian(value: Decimal) -> String {
    let text = value.abs().to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        let left = whole.len() - i;
        if i > 0 && left >= 3 && (left - 3) % 2 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    if fraction.is_empty() {
        out
    } else {
        format!("{out}.{fraction}")
    }
}

fn wide(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '0'..='9'
            | ','
            | '.'
            | '('
            | ')'
            | '%'
            | '$'
            | '-'
            | '+'
            | '\''
            | '/'
            | '*'
            | '['
            | ']' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
            ' ' => '\u{3000}',
            c => c,
        })
        .collect()
}

fn decimal() -> impl Strategy<Value = Decimal> {
    (0i64..=999_999_999_999_999, 0u32..=6)
        .prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
}

#[test]
fn a_dash_with_a_note_is_nil_in_either_width() {
    let text = "-(0,0,0 0)*";
    assert_eq!(Content::of(text), Content::of(&wide(text)));
}

proptest! {
    #[test]
    fn what_is_printed_is_read_back(value in decimal()) {
        let plain = grouped(value, ",");
        for (text, negative) in [
            (value.to_string(), false), (plain.clone(), false), (grouped(value, "，"), false), (grouped(value, " "), false),
            (grouped(value, "\u{a0}"), false), (grouped(value, "'"), false), (indian(value), false),
            (format!("$ {plain}"), false), (format!("￥{plain}"), false), (format!("{plain}万元"), false), (format!("{plain} (1)"), false),
            (format!("{plain} million"), false), (format!("{plain}%"), false), (format!("{plain}% ( {plain} % )"), false),
            (format!("-{plain}"), true), (format!("−{plain}"), true), (format!("– {plain}"), true), (format!("({plain})"), true),
            (format!("（{plain}）"), true), (format!("$({plain})"), true), (format!("($ {plain} )"), true), (format!("({plain})%"), true),
            (format!("( {plain}% )"), true), (format!("△{plain}"), true), (format!("-{plain} ( {plain} )"), true), (format!("-${plain}*"), true),
        ] {
            let read = number(&text);
            let expected = if negative && !value.is_zero() { -value } else { value };
            prop_assert_eq!(read.value.to_string(), expected.to_string(), "{}", text);
        }
    }

    #[test]
    fn sentences_find_what_is_printed(value in decimal(), before in "[。，：为共 ]", after in "[万元亿人，。; ]") {
        for printed in [value.to_string(), grouped(value, ","), grouped(value, "，"), format!("{value}%"), format!("${value}")] {
            let text = format!("支出{before}{printed}{after}其他");
            let numbers = Number::scan_all(&text);
            prop_assert_eq!(numbers.len(), 1, "{}", text);
            prop_assert_eq!(numbers[0].value.to_string(), value.to_string());
            prop_assert_eq!(&text[numbers[0].range.clone()], printed.as_str());
        }
    }

    #[test]
    fn width_of_characters_changes_nothing(text in "[-+$( ]{0,3}[0-9]{1,4}([,. '][0-9]{1,3}){0,3}[ )%*]{0,3}(万元|人|\\(1\\)| bn|年)?") {
        let (half, full) = (Content::of(&text), Content::of(&wide(&text)));
        match (half, full) {
            (Content::Number(half), Content::Number(full)) => {
                prop_assert_eq!(half.value.to_string(), full.value.to_string());
                prop_assert_eq!(half.mark, full.mark);
                prop_assert_eq!(half.currency, full.currency);
            }
            (half, full) => prop_assert_eq!(half, full, "{}", text),
        }
    }

    #[test]
    fn nothing_panics(text in "\\PC{0,40}", from in 0usize..50) {
        let _ = Content::of(&text);
        let _ = Number::scan(&text, from);
        let _ = Number::chinese(&text, from);
    }

    #[test]
    fn nothing_panics_near_numbers(text in "[-0-9０-９,，.．()（）%％‰$￥ \u{a0}'’—–△年万元亿第:/a-zA-Z*#\\[\\]注零〇一二十百千万亿壹点负]{0,24}", from in 0usize..60) {
        if let Content::Number(number) = Content::of(&text) {
            prop_assert!(text.get(number.range).is_some());
        }
        let mut end = 0;
        for number in Number::scan_all(&text) {
            prop_assert!(number.range.start >= end && number.range.end > number.range.start);
            prop_assert!(text.get(number.range.clone()).is_some());
            end = number.range.end;
        }
        let _ = Number::scan(&text, from);
        for at in 0..text.len() {
            if let Some(number) = Number::chinese(&text, at) {
                prop_assert!(text.get(number.range).is_some());
            }
        }
    }

    #[test]
    fn digits_beyond_exactness_are_words(text in "[1-9][0-9]{28,60}") {
        prop_assert_eq!(Content::of(&text), Content::Words);
        prop_assert!(Number::scan(&text, 0).is_none());
    }

    #[test]
    fn twenty_eight_digits_are_exact(text in "[1-9][0-9]{10,20}\\.[0-9]{1,7}") {
        prop_assert_eq!(number(&text).value, Decimal::from_str(&text).unwrap());
        prop_assert_eq!(number(&text).value.to_string(), text);
    }
}
