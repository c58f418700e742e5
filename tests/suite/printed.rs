//! Formulas that the names of columns and rows print.

use crate::support;
use tieout::model::Severity;

/// How many relations rest on a printed formula, and the findings above note: the rule and the gap.
fn printed(text: &str) -> (usize, Vec<(String, String, Severity)>) {
    let library = support::library();
    let outcome = support::review(&[("table.md", text)], &library);
    let relations = outcome.documents[0].relations();
    let count = relations.filter(|(claim, _)| claim.support.printed).count();
    let serious = outcome
        .findings
        .iter()
        .filter(|one| one.severity > Severity::Note);
    let told = serious.map(|one| {
        let gap = one
            .gap
            .map_or(String::new(), |gap| gap.normalize().to_string());
        (library.rules[one.rule].id.to_string(), gap, one.severity)
    });
    (count, told.collect())
}

fn error(rule: &str, gap: &str) -> (String, String, Severity) {
    (rule.to_owned(), gap.to_owned(), Severity::Error)
}

#[test]
fn a_formula_in_the_row_of_column_numbers_holds_in_every_row() {
    let right = "| 项目 | 年初结转 | 本年收入 | 本年支出 | 调剂 | 年末结余 |\n|---|---|---|---|---|---|\n| 栏次 | 1 | 2 | 3 | 4 | 5=1+2-3 |\n| 教育 | 31.20 | 410.55 | 398.10 | 3.15 | 43.65 |\n| 科技 | 12.45 | 96.30 | 88.75 | 2.60 | 20.00 |\n| 卫生 | 7.80 | 152.40 | 149.95 | 1.05 | 10.25 |\n";
    assert_eq!(printed(right), (3, vec![]));
    let wrong = right.replace("| 10.25 |", "| 10.52 |");
    assert_eq!(
        printed(&wrong),
        (3, vec![error("table/difference", "0.27")])
    );
}

#[test]
fn circled_and_lettered_columns_are_found_by_their_marks() {
    let circled = "| 单位 | 预算数① | 调整数② | 决算数③ | 差额④=③-② | 完成率⑤=③/② |\n|---|---|---|---|---|---|\n| 甲局 | 100.50 | 120.00 | 110.20 | -9.80 | 91.83% |\n| 乙局 | 210.00 | 195.50 | 190.10 | -5.40 | 97.24% |\n";
    assert_eq!(printed(circled), (4, vec![]));
    let lettered = "| Fund | Opening (a) | Receipts (b) | Payments (c) | Closing (d = a + b - c) |\n|---|---|---|---|---|\n| Parks | 310 | 95 | 88 | 317 |\n| Roads | 120 | 460 | 395 | 185 |\n| Water | 75 | 210 | 190 | 98 |\n";
    assert_eq!(printed(lettered), (3, vec![error("table/difference", "3")]));
}

#[test]
fn dots_stand_for_the_columns_between() {
    let table = "| 科目 | 合计 | 基本支出 | 项目支出 | 上缴 | 经营 |\n|---|---|---|---|---|---|\n| | 1=2+…+5 | 2 | 3 | 4 | 5 |\n| 教育 | 141.00 | 31.25 | 91.55 | 8.10 | 10.10 |\n| 科技 | 42.33 | 12.45 | 16.30 | 8.75 | 4.83 |\n";
    assert_eq!(printed(table), (2, vec![]));
}

#[test]
fn rows_are_found_by_their_numbers() {
    let right = "| 项目 | 行次 | 金额 |\n|---|---|---|\n| 财政拨款收入 | 1 | 410.55 |\n| 事业收入 | 2 | 96.30 |\n| 其他收入 | 3 | 12.45 |\n| 本年收入合计（4=1+2+3） | 4 | 519.30 |\n| 年初结转和结余 | 5 | 33.10 |\n| 总计（6=4+5） | 6 | 552.40 |\n";
    assert_eq!(printed(right), (2, vec![]));
    // In the only column, where nothing else bears the formula out.
    let wrong = right.replace("| 519.30 |", "| 591.30 |");
    let (count, findings) = printed(&wrong);
    assert_eq!(count, 2);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].2, Severity::Error);
}

#[test]
fn numbers_that_mean_something_else_say_nothing() {
    let table = "| Item | Plan (1) | Actual (2) | Index (3=1-2) |\n|---|---|---|---|\n| Parks | 310 | 95 | 88 |\n| Roads | 120 | 460 | 95 |\n| Water | 75 | 210 | 90 |\n";
    assert_eq!(printed(table), (0, vec![]));
}
