//! The labelled sentences: what is claimed in each, and whether it holds. `cargo test sentences -- --nocapture` prints how many of
//! the claims are understood; those of `*-unseen.md`,
//! `*-fresh.md`, `*-second.md` and `*-third.md` were labelled before their author had seen the grammar.

use crate::support;
use std::{collections::BTreeMap, fs, path::Path};
use tieout::{
    compile::Library,
    model::{Asserted, Checked, Expr, FigureId, Kind, Operator, Shape, Verdict},
};

/// A labelled example: a piece of a report, and the claims that it makes.
struct Example {
    /// Of its first line, counted from 1.
    line: usize,
    report: String,
    claims: Vec<String>,
}

/// Examples stand between blank lines: the report's lines (`###` for its headings), then `- claim` lines. `##` heads a section.
fn examples(text: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut line = 1;
    for block in text.split("\n\n") {
        let block = block.trim_matches('\n');
        let (claims, report): (Vec<&str>, Vec<&str>) =
            block.lines().partition(|line| line.starts_with("- "));
        if !block.starts_with("## ") && !block.starts_with("# ") && !block.is_empty() {
            let mut text = String::new();
            let mut table = false;
            for own in report {
                if own.starts_with('|') != table || own.starts_with('#') {
                    text.push('\n');
                }
                table = own.starts_with('|');
                text.push_str(own);
                text.push('\n');
                if own.starts_with('#') {
                    text.push('\n');
                }
            }
            examples.push(Example {
                line,
                report: text,
                claims: claims.iter().map(|claim| claim[2..].to_owned()).collect(),
            });
        }
        line += block.lines().count() + 1;
    }
    examples
}

/// The claims that sentences were understood to make, as the labelled files write them.
fn understood(report: &str, library: &Library) -> Vec<String> {
    let outcome = support::review(&[("report.md", report)], library);
    let mut told = Vec::new();
    for checked in &outcome.documents {
        for (claim, verdict) in &checked.claims {
            let tieout::model::Source::Shape(shape @ Shape::Sentence(_)) = claim.source else {
                continue;
            };
            let rule = library
                .rules
                .iter()
                .find(|rule| matches!(rule.kind, Kind::Shape(own) if own == shape))
                .unwrap();
            let kind = rule.id.rsplit('/').next().unwrap();
            let verdict = match verdict {
                Verdict::Holds => "holds",
                Verdict::Fails => "fails",
                _ => continue,
            };
            told.push(format!("{kind} {} {verdict}", words(checked, claim)));
        }
    }
    // What was computed stands in the findings.
    for finding in &outcome.findings {
        let Some(computed) = &finding.computed else {
            continue;
        };
        let (claim, _) = &outcome.documents[0].claims[finding.claim];
        let words = words(&outcome.documents[0], claim);
        let equal = finding.relation == tieout::model::Relation::Equal;
        let decimals = finding
            .stated
            .and_then(|id| outcome.figure(id))
            .map_or(0, |figure| figure.amount.printed.scale());
        for one in &mut told {
            if equal && one.ends_with(&format!(" {words} fails")) {
                let value = computed.value.round_dp_with_strategy(
                    decimals,
                    rust_decimal::RoundingStrategy::MidpointAwayFromZero,
                );
                one.push_str(&format!(": {value}"));
            }
        }
    }
    told
}

fn words(checked: &Checked, claim: &tieout::model::Claim) -> String {
    match &claim.asserted {
        Asserted::Relation {
            stated,
            relation,
            computed,
        } => format!(
            "{} {} {}",
            printed(checked, *stated),
            relation.sign(),
            expression(checked, computed, false)
        ),
        _ => checked.document.text.slice(claim.at).trim().to_owned(),
    }
}

fn printed(checked: &Checked, id: FigureId) -> String {
    checked.figures[id.figure].amount.printed.to_string()
}

