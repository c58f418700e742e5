//! What tables claim: which figure is computed from which, found from structure, and which gaps are said.

use crate::support;
use tieout::model::Severity;

/// `row label: sum of n holds|fails` of every relation, and the findings above note.
pub fn relations(text: &str) -> (Vec<String>, usize) {
    relations_in("table.md", text)
}

pub fn relations_in(name: &str, text: &str) -> (Vec<String>, usize) {
    let library = support::library();
    let outcome = support::review(&[(name, text)], &library);
    let json: serde_json::Value =
        serde_json::from_str(&tieout::render::relations_json(&outcome)).unwrap();
    let found = json["documents"][0]["relations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|relation| {
            let cells: Vec<String> = relation["operands"]
                .as_array()
                .unwrap()
                .iter()
                .map(|cell| format!("{}.{}", cell[0], cell[1]))
                .collect();
            format!(
                "{}.{} {} {} {}",
                relation["result"][0],
                relation["result"][1],
                relation["operator"].as_str().unwrap(),
                cells.join(" "),
                if relation["holds"] == true {
                    "holds"
                } else {
                    "fails"
                }
            )
        })
        .collect();
    let findings = outcome
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Note)
        .count();
    (found, findings)
}

#[test]
fn subtotals_are_not_added_twice() {
    let (found, findings) = relations(
        "| 项目 | 甲 | 乙 |\n|---|---|---|\n| 办公费 | 31.25 | 17.40 |\n| 差旅费 | 12.60 | 9.85 |\n| 小计 | 43.85 | 27.25 |\n| 设备购置 | 88.10 | 40.95 |\n| 房屋修缮 | 23.45 | 71.30 |\n| 小计 | 111.55 | 112.25 |\n| 总计 | 155.40 | 139.50 |\n",
    );
    assert!(
        found.contains(&"8.2 sum 4.2 7.2 holds".to_owned()),
        "{found:?}"
    );
    assert!(
        found.contains(&"7.3 sum 5.3 6.3 holds".to_owned()),
        "{found:?}"
    );
    assert_eq!(findings, 0);
}

#[test]
fn a_total_may_stand_first() {
    let (found, findings) = relations(
        "| Item | 2022 | 2023 |\n|---|---|---|\n| Total revenue | 731.4 | 808.9 |\n| Taxes | 512.7 | 566.2 |\n| Fees | 147.3 | 158.8 |\n| Other | 71.4 | 83.9 |\n",
    );
    assert!(
        found.contains(&"2.2 sum 3.2 4.2 5.2 holds".to_owned()),
        "{found:?}"
    );
    assert_eq!(findings, 0);
}

#[test]
fn parts_of_the_row_above_are_not_added() {
    let (found, findings) = relations(
        "| 项目 | 预算 | 决算 |\n|---|---|---|\n| 基本支出 | 280.48 | 264.75 |\n| 其中：财政拨款支出 | 251.36 | 240.12 |\n| 项目支出 | 96.37 | 102.58 |\n| 其中：财政拨款支出 | 90.05 | 98.44 |\n| 支出合计 | 376.85 | 367.33 |\n",
    );
    assert!(
        found.contains(&"6.2 sum 2.2 4.2 holds".to_owned()),
        "{found:?}"
    );
    assert_eq!(findings, 0);
}

#[test]
fn less_rows_are_subtracted() {
    let (found, findings) = relations(
        "| Item | 2022 | 2023 |\n|---|---|---|\n| Gross sales | 918.20 | 967.45 |\n| Less: returns | 41.75 | 38.60 |\n| Less: discounts | 17.30 | 22.95 |\n| Total net sales | 859.15 | 905.90 |\n",
    );
    // One less several others is written as the sum that it is.
    for line in ["2.2 sum 3.2 4.2 5.2 holds", "2.3 sum 3.3 4.3 5.3 holds"] {
        assert!(found.contains(&line.to_owned()), "{found:?}");
    }
    assert_eq!(findings, 0);
}

