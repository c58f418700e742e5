//! What holds for any report: rounding stays within slack, scale and order change no verdict.

use crate::support;
use proptest::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};
use tieout::model::{Outcome, Severity};

/// A table of rows with two amount columns and a total row, as Markdown.
fn table(rows: &[(Decimal, Decimal)], total: (Decimal, Decimal)) -> String {
    let mut text =
        "# Spending of the year\n\n| Division | Budget | Actual |\n|---|---:|---:|\n".to_owned();
    for (at, (a, b)) in rows.iter().enumerate() {
        text += &format!(
            "| Division {} | {a} | {b} |\n",
            char::from(b'A' + (at % 26) as u8)
        );
    }
    text + &format!("| Total | {} | {} |\n", total.0, total.1)
}

fn check(text: &str) -> Outcome {
    thread_local! {
        static LIBRARY: tieout::compile::Library = support::library();
    }
    LIBRARY.with(|library| support::review(&[("table.md", text)], library))
}

fn alarms(outcome: &Outcome) -> usize {
    outcome
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Note)
        .count()
}

fn sum(rows: &[(Decimal, Decimal)]) -> (Decimal, Decimal) {
    rows.iter()
        .fold((Decimal::ZERO, Decimal::ZERO), |total, row| {
            (total.0 + row.0, total.1 + row.1)
        })
}

prop_compose! {
    fn amount()(mantissa in 1_000i64..9_999_999, thousandths in 0i64..1000) -> Decimal {
        Decimal::new(mantissa * 1000 + thousandths, 5)
    }
}

prop_compose! {
    fn rows()(rows in prop::collection::vec((amount(), amount()), 3..12)) -> Vec<(Decimal, Decimal)> {
        rows
    }
}

fn rounded(value: Decimal) -> Decimal {
    value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Correctly rounded parts and a correctly rounded total may differ by chance, and that is no error.
    #[test]
    fn sums_of_rounded_parts_are_no_errors(rows in rows()) {
        let exact = sum(&rows);
        let printed: Vec<_> = rows.iter().map(|row| (rounded(row.0), rounded(row.1))).collect();
        let outcome = check(&table(&printed, (rounded(exact.0), rounded(exact.1))));
        let errors = outcome.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        prop_assert_eq!(errors, 0);
    }

    #[test]
    fn a_thousandfold_table_has_the_same_verdicts(rows in rows(), wrong in prop::bool::ANY) {
        let printed: Vec<_> = rows.iter().map(|row| (rounded(row.0), rounded(row.1))).collect();
        let mut total = sum(&printed);
        if wrong {
            total.1 += Decimal::new(54321, 2);
        }
        let big = |value: Decimal| value * Decimal::from(1000);
        let thousand: Vec<_> = printed.iter().map(|row| (big(row.0), big(row.1))).collect();
        let (one, other) =
            (check(&table(&printed, total)), check(&table(&thousand, (big(total.0), big(total.1)))));
        prop_assert_eq!(alarms(&one), alarms(&other));
        prop_assert_eq!(&one.tallies, &other.tallies);
    }

    #[test]
    fn the_order_of_rows_changes_no_verdict(rows in rows(), wrong in prop::bool::ANY, turn in 1usize..10) {
        let mut printed: Vec<_> = rows.iter().map(|row| (rounded(row.0), rounded(row.1))).collect();
        let mut total = sum(&printed);
        if wrong {
            total.0 += Decimal::new(98765, 2);
        }
        let one = check(&table(&printed, total));
        let turn = turn % printed.len();
        printed.rotate_left(turn);
        let other = check(&table(&printed, total));
        prop_assert_eq!(alarms(&one), alarms(&other));
        prop_assert_eq!(&one.tallies, &other.tallies);
    }

    /// A part whose sign was turned is named, in the column where the other one holds.
    #[test]
    fn a_turned_sign_is_found_and_named(rows in rows(), at in 0usize..12) {
        let mut printed: Vec<_> = rows.iter().map(|row| (rounded(row.0), rounded(row.1))).collect();
        let total = sum(&printed);
        let at = at % printed.len();
        printed[at].1 = -printed[at].1;
        let outcome = check(&table(&printed, total));
        let named = outcome.findings.iter().any(|finding| {
            finding.causes.iter().any(|cause| {
                cause.name == "sign"
                    && cause.suspects.iter().any(|suspect| {
                        outcome.figure(suspect.figure).is_some_and(|figure| figure.amount.printed == printed[at].1)
                    })
            })
        });
        prop_assert!(named, "{:?}", outcome.findings);
    }
}