fn expression(checked: &Checked, expr: &Expr<FigureId>, inner: bool) -> String {
    match expr {
        Expr::Leaf(id) => printed(checked, *id),
        Expr::Number(number) => number.to_string(),
        Expr::Negate(own) => format!("−{}", expression(checked, own, true)),
        Expr::Binary(operator, left, right) => {
            let (sign, tight) = match operator {
                Operator::Add => ("+", false),
                Operator::Subtract => ("−", false),
                Operator::Multiply => ("×", true),
                Operator::Divide => ("÷", true),
            };
            let words = format!(
                "{} {sign} {}",
                expression(checked, left, tight),
                expression(checked, right, tight)
            );
            if inner { format!("({words})") } else { words }
        }
        Expr::Call(..) => String::from("?"),
    }
}

/// Whether what was told is what was labelled. What is folded under another finding tells no value of its own.
fn is_claim(told: &str, claim: &str) -> bool {
    let rest = claim.strip_prefix(told);
    rest.is_some_and(|rest| rest.is_empty() || told.ends_with(" fails") && rest.starts_with(": "))
}

/// Numbers of a run over one file.
#[derive(Default)]
struct Score {
    expected: usize,
    told: usize,
    right: usize,
}

#[test]
#[allow(clippy::print_stdout)]
fn sentences_are_understood() {
    let library = support::library();
    let show = std::env::var_os("TIEOUT_SHOW").is_some();
    let mut all = [Score::default(), Score::default()];
    for file in [
        "zh.md",
        "en.md",
        "zh-unseen.md",
        "en-unseen.md",
        "en-fresh.md",
        "zh-second.md",
        "en-third.md",
    ] {
        let path = Path::new(support::ROOT)
            .join("fixtures/sentences")
            .join(file);
        let text = fs::read_to_string(path).unwrap();
        let mut score = Score::default();
        let mut kinds: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
        let examples = examples(&text);
        let silent = examples.iter().filter(|one| one.claims.is_empty()).count();
        for example in &examples {
            let told = understood(&example.report, &library);
            let kind = |claim: &str| claim.split(' ').next().unwrap_or("").to_owned();
            let mut left = told.clone();
            for claim in &example.claims {
                score.expected += 1;
                let slot = kinds.entry(kind(claim)).or_default();
                slot.0 += 1;
                if let Some(at) = left.iter().position(|one| is_claim(one, claim)) {
                    left.remove(at);
                    score.right += 1;
                    slot.2 += 1;
                } else if show {
                    println!("{file}:{} not understood: {claim}", example.line);
                }
            }
            score.told += told.len();
            for one in &told {
                kinds.entry(kind(one)).or_default().1 += 1;
            }
            if show {
                for one in left {
                    println!("{file}:{} not claimed: {one}", example.line);
                }
            }
        }
        for (kind, (expected, told, right)) in &kinds {
            println!("{file}: {kind}: {right} of {expected} understood, {told} told");
        }
        println!(
            "{file}: {} sentences ({silent} that claim nothing): precision {:.1} % ({} of {}), recall {:.1} % ({} of {})",
            examples.len(),
            percent(score.right, score.told),
            score.right,
            score.told,
            percent(score.right, score.expected),
            score.right,
            score.expected
        );
        let set = &mut all[usize::from(!matches!(file, "zh.md" | "en.md"))];
        set.expected += score.expected;
        set.told += score.told;
        set.right += score.right;
    }
    for (name, set) in ["written with the grammar", "written without it"]
        .iter()
        .zip(&all)
    {
        println!(
            "all {name}: precision {:.1} %, recall {:.1} %",
            percent(set.right, set.told),
            percent(set.right, set.expected)
        );
        assert!(set.right * 100 >= set.told * 98, "precision is below 98 %");
        assert!(set.right * 100 >= set.expected * 95, "recall is below 95 %");
    }
}

#[allow(clippy::float_arithmetic)]
fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}
