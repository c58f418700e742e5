//! What does not change the arithmetic of a table does not change the relations found in it.

use crate::support;
use std::collections::BTreeSet;

/// A cell of a table: what it is called in every order of rows, and what is printed.
#[derive(Clone)]
struct Cell {
    name: String,
    text: String,
}

/// Rows that move together: an item with the rows under it that say what it consists of.
type Unit = Vec<Vec<Cell>>;

/// An operator, the name of the result, those of the operands.
type Relation = (String, Vec<String>);

/// Rows that may change places, or rows that stand where they are.
#[derive(Clone)]
struct Section {
    moves: bool,
    units: Vec<Unit>,
}

/// Tables side by side, each with its header.
#[derive(Clone)]
struct Sample {
    headers: Vec<Vec<String>>,
    panels: Vec<Vec<Section>>,
}

/// Numbers in an order that is the same on every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    /// An amount in hundredths.
    fn amount(&mut self) -> i64 {
        1_000 + self.next(900_000) as i64
    }
}

fn money(hundredths: i64, times: i64) -> String {
    let value = hundredths * times;
    format!(
        "{}{}.{:02}",
        if value < 0 { "-" } else { "" },
        value.abs() / 100,
        value.abs() % 100
    )
}

fn per_cent(part: i64, whole: i64) -> String {
    let share = (part * 20_000 + whole) / (2 * whole);
    format!("{}.{:02}%", share / 100, share % 100)
}

fn row(label: &str, values: Vec<String>) -> Vec<Cell> {
    let texts = std::iter::once(label.to_owned()).chain(values);
    let cells = texts.enumerate().map(|(at, text)| Cell {
        name: format!("{label}:{at}"),
        text,
    });
    cells.collect()
}

fn headers(labels: &[&str]) -> Vec<String> {
    labels.iter().map(|label| (*label).to_owned()).collect()
}

fn fixed(rows: Vec<Vec<Cell>>) -> Section {
    Section {
        moves: false,
        units: vec![rows],
    }
}

fn moving(rows: Vec<Vec<Cell>>) -> Section {
    Section {
        moves: true,
        units: rows.into_iter().map(|row| vec![row]).collect(),
    }
}

/// Items under a name, each with as many amounts, and their sums.
fn items(
    numbers: &mut Numbers,
    name: &str,
    many: usize,
    columns: usize,
) -> (Vec<(String, Vec<i64>)>, Vec<i64>) {
    let mut sums = vec![0; columns];
    let rows = (1..=many).map(|number| {
        let amounts: Vec<i64> = (0..columns).map(|_| numbers.amount()).collect();
        sums.iter_mut()
            .zip(&amounts)
            .for_each(|(sum, amount)| *sum += amount);
        (format!("{name} {number}"), amounts)
    });
    let rows = rows.collect();
    (rows, sums)
}

fn plain(label: &str, amounts: &[i64], times: i64) -> Vec<Cell> {
    row(
        label,
        amounts.iter().map(|&amount| money(amount, times)).collect(),
    )
}

fn subtotals(numbers: &mut Numbers, times: i64) -> Sample {
    let mut sections = Vec::new();
    let mut all = [0; 3];
    for name in ["Fund", "Grant", "Levy"] {
        let many = 3 + numbers.next(3) as usize;
        let (rows, sums) = items(numbers, name, many, 3);
        sections.push(moving(
            rows.iter()
                .map(|(label, amounts)| plain(label, amounts, times))
                .collect(),
        ));
        sections.push(fixed(vec![plain(&format!("Total {name}"), &sums, times)]));
        all.iter_mut().zip(&sums).for_each(|(all, sum)| *all += sum);
    }
    sections.push(fixed(vec![plain("Grand total", &all, times)]));
    Sample {
        headers: vec![headers(&["Item", "North", "South", "West"])],
        panels: vec![sections],
    }
}