#[test]
fn a_blank_part_is_nothing_where_the_rule_says_so_and_undecided_where_it_does_not() {
    let text = "# Costs\n\n| Part | A | B |\n|---|---:|---:|\n| x | 12.5 | 3.1 |\n| y |  | 8.4 |\n| z | 7.0 | 1.0 |\n| Total | 19.5 | 12.5 |\n";
    let rule = |blank: &str| {
        let text = format!(
            "kind = \"foot\"\nseverity = \"error\"\ntitle = \"t\"\nwhy = \"w\"\nhelp = \"h\"\nreference = \"r\"\nblank = \"{blank}\"\n"
        );
        let file = tieout::compile::RuleFile {
            path: "foot.toml".into(),
            text,
            id: "ours/foot".into(),
        };
        tieout::compile::compile(&[file], false).unwrap()
    };
    for (blank, holds, undecided) in [("zero", 2, 0), ("unbound", 1, 1)] {
        let library = rule(blank);
        let outcome = support::review(&[("table.md", text)], &library);
        assert_eq!(
            (outcome.tallies[0].holds, outcome.tallies[0].indeterminate),
            (holds, undecided),
            "{blank}"
        );
    }
}

#[test]
fn a_rule_applies_only_where_its_premises_hold() {
    let library = support::library();
    let at = library
        .rules
        .iter()
        .position(|rule| &*rule.id == "cn-performance/roll-forward")
        .unwrap();
    let report = |other: &str| {
        format!(
            "# 某局2023年绩效自评报告\n\n单位：万元\n\n| 上年结转 | 财政拨款收入 | 本年收入合计 | 决算金额 | 本年结转 |\n|---:|---:|---:|---:|---:|\n| 10.00 | 80.00 | {other} | 75.00 | 19.00 |\n"
        )
    };
    for (total, fails, apart) in [("80.00", 1, 0), ("84.00", 0, 1)] {
        let outcome = support::review(&[("report.md", &report(total))], &library);
        let tally = &outcome.tallies[at];
        assert_eq!(
            (tally.fails, tally.not_applicable),
            (fails, apart),
            "{total}"
        );
    }
}

