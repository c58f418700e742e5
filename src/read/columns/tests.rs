//! What tables of columns read as.

use super::find;
use crate::model::{Table, Text};
use proptest::prelude::*;

/// The grid as lines: cells divided by `|`, blank ones empty, `>2` after a cell that covers two columns.
fn drawn(table: &Table) -> Vec<String> {
    let cell = |cell: &Option<crate::model::Cell>| match cell {
        Some(cell) if cell.covers != (1, 1) => format!("{}>{}", cell.text, cell.covers.0),
        Some(cell) => cell.text.clone(),
        None => String::new(),
    };
    table
        .rows
        .iter()
        .map(|row| row.iter().map(cell).collect::<Vec<_>>().join("|"))
        .collect()
}

fn tables(source: &str) -> Vec<Vec<String>> {
    let text = Text::new(source);
    let regions = find(&text);
    for region in &regions {
        for cell in region.table.rows.iter().flatten().flatten() {
            let line = text.line(cell.span.start);
            assert!(
                region.lines.contains(&line),
                "{cell:?} stands outside its region"
            );
        }
    }
    regions.iter().map(|region| drawn(&region.table)).collect()
}

#[test]
fn figures_under_one_another_are_columns() {
    let source = "
A sentence before the table.

                              Budget      Actual   Variance
Taxes                          1,200       1,150        (50)
Fees and charges                 310         325          15
Grants                             —          80          80
Total revenues                 1,510       1,555          45

A sentence after the table.
";
    assert_eq!(
        tables(source),
        [[
            "|Budget|Actual|Variance",
            "Taxes|1,200|1,150|(50)",
            "Fees and charges|310|325|15",
            "Grants|—|80|80",
            "Total revenues|1,510|1,555|45",
        ]]
    );
}

#[test]
fn chinese_characters_are_two_columns_wide() {
    let source = "
项目            年初预算    决算数      差额
基本支出          218.42    345.91     65.43
项目支出                    319.21    319.21
合  计            218.42    603.06    384.64
";
    assert_eq!(
        tables(source),
        [[
            "项目|年初预算|决算数|差额",
            "基本支出|218.42|345.91|65.43",
            "项目支出||319.21|319.21",
            "合  计|218.42|603.06|384.64",
        ]]
    );
}

#[test]
fn headers_cover_the_columns_under_them() {
    let source = "
                     General Fund             Special Funds
                   2020        2019         2020        2019
                  -----       -----        -----       -----
Salaries            500         480           20          18
Supplies             75          70                        4
Total               575         550           20          22
";
    assert_eq!(
        tables(source),
        [[
            "|General Fund>2||Special Funds>2|",
            "|2020|2019|2020|2019",
            "Salaries|500|480|20|18",
            "Supplies|75|70||4",
            "Total|575|550|20|22",
        ]]
    );
}

#[test]
fn broken_labels_are_joined_and_section_rows_stay() {
    let source = "
                                     2020       2019
Operating activities:
  Net income                        1,000        900
  Depreciation and
    amortization                      100         95
Net cash provided by operating      1,100        995
  activities
Cash at the beginning of the year
  (Note 3)                             50         40
";
    assert_eq!(
        tables(source),
        [[
            "|2020|2019",
            "Operating activities:||",
            "Net income|1,000|900",
            "Depreciation and amortization|100|95",
            "Net cash provided by operating activities|1,100|995",
            "Cash at the beginning of the year||",
            "(Note 3)|50|40",
        ]]
    );
}

#[test]
fn tabs_keep_blank_cells() {
    let source =
        "项目\t预算\t决算\n教育支出\t100.50\t99.00\n卫生支出\t\t3.20\n合计\t100.50\t102.20\n";
    assert_eq!(
        tables(source),
        [[
            "项目|预算|决算",
            "教育支出|100.50|99.00",
            "卫生支出||3.20",
            "合计|100.50|102.20"
        ]]
    );
}

#[test]
fn a_label_alone_between_rows_of_tabs_is_a_row() {
    let source = "Item\t2020\t2019\nTaxes\t10\t9\nOther income\nFees\t5\t4\nTable 2\nItem\t2020\t2019\nCash\t1\t2\nLand\t3\t4\n";
    assert_eq!(
        tables(source),
        [
            vec!["Item|2020|2019", "Taxes|10|9", "Other income||", "Fees|5|4"],
            vec!["Item|2020|2019", "Cash|1|2", "Land|3|4"]
        ]
    );
}