fn total_first(numbers: &mut Numbers, times: i64) -> Sample {
    let many = 4 + numbers.next(3) as usize;
    let (rows, sums) = items(numbers, "Fund", many, 3);
    Sample {
        headers: vec![headers(&["Item", "North", "South", "West"])],
        panels: vec![vec![
            fixed(vec![plain("Total", &sums, times)]),
            moving(
                rows.iter()
                    .map(|(label, amounts)| plain(label, amounts, times))
                    .collect(),
            ),
        ]],
    }
}

fn of_which(numbers: &mut Numbers, times: i64) -> Sample {
    let many = 4 + numbers.next(2) as usize;
    let (rows, sums) = items(numbers, "Fund", many, 3);
    let units = rows.iter().enumerate().map(|(at, (label, amounts))| {
        let mut unit = vec![plain(label, amounts, times)];
        if at == 1 {
            let parts: Vec<i64> = amounts.iter().map(|amount| amount / 3).collect();
            unit.push(plain("Of which: relief", &parts, times));
        }
        unit
    });
    let list = Section {
        moves: true,
        units: units.collect(),
    };
    Sample {
        headers: vec![headers(&["Item", "North", "South", "West"])],
        panels: vec![vec![list, fixed(vec![plain("Total", &sums, times)])]],
    }
}

fn differences(numbers: &mut Numbers, times: i64) -> Sample {
    let many = 4 + numbers.next(3) as usize;
    let (mut rows, sums) = items(numbers, "Fund", many, 2);
    rows.push(("Total".to_owned(), sums));
    let mut rows: Vec<Vec<Cell>> = rows
        .iter()
        .map(|(label, amounts)| {
            plain(
                label,
                &[amounts[0], amounts[1], amounts[0] - amounts[1]],
                times,
            )
        })
        .collect();
    let total = rows.pop().unwrap();
    Sample {
        headers: vec![headers(&["Item", "Budget", "Actual", "Variance"])],
        panels: vec![vec![moving(rows), fixed(vec![total])]],
    }
}

fn shares(numbers: &mut Numbers, times: i64) -> Sample {
    let many = 4 + numbers.next(3) as usize;
    let (mut rows, sums) = items(numbers, "Fund", many, 2);
    rows.push(("Total".to_owned(), sums.clone()));
    let mut rows: Vec<Vec<Cell>> = rows
        .iter()
        .map(|(label, amounts)| {
            let mut texts: Vec<String> =
                amounts.iter().map(|&amount| money(amount, times)).collect();
            texts.push(per_cent(amounts[0], amounts[1]));
            row(label, texts)
        })
        .collect();
    let total = rows.pop().unwrap();
    Sample {
        headers: vec![headers(&[
            "Item",
            "Actual",
            "Budget",
            "Actual as % of budget",
        ])],
        panels: vec![vec![moving(rows), fixed(vec![total])]],
    }
}

fn two_panels(numbers: &mut Numbers, times: i64) -> Sample {
    let panels = ["Receipt", "Payment"].map(|name| {
        let (rows, sums) = items(numbers, name, 5, 2);
        vec![
            moving(
                rows.iter()
                    .map(|(label, amounts)| plain(label, amounts, times))
                    .collect(),
            ),
            fixed(vec![plain(&format!("Total {name}s"), &sums, times)]),
        ]
    });
    Sample {
        headers: vec![
            headers(&["Receipts", "Budget", "Actual"]),
            headers(&["Payments", "Budget", "Actual"]),
        ],
        panels: panels.to_vec(),
    }
}

type Shape = fn(&mut Numbers, i64) -> Sample;

const SHAPES: [(&str, Shape); 6] = [
    ("nested subtotals", subtotals),
    ("total first", total_first),
    ("of which", of_which),
    ("difference columns", differences),
    ("shares", shares),
    ("two panels", two_panels),
];

impl Sample {
    fn shuffled(&self, numbers: &mut Numbers) -> Sample {
        let mut other = self.clone();
        for section in other
            .panels
            .iter_mut()
            .flatten()
            .filter(|section| section.moves)
        {
            for at in (1..section.units.len()).rev() {
                section.units.swap(at, numbers.next(at as u64 + 1) as usize);
            }
        }
        other
    }