#[test]
fn a_formula_on_a_sentence_heeds_the_year_of_its_figures() {
    let text = r#"
[concept.budget_change_rate]
title = { zh = "预算变动率", en = "rate of change of the budget" }
measure = "ratio"
zh = ["预算变动率"]
en = ["rate of change"]

[[rule]]
id = "ours/change-rate"
title = "t"
why = "w"
severity = "error"
kind = "formula"
scope = "sentence"
formula = "budget_change_rate = (budget - prior(budget)) / prior(budget)"

[[rule]]
id = "ours/balance"
title = "t"
why = "w"
severity = "error"
kind = "formula"
scope = "sentence"
formula = "surplus = budget - actual"
"#;
    let file = tieout::compile::RuleFile {
        path: "ours.toml".into(),
        text: text.to_owned(),
        id: "ours".into(),
    };
    let library = tieout::compile::compile(&[file], false).unwrap();
    let tallies = |sentence: &str| {
        let report = format!("# 某局2021年度预算说明\n\n{sentence}\n");
        let outcome = support::review(&[("report.md", &report)], &library);
        let tally = |id: &str| {
            let at = library.rules.iter().position(|rule| &*rule.id == id);
            let tally = &outcome.tallies[at.unwrap()];
            (tally.holds, tally.fails)
        };
        (tally("ours/change-rate"), tally("ours/balance"))
    };
    for (sentence, rate, balance) in [
        (
            "本年预算12.00万元，上年预算10.00万元，预算变动率20.00%。",
            (1, 0),
            (0, 0),
        ),
        (
            "上年预算10.00万元，本年预算12.00万元，预算变动率16.67%。",
            (0, 1),
            (0, 0),
        ),
        (
            "2021年预算12.00万元，2020年预算10.00万元，预算变动率20.00%。",
            (1, 0),
            (0, 0),
        ),
        (
            "预算12.00万元，比2020年预算10.00万元增加2.00万元，预算变动率20.00%。",
            (1, 0),
            (0, 0),
        ),
        (
            "2020年预算12.00万元，2019年预算10.00万元，预算变动率21.00%。",
            (0, 1),
            (0, 0),
        ),
        ("本年预算12.00万元，预算变动率20.00%。", (0, 0), (0, 0)),
        (
            "The 2021 budget was $12.0 million, compared with a 2020 budget of $10.0 million, a rate of change of 20.0%.",
            (1, 0),
            (0, 0),
        ),
        (
            "预算5.00万元，实际支出1.00万元，上年实际支出2.00万元，结余4.00万元。",
            (0, 0),
            (1, 0),
        ),
        (
            "2020年预算5.00万元，实际支出4.00万元，结余1.00万元；2021年预算6.00万元，实际支出6.00万元，结余1.00万元。",
            (0, 0),
            (1, 1),
        ),
        (
            "预算5.00万元。较上年预算增加0.50万元，实际支出4.00万元，结余1.00万元。",
            (0, 0),
            (1, 0),
        ),
    ] {
        assert_eq!(tallies(sentence), (rate, balance), "{sentence}");
    }
}

#[test]
fn numbers_of_rows_are_no_figures() {
    let text = "# Form\n\n| Item | Line | Amount |\n|---|---:|---:|\n| Income | 1 | 12.50 |\n| Grants | 2 | 3.50 |\n| Other | 3 |  |\n| Total | 4 | 16.00 |\n";
    let outcome = support::review(&[("form.md", text)], &support::library());
    let printed: Vec<_> = outcome.documents[0]
        .figures
        .iter()
        .map(|figure| figure.text.as_str())
        .collect();
    assert_eq!(printed, ["12.50", "3.50", "16.00"]);
    assert_eq!(outcome.documents[0].tied(), 3);
}

#[test]
fn figures_that_are_all_rounded_to_tens_miss_by_tens() {
    let table = "| District | 2014 | 2015 | 2016 | 2017 | 2018 | 2019 | 2020 | 2021 | 2022 | 2023 |\n|---|---|---|---|---|---|---|---|---|---|---|\n| Ashford | 9,670 | 72,220 | 19,820 | 71,040 | 30,150 | 55,580 | 49,500 | 73,360 | 41,930 | 80,640 |\n| Benton | 23,430 | 81,990 | 38,220 | 18,110 | 38,140 | 57,980 | 46,910 | 39,120 | 18,110 | 46,660 |\n| Carver | 44,770 | 7,000 | 78,610 | 84,950 | 30,430 | 13,280 | 30,550 | 18,930 | 75,100 | 63,720 |\n| Dalton | 54,930 | 13,660 | 16,910 | 58,320 | 6,200 | 17,020 | 79,900 | 59,470 | 55,910 | 61,710 |\n| Easton | 43,200 | 78,810 | 69,840 | 24,780 | 87,500 | 57,270 | 34,520 | 75,470 | 79,580 | 18,120 |\n| Fenwick | 31,170 | 55,150 | 29,100 | 22,160 | 21,650 | 86,090 | 68,660 | 17,720 | 75,720 | 64,040 |\n| Garnet | 4,910 | 63,570 | 66,880 | 81,870 | 19,700 | 72,180 | 66,940 | 69,540 | 68,750 | 52,370 |\n| Total | 212,080 | 372,390 | 319,380 | 361,240 | 233,770 | 359,400 | 376,980 | 353,600 | 415,100 | 387,260 |\n";
    let severities = |text: &str| -> Vec<Severity> {
        let outcome = check(text);
        outcome.findings.iter().map(|one| one.severity).collect()
    };
    // Three totals of ten miss by 10: a note on rounding.
    assert_eq!(severities(table), [Severity::Note]);
    // One alone in round figures is an error.
    let mended = table
        .replace("372,390", "372,400")
        .replace("361,240", "361,230");
    assert_eq!(severities(&mended), [Severity::Error]);
}

