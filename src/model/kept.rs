//! What is kept of a document whose findings alone are still to be shown.

use super::{Asserted, Block, Checked, Counts, Finding, Outcome, Rule, Severity, Site, Span, Text};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::Range,
};

/// What was counted of a document before the rest of it was given back, and what is left.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    pub counts: Counts,
    /// The numbers of the figures that are left, in order: findings go on naming figures by number.
    pub figures: Vec<usize>,
    /// The same of the claims.
    pub claims: Vec<usize>,
}

/// What findings show of one document.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    figures: BTreeSet<usize>,
    claims: BTreeSet<usize>,
    spans: Vec<Span>,
}

impl Shown {
    /// What findings show, by document.
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> HashMap<usize, Shown> {
        let mut all: HashMap<usize, Shown> = HashMap::new();
        for finding in findings {
            let own = all.entry(finding.document).or_default();
            own.claims.insert(finding.claim);
            own.spans.push(finding.at);
            for also in &finding.also {
                let other = all.entry(also.document).or_default();
                other.spans.push(also.at);
            }
            let terms = finding.computed.iter().flat_map(|computed| &computed.terms);
            let suspects = finding.causes.iter().flat_map(|cause| &cause.suspects);
            let figures = terms
                .map(|term| term.figure)
                .chain(suspects.map(|suspect| suspect.figure))
                .chain(finding.also.iter().filter_map(|also| also.stated))
                .chain(finding.stated);
            for id in figures {
                let other = all.entry(id.document).or_default();
                other.figures.insert(id.figure);
            }
        }
        all
    }

    pub fn join(&mut self, other: &Shown) {
        self.figures.extend(&other.figures);
        self.claims.extend(&other.claims);
        self.spans.extend(&other.spans);
    }
}

/// Findings that were told and are kept no more.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// How many there were, by rule and severity.
    pub counts: BTreeMap<(usize, Severity), usize>,
    /// Whether any of them was of figures, not of words alone.
    pub of_figures: bool,
}

impl Outcome {
    /// Gives back the findings of documents, with which those of the outcome end, and all of the documents that accepted ones do not
    /// show. Documents that are still to be held against others stay as they are.
    pub fn forget(&mut self, documents: Range<usize>, rules: &[Rule]) {
        let before = |finding: &Finding| finding.document < documents.start;
        let from = self.findings.partition_point(before);
        for finding in self.findings.split_off(from) {
            let count = (finding.rule, finding.severity);
            *self.told.counts.entry(count).or_default() += 1;
            self.told.of_figures |= finding.is_of_figures();
        }
        let accepted = self.accepted.iter().rev().map(|one| &one.finding);
        let shown = Shown::of(accepted.take_while(|finding| !before(finding)));
        for at in documents {
            let checked = self.documents.get_mut(at);
            if let Some(checked) = checked.filter(|checked| checked.kept.is_some()) {
                checked.shorten(shown.get(&at), rules);
                if let Some(kept) = &mut checked.kept {
                    kept.counts.judged = Vec::new();
                }
            }
        }
    }
}

impl Checked {
    /// Counts, then gives back what outputs of findings do not need; what is left is found as before.
    pub fn shorten(&mut self, shown: Option<&Shown>, rules: &[Rule]) {
        let counts = self.count(rules);
        let none = Shown::default();
        let shown = shown.unwrap_or(&none);
        let mut figures = shown.figures.clone();
        for claim in shown.claims.iter().filter_map(|&number| self.claim(number)) {
            if let Asserted::Computed { stated, .. } = &claim.asserted {
                figures.insert(stated.figure);
            }
        }
        let before = self.kept.take();
        let (figure_numbers, claim_numbers) = match before {
            Some(kept) => (kept.figures, kept.claims),
            None => (
                (0..self.figures.len()).collect(),
                (0..self.claims.len()).collect(),
            ),
        };
        keep(&mut self.ticks, &figure_numbers, &figures);
        keep(&mut self.figures, &figure_numbers, &figures);
        keep(&mut self.claims, &claim_numbers, &shown.claims);
        self.kept = Some(Kept {
            counts,
            figures: left(figure_numbers, &figures),
            claims: left(claim_numbers, &shown.claims),
        });
        self.shorten_document(shown);
    }

    /// Keeps the blocks that are shown, and of doubtful tables what has to be said of them.
    fn shorten_document(&mut self, shown: &Shown) {
        let document = &mut self.document;
        // A remark is for the block that follows it.
        if !document.remarks.is_empty() {
            return;
        }
        if shown.spans.is_empty() && self.figures.is_empty() {
            // Doubts name their lines.
            document.text = match document.is_plain() {
                true => Text::default(),
                false => document.text.without_words(),
            };
        }
        let sites = self.figures.iter().map(|figure| figure.site.block());
        let spans = shown.spans.iter();
        let wanted: BTreeSet<usize> = sites
            .chain(spans.filter_map(|span| document.block_of(*span)))
            .collect();
        let mut moved = HashMap::new();
        let mut blocks = Vec::new();
        for (number, mut block) in std::mem::take(&mut document.blocks).into_iter().enumerate() {
            if wanted.contains(&number) {
                moved.insert(number, blocks.len());
            } else {
                match &mut block {
                    Block::Table(table) if !table.is_sure() => table.rows = Vec::new(),
                    _ => continue,
                }
            }
            blocks.push(block);
        }
        blocks.shrink_to_fit();
        document.blocks = blocks;
        for figure in &mut self.figures {
            let (Site::Cell { block, .. } | Site::Prose { block, .. }) = &mut figure.site;
            *block = moved.get(block).copied().unwrap_or(*block);
        }
    }
}

/// Keeps those whose numbers are wanted.
fn keep<T>(all: &mut Vec<T>, numbers: &[usize], wanted: &BTreeSet<usize>) {
    let mut numbers = numbers.iter();
    all.retain(|_| numbers.next().is_some_and(|number| wanted.contains(number)));
    all.shrink_to_fit();
}

fn left(mut numbers: Vec<usize>, wanted: &BTreeSet<usize>) -> Vec<usize> {
    numbers.retain(|number| wanted.contains(number));
    numbers.shrink_to_fit();
    numbers
}