    /// Header and rows; the names of the cells stand where the cells do.
    fn grid(&self) -> (Vec<String>, Vec<Vec<Cell>>) {
        let header: Vec<String> = self.headers.concat();
        let panels: Vec<Vec<Vec<Cell>>> = self
            .panels
            .iter()
            .map(|sections| {
                sections
                    .iter()
                    .flat_map(|section| section.units.concat())
                    .collect()
            })
            .collect();
        let long = panels.iter().map(Vec::len).max().unwrap();
        let rows = (0..long).map(|at| panels.iter().flat_map(|panel| panel[at].clone()).collect());
        (header, rows.collect())
    }

    /// Relations by the names of their cells, without one column.
    fn relations(&self, without: Option<usize>) -> BTreeSet<Relation> {
        let (mut header, mut rows) = self.grid();
        if let Some(column) = without {
            header.remove(column);
            rows.iter_mut().for_each(|row| {
                row.remove(column);
            });
        }
        let line = |texts: Vec<&str>| format!("| {} |\n", texts.join(" | "));
        let mut text = line(header.iter().map(String::as_str).collect());
        text.push_str(&line(vec!["---"; header.len()]));
        for row in &rows {
            text.push_str(&line(row.iter().map(|cell| cell.text.as_str()).collect()));
        }
        let outcome = support::review(&[("table.md", &text)], &support::library());
        let json: serde_json::Value =
            serde_json::from_str(&tieout::render::relations_json(&outcome)).unwrap();
        let name = |cell: &serde_json::Value| {
            let at = |index: usize| cell[index].as_u64().unwrap() as usize;
            rows[at(0) - 2][at(1) - 1].name.clone()
        };
        let found = json["documents"][0]["relations"].as_array().unwrap();
        let relations = found.iter().map(|relation| {
            let operator = relation["operator"].as_str().unwrap();
            let operands = relation["operands"].as_array().unwrap();
            let mut operands: Vec<String> = operands.iter().map(name).collect();
            if operator == "sum" {
                operands.sort();
            }
            operands.insert(0, name(&relation["result"]));
            (operator.to_owned(), operands)
        });
        relations.collect()
    }
}

fn assert_same(before: &BTreeSet<Relation>, after: &BTreeSet<Relation>, what: &str) {
    let lost: Vec<&Relation> = before.difference(after).collect();
    let new: Vec<&Relation> = after.difference(before).collect();
    assert!(
        lost.is_empty() && new.is_empty(),
        "{what}\nlost: {lost:#?}\nnew: {new:#?}"
    );
}

#[test]
fn rows_in_another_order_have_the_same_relations() {
    for (name, shape) in SHAPES {
        for seed in 0..10 {
            let sample = shape(&mut Numbers(seed), 1);
            let before = sample.relations(None);
            assert!(!before.is_empty(), "{name}, seed {seed}");
            let shuffled = sample.shuffled(&mut Numbers(seed + 100));
            assert_same(
                &before,
                &shuffled.relations(None),
                &format!("{name}, seed {seed}"),
            );
        }
    }
}

#[test]
fn amounts_in_thousandths_have_the_same_relations() {
    for (name, shape) in SHAPES {
        for seed in 0..10 {
            let before = shape(&mut Numbers(seed), 1).relations(None);
            let after = shape(&mut Numbers(seed), 1_000).relations(None);
            assert_same(&before, &after, &format!("{name}, seed {seed}"));
        }
    }
}

#[test]
fn a_column_taken_away_takes_only_its_own_relations_away() {
    for (name, shape) in SHAPES {
        for seed in 0..6 {
            let sample = shape(&mut Numbers(seed), 1);
            let (header, rows) = sample.grid();
            let labels = [0, sample.headers[0].len()];
            for column in (0..header.len()).filter(|column| !labels.contains(column)) {
                let mut before = sample.relations(None);
                let own: Vec<String> = rows.iter().map(|row| row[column].name.clone()).collect();
                before.retain(|(_, names)| !own.iter().any(|cell| names.contains(cell)));
                let after = sample.relations(Some(column));
                assert_same(
                    &before,
                    &after,
                    &format!("{name}, seed {seed}, without column {}", column + 1),
                );
            }
        }
    }
}
