//! What is kept of a document whose findings alone are still to be shown.

use super::{Asserted, Block, Checked, Counts, Finding, Rule, Site, Span, Text};
use std::collections::{BTreeSet, HashMap};

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
        if shown.spans.is_empty() && self.figures.is_empty() && document.is_plain() {
            document.text = Text::default();
            document.blocks = Vec::new();
        }
        // A remark is for the block that follows it.
        if !document.remarks.is_empty() {
            return;
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
