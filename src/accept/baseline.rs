//! A baseline: the findings that were there when it was written, each by rule, labels and figures, never by line or page.

use crate::model::{Complaint, Finding, Outcome, Rule, Severity, Words};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Changes where the shape changes.
const VERSION: u32 = 1;

/// The file, as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    version: u32,
    findings: Vec<Entry>,
}

/// One finding. Two that are alike are two entries.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Relative to the folder of the baseline.
    path: String,
    rule: String,
    /// The labels of the stated figure.
    place: String,
    /// stated − computed; empty where there is none.
    gap: String,
    /// The values of all figures that take part, in order of size, so that moved rows change nothing.
    figures: Vec<String>,
}

impl Baseline {
    /// What a baseline file says.
    ///
    /// # Errors
    /// Where it is no baseline, or one of another version; in words.
    pub fn read(text: &str) -> Result<Self, String> {
        let baseline: Baseline = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if baseline.version != VERSION {
            return Err(format!(
                "it is of version {}, and {VERSION} is known",
                baseline.version
            ));
        }
        Ok(baseline)
    }

    /// As it stands in its file.
    pub fn write(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    pub fn len(&self) -> usize {
        self.findings.len()
    }

    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }
}

/// For each document, by its path, what a baseline calls it: its path relative to the baseline's folder.
pub type Names<'a> = HashMap<&'a str, String>;

/// A baseline of all findings. Entries of `before` whose files were not checked stay.
pub fn record(
    outcome: &Outcome,
    rules: &[Rule],
    names: &Names<'_>,
    before: Option<&Baseline>,
) -> Baseline {
    let checked = checked(outcome, names);
    let kept = before.into_iter().flat_map(|before| &before.findings);
    let kept = kept.filter(|entry| !checked.contains(entry.path.as_str()));
    let own = outcome.findings.iter();
    let own = own.filter_map(|finding| entry(outcome, rules, names, finding));
    let mut findings: Vec<Entry> = own.chain(kept.cloned()).collect();
    findings.sort();
    Baseline {
        version: VERSION,
        findings,
    }
}

/// What a baseline calls the documents of an outcome.
fn checked<'n>(outcome: &Outcome, names: &'n Names<'_>) -> HashSet<&'n str> {
    let documents = outcome.documents.iter();
    documents
        .filter_map(|checked| names.get(checked.document.path.as_str()))
        .map(String::as_str)
        .collect()
}

/// A baseline whose findings are met one by one.
pub struct Known<'a> {
    /// How often each entry may still be met.
    left: BTreeMap<&'a Entry, usize>,
    path: String,
    names: &'a Names<'a>,
}

impl<'a> Known<'a> {
    /// `path`: as messages name the baseline.
    pub fn new(baseline: &'a Baseline, path: String, names: &'a Names<'a>) -> Self {
        let mut left: BTreeMap<&Entry, usize> = BTreeMap::new();
        for entry in &baseline.findings {
            *left.entry(entry).or_default() += 1;
        }
        Self { left, path, names }
    }

    /// The name of the baseline, where it has the finding.
    pub(super) fn accept(
        &mut self,
        outcome: &Outcome,
        rules: &[Rule],
        finding: &Finding,
    ) -> Option<String> {
        let entry = entry(outcome, rules, self.names, finding)?;
        let count = self.left.get_mut(&entry).filter(|count| **count > 0)?;
        *count -= 1;
        Some(self.path.clone())
    }

    /// Complains of entries that are found no more, in the files that were checked.
    pub(super) fn complain(self, outcome: &mut Outcome) {
        let checked = checked(outcome, self.names);
        for (entry, count) in self.left {
            if count > 0 && checked.contains(entry.path.as_str()) {
                outcome.complaints.push(stale(entry, &self.path));
            }
        }
    }
}

fn stale(entry: &Entry, path: &str) -> Complaint {
    let Entry {
        path: report,
        rule,
        place,
        gap,
        ..
    } = entry;
    let (zh, en) = if gap.is_empty() {
        (String::new(), String::new())
    } else {
        (format!("，差额 {gap}"), format!(", gap {gap}"))
    };
    Complaint {
        path: path.to_owned(),
        line: None,
        severity: Severity::Error,
        message: Words::new(
            format!(
                "基线中的这一条已不再出现：{report}，{rule}，{place}{zh}；用 --update-baseline 更新"
            ),
            format!(
                "an entry of the baseline is found no more: {report}, {rule}, {place}{en}; --update-baseline writes it anew"
            ),
        ),
    }
}

fn entry(outcome: &Outcome, rules: &[Rule], names: &Names<'_>, finding: &Finding) -> Option<Entry> {
    let document = &outcome.documents.get(finding.document)?.document;
    let terms = finding.computed.iter().flat_map(|computed| &computed.terms);
    let figures = finding
        .stated
        .into_iter()
        .chain(terms.map(|term| term.figure));
    let mut figures: Vec<_> = figures
        .filter_map(|id| Some(outcome.figure(id)?.amount.printed))
        .collect();
    figures.sort();
    Some(Entry {
        path: names.get(document.path.as_str())?.clone(),
        rule: rules.get(finding.rule)?.id.to_string(),
        place: outcome.labels(finding).join(" / "),
        gap: finding.gap.map_or(String::new(), |gap| gap.to_string()),
        figures: figures.iter().map(ToString::to_string).collect(),
    })
}