#[test]
fn a_quotient_beside_a_figure_without_unit_counts_as_printed() {
    let table = "| Region | population 2020 (mn) | Number of shops (000) | inhabitants per shop |\n|---|---|---|---|\n| North | 58.1 | 343.4 | 169 |\n| East | 58.6 | 289.9 | 202 |\n| South | 57.3 | 627.2 | 91 |\n| West | 39.3 | 440.2 | 89 |\n| Coast | 15.4 | 123.3 | 125 |\n| Hills | 10.4 | 170.7 | 61 |\n| Lakes | 9.9 | 130.4 | 76 |\n| Isles | 8.8 | 52.8 | 167 |\n";
    let outcome = check(table);
    assert_eq!(alarms(&outcome), 0);
    assert!(outcome.documents[0].tied() >= 24);
    // A share that happens to be another divided by a number without unit is none of it.
    let shares = "| | 2024 | 2023 | 2022 | 2021 |\n|---|---|---|---|---|\n| Marketing | 4.9% | 5.1% | 4.7% | 5.3% |\n| Selling | 3.6 | 3.7 | 3.5 | 3.8 |\n| Distribution | 8.9 | 9.6 | 8.6 | 9.7 |\n| Total | 17.4% | 18.4% | 16.8% | 18.8% |\n";
    assert_eq!(alarms(&check(shares)), 0);
}

#[test]
fn an_amount_that_is_not_price_times_quantity_is_no_rounding() {
    let table = |amount: &str| {
        format!(
            "# 采购明细表\n\n单位：元\n\n| 品名 | 数量 | 单价 | 金额 |\n|---|---|---|---|\n| 投影仪 | 29 | 8,941.00 | {amount} |\n| 计算机 | 48 | 5,230.00 | 251,040.00 |\n| 打印机 | 17 | 1,965.00 | 33,405.00 |\n| 办公桌 | 36 | 1,280.00 | 46,080.00 |\n| 书柜 | 23 | 990.00 | 22,770.00 |\n"
        )
    };
    assert_eq!(check(&table("259,289.00")).findings.len(), 0);
    assert_eq!(alarms(&check(&table("256,289.00"))), 1);
}

#[test]
fn one_wrong_figure_of_a_form_is_one_finding() {
    let report = "# 2023年度部门决算\n\n收入支出决算总表\n\n单位：万元\n\n| 收入项目 | 决算数 | 支出项目 | 决算数 |\n|---|---|---|---|\n| 一、财政拨款收入 | 1,934.20 | 一、教育支出 | 1,150.16 |\n| 二、其他收入 | 169.55 | 二、卫生健康支出 | 300.60 |\n| 本年收入合计 | 2,123.75 | 本年支出合计 | 1,450.76 |\n| 年初结转和结余 | 38.21 | 年末结转和结余 | 691.20 |\n| 总计 | 2,141.96 | 总计 | 2,141.96 |\n";
    let outcome = check(report);
    assert_eq!(alarms(&outcome), 1);
    let suspect = &outcome.findings[0].causes[0].suspects[0];
    assert_eq!(outcome.figure(suspect.figure).unwrap().text, "2,123.75");
    assert_eq!(suspect.should_be, Some(Decimal::new(210375, 2)));
}

