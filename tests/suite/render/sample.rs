//! One short report with every kind of finding, built by hand.

use rust_decimal::Decimal;
use std::sync::Arc;
use tieout::model::*;

pub const REPORT: &str = "部门整体支出绩效自评报告
（一）本年可用指标如下（单位：万元）：
项　目

基本支出

项目支出

合　计

年初预算

280.48
0
280.48
上年结转
65.43
0
65.43
本年追加
267.62
0
267.62
本年结转
51.59
0
51.59
小　计
665.12
0
665.12
从上表可以看出：我局本年度严格执行各项财务制度，进一步强化各股室对财政预算支出的管理意识，全年可用预算资金716.90万元，追加明细详见“追加事项明细表”，全年支出716.90万元，控制在预算总额以内，各项支出均按规定的程序审批。
";

pub const ROWS: [[&str; 4]; 6] = [
    ["项　目", "基本支出", "项目支出", "合　计"],
    ["年初预算", "280.48", "0", "280.48"],
    ["上年结转", "65.43", "0", "65.43"],
    ["本年追加", "267.62", "0", "267.62"],
    ["本年结转", "51.59", "0", "51.59"],
    ["小　计", "665.12", "0", "665.12"],
];

pub fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).expect("a decimal")
}

pub fn ten_thousand() -> Unit {
    Unit {
        measure: Measure::Money,
        base: "元".into(),
        power: 4,
        word: "万元".into(),
    }
}

pub fn figure(text: &str, span: Span, site: Site, row: &str, column: &str) -> Figure {
    let labels = |label: &str| {
        if label.is_empty() {
            Vec::new()
        } else {
            vec![Label::new(label)]
        }
    };
    Figure {
        amount: Amount {
            printed: decimal(text),
            unit: ten_thousand(),
        },
        text: text.to_owned(),
        span,
        site,
        labels: Labels {
            row: labels(row).into(),
            column: labels(column).into(),
            ..Labels::default()
        },
        concept: None,
        period: None,
        meaning: None,
        grain: Decimal::new(1, 2),
        additive: true,
        vague: false,
    }
}

/// The report with its one table and the figures of the table and of the sentence after it.
pub fn checked() -> Checked {
    let mut at = REPORT.find(ROWS[0][0]).expect("the table");
    let start = at;
    let mut figures = Vec::new();
    let mut rows = Vec::new();
    for (r, row) in ROWS.iter().enumerate() {
        let mut cells = Vec::new();
        for (c, text) in row.iter().enumerate() {
            at += REPORT[at..].find(text).expect("a cell");
            let span = Span::new(at, at + text.len());
            at = span.end;
            cells.push(Some(Cell::new(*text, span)));
            if r > 0 && c > 0 {
                let site = Site::Cell {
                    block: 1,
                    row: r,
                    column: c,
                };
                figures.push(figure(text, span, site, row[0], ROWS[0][c]));
            }
        }
        rows.push(cells);
    }
    let table = Table {
        number: 1,
        unit: Some("万元".into()),
        rows,
        header_rows: Some(1),
        aligned: true,
        span: Span::new(start, at),
        ..Table::default()
    };
    let prose = REPORT.find("从上表").expect("the sentence");
    for (label, text) in [("可用预算资金", "716.90"), ("支出", "716.90")] {
        let phrase = format!("{label}{text}");
        let from = prose + REPORT[prose..].find(&phrase).expect("a figure") + label.len();
        let from = if label == "支出" {
            REPORT.rfind(&phrase).expect("a figure") + label.len()
        } else {
            from
        };
        let site = Site::Prose {
            block: 2,
            sentence: 0,
            at: from - prose,
            end: from - prose + text.len(),
        };
        let span = Span::new(from, from + text.len());
        figures.push(figure(text, span, site, label, ""));
    }
    let sentence = REPORT[prose..].trim_end();
    let title = REPORT.lines().next().expect("a title");
    Checked {
        kept: None,
        ticks: figures
            .iter()
            .map(|figure| usize::from(figure.additive))
            .collect(),
        figures,
        claims: Vec::new(),
        document: Document {
            path: "报告/report.txt".to_owned(),
            format: "text",
            language: Language::Zh,
            transcript: false,
            remarks: Vec::new(),
            text: Text::new(REPORT),
            blocks: vec![
                Block::Heading(Heading {
                    level: 1,
                    passage: Passage::verbatim(title, 0),
                }),
                Block::Table(table),
                Block::Paragraph(Paragraph {
                    passage: Passage::verbatim(sentence, prose),
                }),
            ],
            notices: vec![Notice {
                span: Span::new(0, 3),
                message: Words::new("有一处文字未能识别", "some characters could not be read"),
            }],
        },
    }
}

