//! What a finding is called in baselines: rule, labels and occurrence, whatever line, page and value it has.

use crate::model::{Figure, Finding, Rule, Site};
use std::collections::HashMap;

/// Names the findings of a document, in their order.
pub fn name(findings: &mut [Finding], rules: &[Rule], figures: &[Figure]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for finding in findings {
        let name = named(&rules[finding.rule], finding, figures);
        let occurrence = seen.entry(name.clone()).or_default();
        *occurrence += 1;
        finding.fingerprint = numbered(&name, *occurrence);
    }
}

/// The fingerprint of a finding that joins others of its document.
pub fn beside<'f>(
    rule: &Rule,
    finding: &Finding,
    figures: &[Figure],
    others: impl Iterator<Item = &'f Finding>,
) -> String {
    let others: Vec<&Finding> = others.collect();
    let name = named(rule, finding, figures);
    let mut numbers = (1..).map(|occurrence| numbered(&name, occurrence));
    let taken = |print: &String| others.iter().any(|other| other.fingerprint == *print);
    numbers.find(|print| !taken(print)).unwrap_or_default()
}

fn named(rule: &Rule, finding: &Finding, figures: &[Figure]) -> String {
    let path = match finding.stated.and_then(|id| figures.get(id.figure)) {
        Some(figure) => label_path(figure),
        None => {
            let says = finding.says.as_ref().map(|says| says.zh.clone());
            finding.missing.clone().or(says).unwrap_or_default()
        }
    };
    format!("{}\u{1f}{path}", rule.id)
}

fn numbered(name: &str, occurrence: usize) -> String {
    format!("{:016x}", hash(&format!("{name}\u{1f}{occurrence}")))
}

/// The words that name a figure, independent of where it stands and of what it says.
fn label_path(figure: &Figure) -> String {
    let words = figure.labels.path();
    let kind = match figure.site {
        Site::Cell { .. } => "table",
        Site::Prose { .. } => "text",
    };
    words.fold(kind.to_owned(), |path, label| {
        path + "\u{1f}" + &label.folded
    })
}

/// FNV-1a, 64 bits: the same on every machine and in every version.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
