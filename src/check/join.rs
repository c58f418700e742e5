//! Findings that say one thing become one: values of one thing, what rounding explains, what a form left behind.

use super::verdict::Desk;
use crate::model::{
    Also, ConceptId, FigureId, Finding, Kind, Period, Saying, Severity, Shape, Term,
};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, HashMap};

impl Desk<'_> {
    /// Mentions of one thing with several values are one finding: the first that differs, held against all the others.
    pub(super) fn join_ties(&mut self) {
        let mut groups: BTreeMap<(usize, ConceptId, Option<Period>), Vec<usize>> = BTreeMap::new();
        for (at, finding) in self.findings.iter().enumerate() {
            let tie =
                matches!(self.rules[finding.rule].kind, Kind::Tie { .. }) && !finding.rounding;
            if tie
                && let Some(key) = finding
                    .stated
                    .and_then(|id| self.figures[id.figure].meaning.as_ref())
            {
                groups
                    .entry((finding.rule, key.concept, key.period))
                    .or_default()
                    .push(at);
            }
        }
        let mut dropped = vec![false; self.findings.len()];
        for members in groups.values() {
            let first = members[0];
            let mut mentions: Vec<FigureId> = Vec::new();
            for &at in members {
                let finding = &self.findings[at];
                let terms = finding
                    .computed
                    .iter()
                    .flat_map(|computed| computed.terms.iter().map(|term| term.figure));
                mentions.extend(terms.chain(finding.stated));
            }
            // All who state the same things, agreeing ones included: each value is shown with all of its places.
            let keys: Vec<_> = mentions
                .iter()
                .filter_map(|id| self.figures[id.figure].meaning.clone())
                .collect();
            for (at, figure) in self.figures.iter().enumerate() {
                if figure
                    .meaning
                    .as_ref()
                    .is_some_and(|key| keys.contains(key))
                {
                    mentions.push(FigureId {
                        document: self.index,
                        figure: at,
                    });
                }
            }
            let stated = self.findings[first].stated;
            mentions.retain(|id| Some(*id) != stated);
            mentions.sort_unstable();
            mentions.dedup();
            if let Some(computed) = &mut self.findings[first].computed {
                computed.terms = mentions
                    .into_iter()
                    .map(|figure| Term {
                        figure,
                        factor: Decimal::ONE,
                    })
                    .collect();
            }
            let folded: Vec<Also> = members[1..]
                .iter()
                .map(|&at| {
                    dropped[at] = true;
                    let Finding {
                        rule,
                        document,
                        at,
                        stated,
                        ..
                    } = self.findings[at];
                    Also {
                        rule,
                        document,
                        at,
                        stated,
                    }
                })
                .collect();
            self.findings[first].also = folded;
        }
        let told: Vec<FigureId> = self
            .findings
            .iter()
            .zip(&dropped)
            .filter(|(finding, dropped)| {
                !**dropped && matches!(self.rules[finding.rule].kind, Kind::Tie { .. })
            })
            .flat_map(|(finding, _)| {
                finding.stated.into_iter().chain(
                    finding
                        .computed
                        .iter()
                        .flat_map(|computed| computed.terms.iter().map(|term| term.figure)),
                )
            })
            .collect();
        let mut at = 0;
        let rules = self.rules;
        self.findings.retain(|finding| {
            let copy = matches!(
                rules[finding.rule].kind,
                Kind::Shape(Shape::Sentence(Saying::Restatement))
            );
            let again = copy
                && finding.stated.is_some_and(|id| told.contains(&id))
                && finding.computed.as_ref().is_some_and(|computed| {
                    computed
                        .terms
                        .iter()
                        .all(|term| told.contains(&term.figure))
                });
            at += 1;
            !dropped[at - 1] && !again
        });
    }

    /// One note a rule and table for what rounding explains.
    pub(super) fn join_rounding(&mut self) {
        let mut firsts: HashMap<(usize, usize), usize> = HashMap::new();
        let mut kept: Vec<Finding> = Vec::new();
        for finding in self.findings.drain(..) {
            let block = finding
                .stated
                .map(|id| self.figures[id.figure].site.block());
            match block.filter(|_| finding.rounding && finding.severity == Severity::Note) {
                Some(block) => match firsts.get(&(finding.rule, block)) {
                    Some(&first) => kept[first].also.push(Also {
                        rule: finding.rule,
                        document: finding.document,
                        at: finding.at,
                        stated: finding.stated,
                    }),
                    None => {
                        firsts.insert((finding.rule, block), kept.len());
                        kept.push(finding);
                    }
                },
                None => kept.push(finding),
            }
        }
        self.findings = kept;
    }

    /// What a form left behind is one finding a document, with all its places.
    pub(super) fn join_words(&mut self) {
        let mut firsts: HashMap<usize, usize> = HashMap::new();
        let mut kept: Vec<Finding> = Vec::new();
        for finding in self.findings.drain(..) {
            let left_over = matches!(
                self.rules[finding.rule].kind,
                Kind::Shape(Shape::Sentence(Saying::Residue))
            );
            match firsts.get(&finding.rule).filter(|_| left_over) {
                Some(&first) => kept[first].also.push(Also {
                    rule: finding.rule,
                    document: finding.document,
                    at: finding.at,
                    stated: None,
                }),
                None => {
                    if left_over {
                        firsts.insert(finding.rule, kept.len());
                    }
                    kept.push(finding);
                }
            }
        }
        self.findings = kept;
    }
}