#[test]
fn blank_cells_of_a_block_are_operands_too() {
    let (found, _) = relations(
        "| Item | 2021 | 2022 | 2023 |\n|---|---|---|---|\n| Rent | 412.6 | | 437.9 |\n| Heat | 88.3 | 91.7 | 95.2 |\n| Repairs | 51.9 | 64.8 | |\n| Total | 552.8 | 156.5 | 533.1 |\n",
    );
    for line in ["5.3 sum 2.3 3.3 4.3 holds", "5.4 sum 2.4 3.4 4.4 holds"] {
        assert!(found.contains(&line.to_owned()), "{found:?}");
    }
}

#[test]
fn a_difference_is_found_under_the_same_name_of_other_groups() {
    let (found, findings) = relations(
        "| 项目 | 预算金额 | | 决算金额 | | 增加额（预-决） | |\n|---|---|---|---|---|---|---|\n| | 基本支出 | 项目支出 | 基本支出 | 项目支出 | 基本支出 | 项目支出 |\n| 公务接待 | 15.25 | 3.10 | 11.05 | 2.75 | 4.20 | 0.35 |\n| 车辆运行 | 8.60 | 1.45 | 9.35 | 1.20 | -0.75 | 0.25 |\n",
    );
    assert!(
        found
            .iter()
            .any(|line| line.contains("difference") && line.ends_with("holds")),
        "{found:?}"
    );
    assert_eq!(findings, 0);
}

#[test]
fn one_wrong_cell_breaks_its_sum_and_no_other() {
    let (found, findings) = relations(
        "| Item | A | B | C |\n|---|---|---|---|\n| One | 312.4 | 118.9 | 77.3 |\n| Two | 205.8 | 940.1 | 62.6 |\n| Three | 671.5 | 33.7 | 58.2 |\n| Total | 1189.7 | 1029.7 | 198.1 |\n",
    );
    assert_eq!(findings, 1, "{found:?}");
    assert!(
        found.contains(&"5.3 sum 2.3 3.3 4.3 fails".to_owned()),
        "{found:?}"
    );
}

#[test]
fn averages_and_prices_do_not_add() {
    let (_, findings) = relations(
        "| Month | Shares | Price paid | Under the plan |\n|---|---|---|---|\n| July | 745,148 | 183.69 | 744,500 |\n| August | 640,563 | 176.78 | 638,189 |\n| Total | 1,385,711 | 180.50 | 1,382,689 |\n",
    );
    assert_eq!(findings, 0);
}

#[test]
fn a_label_alone_is_no_ground() {
    let (_, findings) = relations(
        "| Item | 2023 |\n|---|---|\n| Cash | 412 |\n| Stock | 97 |\n| Total assets | 2,318 |\n",
    );
    assert_eq!(findings, 0);
}

#[test]
fn a_total_whose_name_is_a_concept_is_a_total() {
    // `Total revenues` is what the vocabulary knows as a concept, and a total all the same: one column bears it out.
    let (_, findings) = relations(
        "| Office | 2022 | 2023 |\n|---|---|---|\n| Permits | 1,731 | 1,808 |\n| Fines | 517 | 562 |\n| Rents | 2,147 | 2,158 |\n| Total revenues | 4,395 | 4,582 |\n",
    );
    assert_eq!(findings, 1);
}

#[test]
fn shares_add_and_changes_do_not() {
    let table = |share: &str, change: &str| {
        format!(
            "| 项目 | 金额 | 占比（%） | 增长率（%） |\n|---|---|---|---|\n| 人员经费 | 17,656 | 63.79 | 12.41 |\n| 公用经费 | 5,982 | {share} | -3.17 |\n| 项目经费 | 4,042 | 14.60 | {change} |\n| 合计 | 27,680 | 100.00 | 8.26 |\n"
        )
    };
    assert_eq!(relations(&table("21.61", "55.08")).1, 0);
    assert_eq!(relations(&table("21.16", "55.08")).1, 1);
}