pub fn rule(id: &str, zh: &str, en: &str, kind: Kind) -> Rule {
    Rule {
        id: Arc::from(id),
        origin: Origin::Builtin,
        title: Words::new(zh, en),
        why: Words::new("理由。", "A reason."),
        help: Words::new(
            "核对各项的符号：结转下年的资金应当减去；改正后重新计算。",
            "Check the signs: what is carried forward is subtracted; then compute again.",
        ),
        reference: "财预〔2020〕10号".to_owned(),
        severity: Severity::Error,
        kind,
        when: When::default(),
        slack: Slack::default(),
        blank: Blank::default(),
        examples: Default::default(),
    }
}

pub fn rules() -> Vec<Rule> {
    let formula = || Formula {
        text: "actual <= budget".to_owned(),
        left: Expr::Number(Decimal::ONE),
        relation: Relation::AtMost,
        right: Expr::Number(Decimal::TEN),
    };
    vec![
        rule(
            "cn-performance/available-funds",
            "可用指标的构成",
            "what available funds are made of",
            Kind::Formula {
                formulas: vec![formula()],
                scope: Scope::Table,
                optional: Vec::new(),
                total_row: true,
                provided: Vec::new(),
                any: false,
            },
        ),
        rule(
            "cn-performance/one-figure-one-value",
            "一数一值",
            "one figure, one value",
            Kind::Tie {
                concepts: Vec::new(),
            },
        ),
        rule(
            "text/reference",
            "提到的表在报告里",
            "tables referred to are there",
            Kind::Shape(Shape::Sentence(tieout::model::Saying::Reference)),
        ),
        rule(
            "cn-performance/within-budget",
            "支出未超预算",
            "spending within the budget",
            Kind::Statement {
                phrases: vec!["控制在预算总额以内".to_owned()],
                patterns: Vec::new(),
                formula: formula(),
            },
        ),
        rule(
            "table/foot",
            "合计等于各行之和",
            "totals foot",
            Kind::Shape(Shape::Foot),
        ),
    ]
}

pub fn id(figure: usize) -> FigureId {
    FigureId {
        document: 0,
        figure,
    }
}

pub fn evidence(value: &str, terms: &[(usize, i64)]) -> Evidence {
    Evidence {
        value: decimal(value),
        slack: Decimal::new(2, 2),
        unit: ten_thousand(),
        terms: terms
            .iter()
            .map(|&(figure, factor)| Term {
                figure: id(figure),
                factor: Decimal::from(factor),
            })
            .collect(),
    }
}

pub fn finding(rule: usize, at: Span) -> Finding {
    Finding {
        rule,
        severity: Severity::Error,
        document: 0,
        claim: usize::MAX,
        at,
        stated: None,
        relation: Relation::Equal,
        computed: None,
        gap: None,
        decided_by: DecidedBy::Printed,
        missing: None,
        says: None,
        rounding: false,
        firm: true,
        causes: Vec::new(),
        also: Vec::new(),
        fingerprint: format!("{rule:016x}"),
    }
}

/// Every kind of finding once. Figures 0..=14 are those of the table, row by row; 15 and 16 those of the sentence.
pub fn outcome() -> Outcome {
    let checked = checked();
    let span = |figure: usize| checked.figures[figure].span;
    let words = |words: &str| {
        let at = REPORT.find(words).expect("the words");
        Span::new(at, at + words.len())
    };
    let findings = vec![
        Finding {
            stated: Some(id(12)),
            computed: Some(evidence("561.94", &[(0, 1), (3, 1), (6, 1), (9, -1)])),
            gap: Some(decimal("103.18")),
            causes: vec![Cause {
                name: "sign",
                sentence: Words::new(
                    "本年结转 51.59 被加进了合计，而它应当减去",
                    "51.59 was added to the total and should be subtracted",
                ),
                suspects: vec![Suspect {
                    figure: id(9),
                    should_be: Some(decimal("-51.59")),
                }],
            }],
            also: vec![Also {
                rule: 0,
                document: 0,
                at: span(14),
                stated: Some(id(14)),
            }],
            ..finding(0, span(12))
        },
        Finding {
            stated: Some(id(14)),
            computed: Some(evidence("716.90", &[(15, 1), (0, 1)])),
            gap: Some(decimal("-51.78")),
            ..finding(1, span(14))
        },
        Finding {
            severity: Severity::Warning,
            missing: Some("追加事项明细表".to_owned()),
            ..finding(2, words("追加事项明细表"))
        },
        Finding {
            stated: Some(id(16)),
            relation: Relation::AtMost,
            computed: Some(evidence("280.48", &[(2, 1)])),
            gap: Some(decimal("436.42")),
            ..finding(3, words("控制在预算总额以内"))
        },
        Finding {
            severity: Severity::Note,
            rounding: true,
            stated: Some(id(2)),
            computed: Some(evidence("280.49", &[(0, 1), (1, 1)])),
            gap: Some(decimal("-0.01")),
            ..finding(4, span(2))
        },
    ];
    let mut tallies = vec![Tally::default(); 5];
    tallies[0].fails = 1;
    tallies[4].indeterminate = 2;
    tallies[4].reason = Some(Words::new("单位不同", "the units differ"));
    Outcome {
        findings,
        tallies,
        documents: vec![checked],
        ..Outcome::default()
    }
}
