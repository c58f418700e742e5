//! What many rules cost: compiling them, and holding a report of many tables to them. `cargo bench --bench rules` prints the least
//! processor time of some runs, for more and more rules and tables: twice as many take twice as long.

// A bench prints, and stops where it cannot measure.
#![allow(clippy::expect_used, clippy::print_stdout)]

use nix::sys::resource::{UsageWho, getrusage};
use std::{hint::black_box, time::Duration};
use tieout::{
    compile::{self, Library, RuleFile},
    model::Outcome,
    read::Input,
};

const RUNS: usize = 5;
const NATURES: [&str; 2] = ["基本支出", "项目支出"];
const FORMULAS: [&str; 5] = [
    "actual[basic] <= adjusted[basic]",
    "adjusted = initial + supplement",
    "variance = adjusted - actual",
    "execution_rate = actual / adjusted",
    "available = initial + carried_in + supplement - carried_out",
];

fn main() {
    println!("rules  tables  claims of rules  compile ms  review ms  of which rules ms");
    for (rules, tables) in [
        (125, 50),
        (250, 50),
        (500, 50),
        (1000, 50),
        (500, 25),
        (500, 100),
    ] {
        let files = files(rules);
        let compiling = least(|| {
            black_box(compile::compile(&files, true).expect("rules without mistakes"));
        });
        let library = compile::compile(&files, true).expect("rules without mistakes");
        let bare = Library {
            rules: Vec::new(),
            ..library.clone()
        };
        let report = report(tables);
        let claims = claims(&review(&report, &library)) - claims(&review(&report, &bare));
        let reviewing = least(|| {
            black_box(review(&report, &library));
        });
        let without = least(|| {
            black_box(review(&report, &bare));
        });
        println!(
            "{rules:>5}  {tables:>6}  {claims:>15}  {:>10}  {:>9}  {:>17}",
            shown(compiling),
            shown(reviewing),
            shown(reviewing.saturating_sub(without))
        );
    }
}

fn shown(time: Duration) -> String {
    format!("{}.{}", time.as_millis(), time.as_micros() / 100 % 10)
}

/// The least processor time of some runs: what the work takes where nothing else is in its way.
fn least(work: impl Fn()) -> Duration {
    let spent = || {
        let usage = getrusage(UsageWho::RUSAGE_THREAD).expect("the usage of this thread");
        let time = usage.user_time();
        Duration::from_micros(time.tv_sec() as u64 * 1_000_000 + time.tv_usec() as u64)
    };
    let run = || {
        let begin = spent();
        work();
        spent().saturating_sub(begin)
    };
    (0..RUNS).map(|_| run()).min().unwrap_or_default()
}

fn review(report: &str, library: &Library) -> Outcome {
    let input = Input {
        path: "report.md",
        bytes: report.as_bytes(),
    };
    tieout::review(&[input], library)
}

fn claims(outcome: &Outcome) -> usize {
    let documents = outcome.documents.iter();
    documents.map(|checked| checked.claims.len()).sum()
}

fn files(rules: usize) -> Vec<RuleFile> {
    (0..rules)
        .map(|at| {
            let formula = FORMULAS[at % FORMULAS.len()];
            let when = if at % 2 == 0 { "[when]\ntitles = [\"绩效自评\", \"预算执行\"]\n" } else { "" };
            RuleFile {
                path: format!("ours/rule-{at}.toml"),
                id: format!("ours/rule-{at}"),
                text: format!(
                    "format = 1\ntitle = \"rule {at}\"\nwhy = \"it must\"\nseverity = \"warning\"\nkind = \"formula\"\nformula = \"{formula}\"\n{when}"
                ),
            }
        })
        .collect()
}

/// Each table states six things of two natures for a year of its own.
fn report(tables: usize) -> String {
    let mut text = String::from("# 预算执行情况报告\n\n");
    for table in 0..tables {
        let year = 1960 + table;
        text.push_str(&format!(
            "## 表{table} {year}年预算执行情况\n\n单位：万元\n\n"
        ));
        text.push_str("| 项目 | 年初预算 | 本年追加 | 调整预算数 | 决算数 | 差额 |\n|---|---:|---:|---:|---:|---:|\n");
        for row in 0..10 {
            let (initial, supplement, actual) = (100 + table * 7 + row, 20 + row, 90 + table + row);
            let adjusted = initial + supplement;
            let label = NATURES.get(row).copied().unwrap_or("其他事项");
            text.push_str(&format!(
                "| {year}年{label} | {initial}.00 | {supplement}.00 | {adjusted}.00 | {actual}.00 | {}.00 |\n",
                adjusted as i64 - actual as i64
            ));
        }
        text.push('\n');
    }
    text
}