#[test]
fn a_part_that_the_rule_does_not_name_is_no_error() {
    let report = |named: &str, other: &str| {
        format!(
            "# 2023年度部门决算\n\n收入支出决算总表\n\n单位：万元\n\n| 收入项目 | 决算数 | 支出项目 | 决算数 |\n|---|---|---|---|\n| 一、财政拨款收入 | {named} | 一、教育支出 | 1,150.16 |\n| 二、捐赠收入 | {other} | 二、卫生健康支出 | 300.60 |\n| 本年收入合计 | 2,103.75 | 本年支出合计 | 1,450.76 |\n| 年初结转和结余 | 38.21 | 年末结转和结余 | 691.20 |\n| 总计 | 2,141.96 | 总计 | 2,141.96 |\n"
        )
    };
    assert_eq!(alarms(&check(&report("1,934.20", "169.55"))), 0);
    assert_eq!(alarms(&check(&report("1,934.20", "196.55"))), 1);
}

#[test]
fn a_favourable_variance_of_expenditure_is_added() {
    let statement = |variance: &str| {
        format!(
            "# Town of Fairhaven\n\n## Budgetary comparison schedule, general fund, 2024\n\n| | Original Budget | Final Budget | Actual | Variance with Final Budget Positive (Negative) |\n|---|---:|---:|---:|---:|\n| Total revenues | 23,900,000 | 24,250,000 | 24,470,334 | 220,334 |\n| Total expenditures | 23,050,000 | 23,350,000 | 23,067,340 | {variance} |\n| Excess of revenues over expenditures | 850,000 | 900,000 | 1,402,994 | 502,994 |\n"
        )
    };
    let outcome = check(&statement("282,660"));
    assert_eq!(alarms(&outcome), 0);
    assert_eq!(outcome.documents[0].tied(), 12);
    assert_eq!(alarms(&check(&statement("286,660"))), 1);
    // The row itself tells of a slip in its variance.
    let row = "| Expenditures: | | | | |\n| Public safety | 11,700,000 | 11,900,000 | 11,820,440 | 79,560 |\n| Total expenditures |";
    let more = statement("282,660").replace("| Total expenditures |", row);
    assert_eq!(alarms(&check(&more)), 0);
    assert_eq!(alarms(&check(&more.replace("79,560", "97,560"))), 1);
}

#[test]
fn a_rate_of_what_a_rule_does_not_name_is_no_error() {
    let report = |rate: &str| {
        format!(
            "# 云岭县水利局2023年度部门整体支出绩效自评报告\n\n2023年我局资金合计2,727.05万元，其中：上年结转100.75万元、年初预算2,280.20万元、本年追加346.10万元；年末结转123.50万元，结转结余率{rate}。\n"
        )
    };
    assert_eq!(alarms(&check(&report("4.53%"))), 0);
    assert_eq!(alarms(&check(&report("5.53%"))), 1);
}

#[test]
fn a_form_with_numbered_rows_and_columns_is_read_past_them() {
    let report = |total: &str| {
        format!(
            "# 2023年度桂溪县市场监督管理局部门决算\n\n收入支出决算总表\n\n公开01表 单位：万元\n\n| 收入 |  |  | 支出 |  |  |\n|---|---|---|---|---|---|\n| 项目 | 行次 | 决算数 | 项目 | 行次 | 决算数 |\n| 栏次 |  | 1 | 栏次 |  | 2 |\n| 一、一般公共预算财政拨款收入 | 1 | 3,218.46 | 一、一般公共服务支出 | 31 | 2,604.18 |\n| 二、政府性基金预算财政拨款收入 | 2 | 85.00 | 八、社会保障和就业支出 | 38 | 318.72 |\n| 八、其他收入 | 8 | 28.50 | 十九、住房保障支出 | 49 | 466.06 |\n| 本年收入合计 | 27 | {total} | 本年支出合计 | 57 | 3,388.96 |\n| 年初结转和结余 | 29 | 102.40 | 年末结转和结余 | 59 | 45.40 |\n| 总计 | 30 | 3,434.36 | 总计 | 60 | 3,434.36 |\n"
        )
    };
    let outcome = check(&report("3,331.96"));
    assert_eq!(alarms(&outcome), 0);
    assert_eq!(outcome.documents[0].figures.len(), 12);
    assert_eq!(outcome.documents[0].tied(), 12);
    assert_eq!(alarms(&check(&report("3,313.96"))), 1);
}