#[test]
fn a_row_listed_twice_is_said_wherever_it_stands() {
    let rows = [
        "| Live stock | 179,870 | 150,980 |\n",
        "| Feed and seed | 47,417 | 37,965 |\n",
        "| Packaging | 7,488 | 6,547 |\n",
    ];
    for twice in 0..rows.len() {
        let mut listed = rows.to_vec();
        listed.insert(twice, rows[twice]);
        let (_, findings) = relations(&format!(
            "| Inventory | 2022 | 2023 |\n|---|---|---|\n{}| Total inventories | 234,775 | 195,492 |\n",
            listed.concat()
        ));
        assert_eq!(findings, 1, "row {twice}");
    }
    // Twice listed and twice counted is right.
    let (_, findings) = relations(
        "| Inventory | 2022 | 2023 |\n|---|---|---|\n| Packaging | 7,488 | 6,547 |\n| Packaging | 7,488 | 6,547 |\n| Feed | 1,210 | 1,305 |\n| Total inventories | 16,186 | 14,399 |\n",
    );
    assert_eq!(findings, 0);
}

#[test]
fn a_row_left_out_makes_every_column_short() {
    let table = |total: &str| {
        format!(
            "| Inventory | 2022 | 2023 |\n|---|---|---|\n| Live stock | 179,870 | 150,980 |\n| Feed and seed | 47,417 | 37,965 |\n| Packaging | 7,488 | 6,547 |\n| Total inventories | {total} |\n"
        )
    };
    assert_eq!(relations(&table("289,928 | 240,056")).1, 1);
    // Short in one column and beyond in the other: that is no missing row. Nor is a total of which hardly anything is listed.
    assert_eq!(relations(&table("289,928 | 140,056")).1, 0);
    assert_eq!(relations(&table("28,992,800 | 24,005,600")).1, 0);
}

#[test]
fn a_rate_in_a_name_does_not_keep_amounts_from_adding() {
    let (_, findings) = relations(
        "| Long-term debt | 2022 | 2023 |\n|---|---|---|\n| 6.25 % notes | 1,731 | 1,808 |\n| 5.00 % notes | 517 | 562 |\n| 4.25% bonds | 2,147 | 2,158 |\n| Total | 4,395 | 4,582 |\n",
    );
    assert_eq!(findings, 1);
}

#[test]
fn what_a_total_equals_further_on_does_not_hide_a_row_left_out_before_it() {
    let table = |inventory: &str| {
        format!(
            "| Balance sheet | 2022 | 2023 |\n|---|---|---|\n| Cash | 1,731 | 1,808 |\n{inventory}| Receivables | 2,147 | 2,158 |\n| Equipment | 6,317 | 6,202 |\n| Total assets | 10,712 | 10,730 |\n| Payables | 3,415 | 3,106 |\n| Bonds | 2,250 | 2,250 |\n| Equity | 5,047 | 5,374 |\n| Total liabilities and equity | 10,712 | 10,730 |\n"
        )
    };
    assert_eq!(relations(&table("| Inventory | 517 | 562 |\n")).1, 0);
    assert!(relations(&table("")).1 > 0);
}

#[test]
fn a_part_beside_a_subtotal_of_it_alone_is_no_list_with_a_row_left_out() {
    let (_, findings) = relations(
        "| Taxes | 2022 | 2023 |\n|---|---|---|\n| Hotel tax: current | 12,415 | 12,106 |\n| Total tourism taxes | 12,415 | 12,106 |\n| Total taxes | 70,350 | 69,208 |\n",
    );
    assert_eq!(findings, 0);
}

#[test]
fn averages_shares_and_growth_are_found() {
    let (found, findings) = relations(
        "| Port | 2021 | 2022 | Mean | Change % | Share |\n|---|---|---|---|---|---|\n| Brookmouth | 1,234 | 1,301 | 1,267.5 | 5.4% | 0.949 |\n| Estwick | 877 | 912 | 894.5 | 4.0% | 0.962 |\n| Farholm | 1,540 | 1,498 | 1,519.0 | -2.7% | 1.028 |\n| Gullby | 2,211 | 2,466 | 2,338.5 | 11.5% | 0.897 |\n",
    );
    for line in [
        "2.4 average 2.2 2.3 holds",
        "3.5 relative_change 3.2 3.3 holds",
        "5.6 division 5.2 5.3 holds",
    ] {
        assert!(found.contains(&line.to_owned()), "{found:?}");
    }
    assert_eq!(findings, 0);
}