#[test]
fn drawn_tables_are_read() {
    let boxed = "
┌──────────┬────────┬────────┐
│ 项目     │ 2020年 │ 2019年 │
├──────────┼────────┼────────┤
│ 收入     │  12.50 │  11.00 │
│ 支出     │        │  10.00 │
└──────────┴────────┴────────┘
";
    assert_eq!(
        tables(boxed),
        [["项目|2020年|2019年", "收入|12.50|11.00", "支出||10.00"]]
    );
    let ascii = "
+----------+-----------------+
|          |      Fund       |
| Item     +--------+--------+
|          |   2020 |   2019 |
+==========+========+========+
| Salaries |    500 |    480 |
+----------+--------+--------+
| Heat and |     75 |     70 |
| light    |        |        |
+----------+--------+--------+
";
    assert_eq!(
        tables(ascii),
        [[
            "|Fund>2|",
            "Item||",
            "|2020|2019",
            "Salaries|500|480",
            "Heat and light|75|70"
        ]]
    );
    let bars = "Item     | 2020 | 2019\n---------+------+-----\nRevenue  |  100 |   90\nExpenses |   80 |   70\n";
    assert_eq!(
        tables(bars),
        [["Item|2020|2019", "Revenue|100|90", "Expenses|80|70"]]
    );
}

#[test]
fn dots_may_lead_to_the_figures() {
    let source = "
Salaries ............  1,200    1,100
Travel ..............     30       45
Total ...............  1,230    1,145
";
    assert_eq!(
        tables(source),
        [["Salaries|1,200|1,100", "Travel|30|45", "Total|1,230|1,145"]]
    );
    let contents = "Introduction ........ 1\nRevenues ............ 3\nExpenditures ........ 7\n";
    assert!(
        tables(contents).is_empty(),
        "a table of contents is no table of figures"
    );
}

#[test]
fn two_tables_stay_two() {
    let source = "
            2020    2019
Income       100      90
Costs         60      50

Assets
            2020    2019
Cash          10       9
Land          20      20
";
    assert_eq!(
        tables(source),
        [
            ["|2020|2019", "Income|100|90", "Costs|60|50"],
            ["|2020|2019", "Cash|10|9", "Land|20|20"]
        ]
    );
}

#[test]
fn prose_and_one_cell_a_line_are_no_tables() {
    for source in [
        "The budget rose by 5 percent.  It was 1,200 in 2019.\nThe council agreed.  Nothing else changed.\nIn 2020 it fell.  By 30.\n",
        "项目\n合计（单位：万元）\n财政拨款\n218.42\n其他收入\n0\n收入预算合计\n218.42\n",
        "一、基本情况\n　　本单位2021年预算218.42万元，  支出345.91万元。\n　　其中：基本支出  100万元。\n",
        "1.\tFirst point\n2.\tSecond point\n3.\tThird point\n",
        "",
        "\n\n\n",
    ] {
        assert!(tables(source).is_empty(), "{source}");
    }
}

#[test]
fn hostile_texts_take_no_time() {
    let prose = "word word  word word\n".repeat(8_000);
    let tabs = "a\tb\n".repeat(8_000);
    let bars = "| a | b\n| a | b | c\n".repeat(4_000);
    let wide = format!("{}\n", "1  ".repeat(1_000)).repeat(50);
    let mixed = "a  1\nb\n\n".repeat(5_000);
    for source in [prose, tabs, bars, wide, mixed] {
        // Ends at all: a search that is quadratic in these would not.
        let _ = find(&Text::new(source));
    }
}

proptest! {
    #[test]
    fn nothing_panics_and_spans_hold(source in "([-a-z0-9 .,|+│─\t\n合计（）]{0,12}[ \n\t|]{1,3}){0,20}") {
        tables(&source);
    }

    #[test]
    fn what_is_laid_out_in_columns_is_read_back(
        rows in proptest::collection::vec(proptest::collection::vec(0u32..2_000_000, 3), 2..8),
        chinese in any::<bool>(),
    ) {
        let mut source = String::new();
        let mut expected = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let label = if chinese { "款".repeat(at + 2) } else { format!("item {}", "x".repeat(at + 1)) };
            let width = if chinese { 2 * (at + 2) } else { label.len() };
            source.push_str(&label);
            source.push_str(&" ".repeat(24 - width));
            let cells: Vec<String> = row.iter().map(|value| format!("{value}.50")).collect();
            source.push_str(&cells.iter().map(|cell| format!("{cell:>14}")).collect::<String>());
            source.push('\n');
            expected.push(format!("{label}|{}", cells.join("|")));
        }
        prop_assert_eq!(tables(&source), vec![expected]);
    }
}
