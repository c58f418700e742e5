//! Balances that roll forward within a table.

use crate::support;
use tieout::model::Severity;

/// Relations that hold and those that do not, and the gaps of the findings above note.
fn rolled(text: &str) -> (usize, usize, Vec<String>) {
    let library = support::library();
    let outcome = support::review(&[("table.md", text)], &library);
    let verdicts: Vec<_> = outcome.documents[0].relations().map(|one| one.1).collect();
    let count = |verdict| verdicts.iter().filter(|one| **one == verdict).count();
    let serious = outcome
        .findings
        .iter()
        .filter(|one| one.severity > Severity::Note);
    let gaps = serious.map(|one| {
        one.gap
            .map_or(String::new(), |gap| gap.normalize().to_string())
    });
    (
        count(tieout::model::Verdict::Holds),
        count(tieout::model::Verdict::Fails),
        gaps.collect(),
    )
}

const COLUMNS: &str = "| 基金 | 年初结余 | 本年收入 | 本年支出 | 年末结余 |\n|---|---|---|---|---|\n| 甲 | 310.25 | 95.10 | 88.40 | 316.95 |\n| 乙 | 120.80 | 460.35 | 395.90 | 185.25 |\n| 丙 | 75.15 | 210.60 | 190.05 | 95.70 |\n";
const ROWS: &str = "| Item | Buildings | Vehicles |\n|---|---|---|\n| Opening balance | 310.25 | 95.10 |\n| Increase in the year | 120.80 | 46.35 |\n| Decrease in the year | 75.15 | 21.60 |\n| Closing balance | 355.90 | 119.85 |\n";

#[test]
fn columns_roll_forward_with_the_signs_that_fit() {
    assert_eq!(rolled(COLUMNS), (3, 0, vec![]));
    let wrong = COLUMNS.replace("316.95", "361.95");
    assert_eq!(rolled(&wrong), (2, 1, vec!["45".to_owned()]));
}

#[test]
fn rows_roll_forward_with_the_signs_that_words_give() {
    assert_eq!(rolled(ROWS), (2, 0, vec![]));
    let wrong = ROWS.replace("355.90", "359.50");
    assert_eq!(rolled(&wrong), (1, 1, vec!["3.6".to_owned()]));
}

#[test]
fn what_is_subtracted_already_is_not_subtracted_again() {
    let table = ROWS.replace("75.15", "(75.15)").replace("21.60", "(21.60)");
    assert_eq!(rolled(&table).1, 0);
    assert_eq!(rolled(&table).2, [""; 0]);
}

#[test]
fn balances_without_the_movements_between_them_say_nothing() {
    let table = "| 基金 | 年初结余 | 人数 | 面积 | 年末结余 |\n|---|---|---|---|---|\n| 甲 | 310.25 | 95.10 | 88.40 | 500.95 |\n| 乙 | 120.80 | 460.35 | 395.90 | 85.25 |\n| 丙 | 75.15 | 210.60 | 190.05 | 61.70 |\n";
    assert_eq!(rolled(table), (0, 0, vec![]));
}

#[test]
fn one_movement_beside_others_may_move_the_balance() {
    let table = "| Year | Opening balance | Principal | Interest | Total payment | Closing balance |\n|---|---|---|---|---|---|\n| 2025 | 460,000 | 60,646 | 13,800 | 74,446 | 399,354 |\n| 2026 | 399,354 | 62,465 | 11,981 | 74,446 | 336,889 |\n| 2027 | 336,889 | 64,339 | 10,107 | 74,446 | 272,550 |\n| 2028 | 272,550 | 66,270 | 8,176 | 74,446 | 206,280 |\n";
    let (_, fails, gaps) = rolled(table);
    assert_eq!((fails, gaps), (0, vec![]));
    let (_, fails, gaps) = rolled(&table.replace("| 336,889 | 64,339", "| 363,889 | 64,339"));
    assert_eq!((fails, gaps), (1, vec!["-27000".to_owned()]));
}

#[test]
fn headings_add_and_subtract_the_steps_of_a_reconciliation() {
    let table = "| | 2024 | 2023 |\n|---|---|---|\n| Net change in fund balances | 412,310 | 380,120 |\n| Add: | | |\n| Depreciation expense | 5,210 | 5,003 |\n| Bond proceeds | 1,820 | 2,410 |\n| Less: | | |\n| Capital outlay | 7,305 | 6,990 |\n| Principal payments | 3,120 | 2,875 |\n| Change in net position | 408,915 | 377,668 |\n";
    assert_eq!(rolled(table), (2, 0, vec![]));
    assert_eq!(
        rolled(&table.replace("7,305", "3,705")),
        (1, 1, vec!["-3600".to_owned()])
    );
    let chinese = "| 项目 | 本年 | 上年 |\n|---|---|---|\n| 收支差额 | 412.31 | 380.12 |\n| 加： | | |\n| 计提折旧 | 52.10 | 50.03 |\n| 摊销 | 18.20 | 24.10 |\n| 减： | | |\n| 购置支出 | 73.05 | 69.90 |\n| 净资产变动 | 409.56 | 384.35 |\n";
    assert_eq!(rolled(chinese), (2, 0, vec![]));
}