#[test]
fn growth_on_a_small_or_negative_base_raises_no_alarm() {
    // The third is a difference in points, the fourth stands on a loss, the fifth is within rounding of its inputs.
    let (_, findings) = relations(
        "| Line | 2021 | 2022 | Change |\n|---|---|---|---|\n| Fares | 612.4 | 655.1 | 7.0% |\n| Freight | 388.2 | 371.9 | -4.2% |\n| Margin | 41.2% | 43.5% | 2.3% |\n| Result | -15.4 | 21.7 | 240.9% |\n| Mail | 2.1 | 2.3 | 12.0% |\n| Leases | 97.3 | 101.6 | 4.4% |\n| Parking | 231.7 | 248.8 | 7.4% |\n",
    );
    assert_eq!(findings, 0);
}

#[test]
fn two_columns_with_others_between_add_where_every_figure_bears_it_out() {
    let table = |last: &str| {
        format!(
            "| Port | Men at sea | Ships at sea | Women at sea | Men ashore | Crew at sea |\n|---|---|---|---|---|---|\n| Brookmouth | 12,347 | 318 | 5,129 | 8,861 | 17,476 |\n| Estwick | 8,771 | 207 | 3,946 | 6,018 | 12,717 |\n| Farholm | 15,406 | 449 | 7,238 | 9,334 | 22,644 |\n| Gullby | 22,119 | 617 | 9,053 | 14,507 | 31,172 |\n| Hythe | 6,982 | 191 | 2,777 | 5,265 | {last} |\n"
        )
    };
    let (found, findings) = relations(&table("9,759"));
    assert!(
        found.contains(&"4.6 sum 4.2 4.4 holds".to_owned()),
        "{found:?}"
    );
    assert_eq!(findings, 0);
    // Found by figures alone, it is no reason to blame one.
    assert_eq!(relations(&table("9,859")).1, 0);
}

#[test]
fn a_named_column_without_a_figure_is_a_part_like_those_around_it() {
    let (found, _) = relations(
        "| Port | Fares | Mail | Leases | Income |\n|---|---|---|---|---|\n| Brookmouth | 12,347 | | 5,129 | 17,476 |\n| Estwick | 8,771 | | 3,946 | 12,717 |\n| Farholm | 15,406 | | 7,238 | 22,644 |\n",
    );
    assert!(
        found.contains(&"3.5 sum 3.2 3.3 3.4 holds".to_owned()),
        "{found:?}"
    );
}

#[test]
fn a_subtotal_beside_its_parts_is_no_part_too() {
    let (_, findings) = relations(
        "| 科目名称 | 金额 |\n|---|---|\n| 合计 | 2,634.70 |\n| 商品和服务支出 | 2,634.70 |\n| 办公费 | 121.40 |\n| 印刷费 | 14.65 |\n| 水费 | 18.75 |\n| 电费 | 202.30 |\n| 邮电费 | 61.05 |\n| 物业管理费 | 75.20 |\n| 差旅费 | 190.44 |\n| 维修费 | 36.50 |\n| 会议费 | 32.10 |\n| 培训费 | 118.00 |\n| 公务接待费 | 16.35 |\n| 工会经费 | 257.85 |\n| 其他交通费用 | 458.37 |\n| 其他支出 | 984.64 |\n| 车辆运行费 | 47.10 |\n",
    );
    assert_eq!(findings, 0);
}

