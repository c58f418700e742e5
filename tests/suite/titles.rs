//! Titles with another year than the report's: which are told, and which have their reason.

use crate::support;

/// The titles that are told to name a wrong year, of a report given by its lines.
fn told(lines: &[&str], library: &tieout::compile::Library) -> usize {
    let report = lines.join("\n\n");
    let outcome = support::review(&[("report.md", &report)], library);
    let rule = |finding: &tieout::model::Finding| &*library.rules[finding.rule].id;
    let found = outcome.findings.iter();
    found
        .filter(|finding| rule(finding) == "text/title-year")
        .count()
}

#[test]
fn a_title_of_another_year_is_told_only_where_nothing_explains_it() {
    let library = support::library();
    let table = "| 项目 | 金额 |\n|---|---:|\n| 人员经费 | 12.40 |\n| 公用经费 | 3.60 |";
    for lines in [
        &[
            "# 某县卫生局2022年部门预算",
            "## 2022年部门预算编制说明",
            "2022年收入预算16.00万元。",
            "## 2021年部门预算表",
            "2022年支出预算16.00万元。",
        ][..],
        &[
            "# 某县卫生局部门预算",
            "2022年部门收支总表",
            table,
            "2022年部门收入总表",
            table,
            "2022年部门支出总表",
            table,
            "2022年财政拨款收支总表",
            table,
            "2022年一般公共预算支出表",
            table,
            "2022年政府性基金预算支出表",
            table,
            "2021年财政拨款收支明细表",
            table,
        ],
        &[
            "# City of Elm: Adopted Budget, Fiscal Year 2024",
            "## Adopted Budget Summary, Fiscal Year 2024",
            "The 2024 budget totals $31.0 million.",
            "## Adopted Budget by Department, Fiscal Year 2023",
            "For 2024, police receive $12.0 million.",
        ],
    ] {
        assert_eq!(told(lines, &library), 1, "{lines:?}");
    }
    for lines in [
        // What is compared with, what was, what will be.
        &[
            "# 某县卫生局2022年部门预算",
            "## 2022年部门预算编制说明",
            "2022年收入预算16.00万元。",
            "## 2021年部门预算执行情况",
            "2021年收入15.00万元，2022年预计16.00万元。",
        ][..],
        &[
            "# 某县卫生局2022年部门决算",
            "## 2022年部门决算说明",
            "2022年收入16.00万元。",
            "## 较2021年部门决算变动情况",
            "2022年收入增加1.00万元。",
            "## 关于印发〔2021〕3号部门决算办法的说明",
            "2022年起施行。",
            "## 截至2021年底资产情况",
            "2022年资产增加。",
        ],
        // This year's and last year's beside each other.
        &[
            "# 某县2022年部门预算",
            "2022年地方政府收支情况表",
            table,
            "2021年地方政府收支情况表",
            table,
            "2022年部门收支总表",
            table,
        ],
        // A year of its own, and a report of two.
        &[
            "# 某县卫生局2022年部门决算",
            "## 2022年部门决算说明",
            "2022年收入16.00万元。",
            "## 2021年部门决算说明",
            "2021年收入15.00万元，2020年为14.00万元。",
        ],
        &[
            "# Annual Report 2023",
            "## Results of Operations 2023",
            "In 2023, revenue was $31.0 million.",
            "## Results of Operations 2022 Compared to 2021",
            "Revenue was $29.0 million.",
            "## Results of Operations 2022",
            "In 2022, revenue was $29.0 million, and in 2023 $31.0 million.",
            "## Acquisitions in 2021",
            "We acquired two companies in 2023 terms.",
            "## 2019 Credit Agreement",
            "At the end of 2023, $12.0 million was drawn.",
        ],
        &[
            "# Results of Operations, Fiscal Year 2023",
            "## Balance Sheet as of June 30, 2022",
            "In 2023, cash was $1.2 million.",
            "## Results of Operations by Segment, Fiscal Year 2023",
            "In 2023, sales were $3.2 million.",
            "## Prior Fiscal Year 2022 Results of Operations",
            "In 2023, sales were $3.2 million.",
        ],
    ] {
        assert_eq!(told(lines, &library), 0, "{lines:?}");
    }
}