#[test]
fn a_balance_carried_over_stands_between_income_and_expenditure() {
    let report = |carried: &str| {
        format!(
            "# 东湖区文化和旅游局2024年度部门预算\n\n收支预算总表（单位：万元）\n\n| 收入项目 | 预算数 | 支出项目 | 预算数 |\n|---|---:|---|---:|\n| 一、财政拨款收入 | 2,993.00 | 一、文化旅游体育与传媒支出 | 2,795.20 |\n| 二、事业收入 | 85.00 | 二、住房保障支出 | 312.80 |\n| 本年收入合计 | 3,078.00 | 本年支出合计 | 3,108.00 |\n| 上年结转结余 | {carried} | 年终结转结余 | 0.00 |\n| 收入总计 | 3,108.00 | 支出总计 | 3,108.00 |\n"
        )
    };
    assert_eq!(alarms(&check(&report("30.00"))), 0);
    assert_eq!(alarms(&check(&report("80.00"))), 1);
}

#[test]
fn names_of_groups_reach_to_the_next_group_and_no_lower_name_does() {
    let report = |running: &str| {
        format!(
            "# 2023年度桂溪县市场监督管理局部门决算\n\n财政拨款“三公”经费支出决算表\n\n公开07表 单位：万元\n\n| 预算数 |  |  |  |  |  | 决算数 |  |  |  |  |  |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n| 合计 | 因公出国（境）费 | 公务用车购置及运行费 |  |  | 公务接待费 | 合计 | 因公出国（境）费 | 公务用车购置及运行费 |  |  | 公务接待费 |\n|  |  | 小计 | 公务用车购置费 | 公务用车运行费 |  |  |  | 小计 | 公务用车购置费 | 公务用车运行费 |  |\n| 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 |\n| 42.00 |  | 34.00 |  | 34.00 | 8.00 | 38.16 |  | {running} |  | 32.40 | 5.76 |\n"
        )
    };
    let outcome = check(&report("32.40"));
    assert_eq!(alarms(&outcome), 0);
    let figures = &outcome.documents[0].figures;
    let paths: Vec<String> = figures
        .iter()
        .map(|figure| {
            let words: Vec<&str> = figure
                .labels
                .column
                .iter()
                .map(|label| label.text.as_str())
                .collect();
            words.join("/")
        })
        .collect();
    assert_eq!(paths[3], "预算数/公务接待费");
    assert_eq!(paths[5], "决算数/公务用车购置及运行费/小计");
    assert_eq!(outcome.documents[0].tied(), figures.len());
    assert_eq!(alarms(&check(&report("34.20"))), 1);
}

#[test]
fn a_completion_rate_takes_its_budget_from_the_row_that_states_the_amount() {
    let report = |rate: &str| {
        format!(
            "# 2023年度桂溪县市场监督管理局部门决算\n\n“三公”经费支出情况表（单位：万元）\n\n| 项目 | 预算数 | 决算数 |\n|---|---:|---:|\n| 公务用车运行费 | 34.00 | 32.40 |\n| 公务接待费 | 8.00 | 5.76 |\n| 合计 | 42.00 | 38.16 |\n\n公务接待费支出决算为5.76万元，完成预算的{rate}。\n"
        )
    };
    let outcome = check(&report("72.00%"));
    assert_eq!(alarms(&outcome), 0);
    assert_eq!(outcome.documents[0].tied(), 8);
    assert_eq!(alarms(&check(&report("77.00%"))), 1);
}