#[test]
fn differences_of_nothing_do_not_tell_the_order() {
    // A difference is taken from the right in the rows of amounts, and from the left in those of increases.
    let table = "| Office | Class 100 | Class 200 | Total | | Federal | State | Total | Diff. |\n|---|---|---|---|---|---|---|---|---|\n| Water estimate | 6,102 | 3,092 | 9,194 | | 8,327 | 867 | 9,194 | 0 |\n| Water request | 6,961 | 3,559 | 10,520 | | 9,778 | 742 | 10,520 | 0 |\n| Water increase | 859 | 467 | 1,326 | | 1,451 | -125 | 1,326 | 0 |\n| Parks estimate | 1,237 | 7,884 | 9,121 | | 8,666 | 455 | 9,121 | 0 |\n| Parks request | 1,813 | 8,778 | 10,591 | | 9,727 | 864 | 10,591 | 0 |\n| Parks increase | 576 | 894 | 1,470 | | 1,061 | 409 | 1,470 | 0 |\n| Courts estimate | 1,424 | 8,380 | 9,804 | | 9,224 | 580 | 9,804 | 0 |\n| Courts request | 1,684 | 8,595 | 10,279 | | 9,599 | 680 | 10,279 | 0 |\n| Courts increase | 260 | 215 | 475 | | 375 | 100 | 475 | 0 |\n| Police estimate | 8,114 | 3,019 | 11,133 | | 10,829 | 304 | 11,133 | 0 |\n| Police request | 8,603 | 3,675 | 12,278 | | 11,491 | 787 | 12,278 | 0 |\n| Police increase | 489 | 656 | 1,145 | | 662 | 483 | 1,145 | 0 |\n| Streets estimate | 3,042 | 1,107 | 4,149 | | 3,532 | 617 | 4,149 | 0 |\n| Streets request | 3,890 | 1,428 | 5,318 | | 4,832 | 486 | 5,318 | 0 |\n| Streets increase | 848 | 321 | 1,169 | | 1,300 | -131 | 1,169 | 0 |\n| Prisons estimate | 2,491 | 8,506 | 10,997 | | 10,634 | 363 | 10,997 | 0 |\n| Prisons request | 3,375 | 9,004 | 12,379 | | 12,106 | 273 | 12,379 | 0 |\n| Prisons increase | 884 | 498 | 1,382 | | 1,472 | -90 | 1,382 | 0 |\n| Health estimate | 5,180 | 1,615 | 6,795 | | 8,007 | 617 | 8,624 | 1,829 |\n| Health request | 6,878 | 1,746 | 8,624 | | 8,007 | 617 | 8,624 | 0 |\n| Health increase | 1,698 | 131 | 1,829 | | 0 | 0 | 0 | 1,829 |\n| Fire estimate | 4,881 | 5,859 | 10,740 | | 0 | 0 | 0 | -10,740 |\n| Fire request | 12,006 | 10,813 | 22,819 | | 0 | 0 | 0 | -22,819 |\n| Fire increase | 7,125 | 4,954 | 12,079 | | 0 | 0 | 0 | 12,079 |\n";
    assert_eq!(relations(table).1, 0);
}

#[test]
fn what_is_compared_is_not_added() {
    let (_, findings) = relations(
        "| Fund | Pay | Goods |\n|---|---|---|\n| Estimate | 81,306 | 63,705 |\n| Request | 83,689 | 65,216 |\n| Increase/(decrease) | 2,383 | 1,511 |\n| Total grants fund | 233,061 | 187,410 |\n",
    );
    assert_eq!(findings, 0);
}

/// The findings above note of one table.
fn findings(table: &str) -> usize {
    relations(table).1
}

#[test]
fn a_row_left_out_is_seen_where_a_column_of_it_was_nil() {
    // 114.6 and 96.3 lack a row of 31.2 and 28.9 that had nothing in 2022.
    let table = "| Programme | 2024 | 2023 | 2022 |\n|---|---|---|---|\n| Roads | 41.7 | 33.5 | 30.8 |\n| Bridges | 22.9 | 18.2 | 17.3 |\n| Lighting | 18.8 | 15.7 | 12.6 |\n| Total | 114.6 | 96.3 | 60.7 |\n";
    assert_eq!(findings(table), 1);
    // What 2022 shows is the difference of the two: only what changed is listed.
    let table = "| Programme | Before | After | Effect |\n|---|---|---|---|\n| Roads | 41.7 | 33.5 | 8.2 |\n| Bridges | 22.9 | 18.2 | 4.7 |\n| Lighting | 18.8 | 15.7 | 3.1 |\n| Total | 114.6 | 98.6 | 16.0 |\n";
    assert_eq!(findings(table), 0);
}

#[test]
fn a_total_names_the_heading_that_its_block_begins_under() {
    let table = |fund: &str| {
        format!(
            "| | 2024 | 2023 |\n|---|---|---|\n| Assets | | |\n| Cash: | | |\n| Bank | 310 | 285 |\n{fund}| Loans: | | |\n| Staff | 42 | 39 |\n| Other assets: | | |\n| Total assets | 473 | 431 |\n"
        )
    };
    assert_eq!(findings(&table("| Fund | 121 | 107 |\n")), 0);
    assert_eq!(findings(&table("| Fund | 60 | 58 |\n")), 1);
}

#[test]
fn words_in_a_second_column_begin_no_block() {
    let table = |other: &str| {
        format!(
            "| Asset | Where shown | 2024 | 2023 |\n|---|---|---|---|\n| Operating | Other assets | 723 | {other} |\n| Finance | Property | 33 | 35 |\n| Held for sale | Current assets | 51 | 62 |\n| Total leases | | 807 | 841 |\n"
        )
    };
    assert_eq!(findings(&table("744")), 0);
    assert_eq!(findings(&table("774")), 1);
}

#[test]
fn one_total_stands_before_and_behind_its_parts() {
    let table = |last: &str| {
        format!(
            "| | 2024 | 2023 |\n|---|---|---|\n| Notes | 38,886 | 38,234 |\n| Premium | 640 | 719 |\n| Total | 39,526 | 38,953 |\n| Current portion | 2,873 | 3,897 |\n| Long-term portion | 36,653 | 35,056 |\n| Total | {last} | 38,953 |\n"
        )
    };
    assert_eq!(findings(&table("39,526")), 0);
    assert_eq!(findings(&table("39,256")), 1);
}

#[test]
fn a_sum_amid_its_parts_is_wrong_where_its_neighbours_add_up() {
    let table = |part: &str| {
        format!(
            "| | 2024 | 2023 | 2022 |\n|---|---|---|---|\n| Domestic | 372 | {part} | 228 |\n| Foreign | 565 | 494 | 521 |\n| Total | 937 | 693 | 749 |\n"
        )
    };
    assert_eq!(findings(&table("199")), 0);
    assert_eq!(findings(&table("919")), 1);
    // Prices stand amid their parts, whatever adds up beside them.
    let table = "| Month | Shares | Price | Planned |\n|---|---|---|---|\n| October | 745,148 | 183.69 | 744,500 |\n| November | 640,563 | 176.78 | 638,189 |\n| Total | 1,385,711 | 180.50 | 1,382,689 |\n";
    assert_eq!(findings(table), 0);
}

#[test]
fn a_table_too_large_to_try_all_says_so() {
    let table = |rows: u32| {
        let rows: Vec<String> = (0..rows)
            .map(|row| {
                format!(
                    "Item {row},{},{}\n",
                    137 * row % 1009 + 11,
                    211 * row % 1013 + 17
                )
            })
            .collect();
        format!("Item,2023,2024\n{}", rows.concat())
    };
    let library = support::library();
    let notices = |text: &str| {
        let outcome = support::review(&[("table.csv", text)], &library);
        outcome.documents[0].document.notices.len()
    };
    assert_eq!(notices(&table(300)), 0);
    assert_eq!(notices(&table(4_000)), 1);
}

#[test]
fn a_row_left_out_may_have_either_sign_where_the_heading_names_the_block() {
    let table = |options: &str| {
        format!(
            "| | 2024 | 2023 |\n|---|---|---|\n| Gains and losses | | |\n| Shares | 417 | (209) |\n| Bonds | (385) | 135 |\n{options}| Loans | (738) | 328 |\n| Total gains and losses | (445) | 401 |\n"
        )
    };
    assert_eq!(findings(&table("| Options | 261 | 147 |\n")), 0);
    assert_eq!(findings(&table("")), 1);
}

#[test]
fn what_a_total_leaves_out_in_every_column_is_how_the_table_is_made() {
    let table = "| | Quarter | Half | Year |\n|---|---|---|---|\n| Net income | 6,188 | 656 | 8,232 |\n| Gain on bonds | (11) | (12) | 7 |\n| Reclassified | 3 | 1 | (4) |\n| Other income, net | (8) | (11) | 3 |\n| Total income | 6,180 | 645 | 8,235 |\n";
    assert_eq!(findings(table), 0);
}

#[test]
fn a_row_without_a_name_under_named_rows_is_their_total() {
    let table = |last: &str| {
        format!(
            "| Cost | 2024 | 2023 |\n|---|---|---|\n| Wages | 3,418 | 3,207 |\n| Rent | 1,265 | 1,190 |\n| Power | 842 | 797 |\n| | {last} |\n"
        )
    };
    assert_eq!(findings(&table("5,525 | 5,194")), 0);
    assert_eq!(findings(&table("5,552 | 5,194")), 1);
    // Their mean, or anything else.
    assert_eq!(findings(&table("1,842 | 1,731")), 0);
}

#[test]
fn one_column_with_a_total_is_broken_where_a_slip_is_no_chance() {
    let table = |total: &str| {
        format!(
            "| Cost | 2024 |\n|---|---|\n| Wages | 3,418 |\n| Rent | 1,265 |\n| Power | 842 |\n| Total | {total} |\n"
        )
    };
    assert_eq!(findings(&table("5,525")), 0);
    assert_eq!(findings(&table("8,525")), 1);
    // A gap of any shape may be that of a block that begins elsewhere.
    assert_eq!(findings(&table("5,912")), 0);
}

#[test]
fn what_follows_a_total_does_not_excuse_what_stands_before_it() {
    let table = |part: &str| {
        format!(
            "| Debt | 2024 | 2023 |\n|---|---|---|\n| Short-term debt | 953 | 361 |\n| Current portion | 536 | {part} |\n| Long-term debt | 8,004 | 7,818 |\n| Total debt | 9,493 | 8,824 |\n| Less: Cash | 606 | 828 |\n| Net debt | 8,887 | 7,996 |\n"
        )
    };
    assert_eq!(findings(&table("645")), 0);
    assert_eq!(findings(&table("654")), 1);
}

#[test]
fn differences_of_amounts_add_whatever_their_column_is_called() {
    let table = |total: &str| {
        format!(
            "| | 2024 | 2023 | Rate |\n|---|---|---|---|\n| Sales | 812,440 | 745,310 | 67,130 |\n| Services | 127,905 | 119,482 | 8,423 |\n| Rents | 51,230 | 48,017 | 3,213 |\n| Total | 991,575 | 912,809 | {total} |\n"
        )
    };
    assert_eq!(findings(&table("78,766")), 0);
    assert!(findings(&table("78,676")) > 0);
}

#[test]
fn a_table_that_goes_on_from_the_one_before_has_parts_there() {
    let head = "| Project | Original | Final |\n|---|---|---|\n";
    let first = "| Bridges | 31,200 | 33,450 |\n| Paving | 22,900 | 24,180 |\n";
    let second = "| Lighting | 18,830 | 19,270 |\n| Signals | 15,760 | 12,640 |\n| Drains | 9,410 | 8,890 |\n| Total | 98,100 | 98,430 |\n";
    let parted = format!("{head}{first}\n{head}{second}");
    assert_eq!(findings(&parted), 0);
    // By itself a row is missing.
    assert_eq!(findings(&format!("{head}{second}")), 1);
    // What ends in a total of its own does not go on.
    let whole = format!("{head}{first}| Total | 54,100 | 57,630 |\n\n{head}{second}");
    assert_eq!(findings(&whole), 1);
}
