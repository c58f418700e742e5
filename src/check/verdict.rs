//! Every claim to its verdict, failing ones to findings; rounding gathered to one note a table.

use super::{
    bind::{Scene, applies, bind},
    evaluate::{Judged, judge},
    fared::Fared,
    fingerprint, grain,
    keyed::Keyed,
    stored,
};
use crate::model::{
    Agreement, Asserted, Blank, Checked, Claim, DecidedBy, Document, Figure, FigureId, Finding,
    Kind, Relation, Rule, Severity, Shape, Source, Tally, Verdict, Vocabulary, Words,
};
use rust_decimal::Decimal;
use rustc_hash::FxHashSet;
use std::collections::HashMap;

/// A document's figures held against everything that is claimed of them.
pub struct Review {
    pub checked: Checked,
    pub findings: Vec<Finding>,
    /// One for each rule.
    pub tallies: Vec<Tally>,
}

/// Evaluates the document's own claims and those of the rules.
pub fn check(
    index: usize,
    document: Document,
    figures: Vec<Figure>,
    related: Vec<Claim>,
    rules: &[Rule],
    vocabulary: &Vocabulary,
) -> Review {
    let mut tallies = vec![Tally::default(); rules.len()];
    let mut bound: Vec<(usize, Claim)> = Vec::new();
    let scene = Scene {
        index,
        document: &document,
        figures: &figures,
        vocabulary,
        keyed: Keyed::of(&figures),
    };
    let bindings = bind(&scene, rules);
    bound.reserve(bindings.iter().map(|one| one.claims.len()).sum());
    for binding in bindings {
        for (verdict, reason) in binding.undone {
            tallies[binding.rule].count(verdict);
            if verdict != Verdict::NotApplicable {
                tallies[binding.rule].reason.get_or_insert(reason);
            }
        }
        bound.extend(
            binding
                .claims
                .into_iter()
                .map(|claim| (binding.rule, claim)),
        );
    }
    let mut ruled: HashMap<_, usize> = bound
        .iter()
        .enumerate()
        .filter(|(_, (rule, _))| names_lines(&rules[*rule].kind))
        .filter_map(|(at, (_, claim))| Some((equated(claim)?, at)))
        .collect();
    for mut claim in related {
        let Source::Shape(shape) = claim.source else {
            continue;
        };
        // What a rule says as well is the rule's to tell, sign for sign; the report's own claim bears it out.
        if let Some((rule, own)) = equated(&claim)
            .and_then(|equated| ruled.remove(&equated))
            .and_then(|at| bound.get_mut(at))
        {
            claim.support.meaning = true;
            (own.support, own.source) = (claim.support, Source::Ruled(shape, *rule));
            continue;
        }
        let named = |rule: &Rule| matches!(rule.kind, Kind::Shape(own) if own == shape);
        let rule = rules
            .iter()
            .position(|rule| named(rule) && applies(&rule.when, &document));
        if let Some(rule) = rule {
            bound.push((rule, claim));
        }
    }
    // Cached, so that places are sorted and each claim moves once.
    bound.sort_by_cached_key(|(rule, claim)| (claim.at.start, *rule));
    let displayed = |rule: &Rule| matches!(rule.kind, Kind::Shape(Shape::Displayed));
    let mut desk = Desk {
        document,
        figures,
        index,
        rules,
        tallies,
        ticks: Vec::new(),
        claims: Vec::new(),
        findings: Vec::new(),
        displayed: rules.iter().position(displayed),
    };
    desk.ticks = vec![0; desk.figures.len()];
    desk.judge_all(bound);
    desk.join_ties();
    desk.join_rounding();
    desk.join_words();
    desk.findings
        .sort_by_key(|finding| (finding.at.start, finding.rule));
    fingerprint::name(&mut desk.findings, rules, &desk.figures);
    Review {
        checked: Checked {
            document: desk.document,
            figures: desk.figures,
            claims: desk.claims,
            ticks: desk.ticks,
            kept: None,
        },
        findings: desk.findings,
        tallies: desk.tallies,
    }
}

/// Drops findings that are neither corroborated nor explained: their claim counts as indeterminate.
pub fn settle(review: &mut Review) {
    let (kept, doubtful): (Vec<_>, Vec<_>) = review.findings.drain(..).partition(|finding| {
        finding.firm || finding.causes.iter().any(|cause| cause.name != "rounding")
    });
    review.findings = kept;
    for finding in doubtful {
        let tally = &mut review.tallies[finding.rule];
        tally.fails = tally.fails.saturating_sub(1);
        tally.indeterminate += 1;
        tally.reason.get_or_insert_with(|| {
            Words::new(
                "看似合计，但没有别的行列印证，也没有能使之相符的改正",
                "it looks like a total, but nothing else in the report confirms it and no likely slip mends it",
            )
        });
        if let Some((claim, verdict)) = review.checked.claims.get_mut(finding.claim) {
            *verdict = Verdict::Indeterminate;
            let ticks = &mut review.checked.ticks;
            each_figure(claim, |id| {
                if let Some(ticks) = ticks.get_mut(id.figure) {
                    *ticks = ticks.saturating_sub(1);
                }
            });
        }
    }
    for finding in &mut review.findings {
        if !finding.firm {
            finding.severity = finding.severity.min(Severity::Warning);
        }
    }
}

/// Gives the rules of a review other numbers, of which there are `count`: `places` says where each stands among them.
pub fn renumber(review: &mut Review, places: &[usize], count: usize) {
    let place = |rule: &mut usize| *rule = places.get(*rule).copied().unwrap_or(*rule);
    for finding in &mut review.findings {
        place(&mut finding.rule);
        finding
            .also
            .iter_mut()
            .for_each(|also| place(&mut also.rule));
    }
    for (claim, _) in &mut review.checked.claims {
        if let Source::Rule(rule) | Source::Ruled(_, rule) = &mut claim.source {
            place(rule);
        }
    }
    let mut tallies = vec![Tally::default(); count];
    for (tally, &at) in std::mem::take(&mut review.tallies).into_iter().zip(places) {
        if let Some(own) = tallies.get_mut(at) {
            *own = tally;
        }
    }
    review.tallies = tallies;
}

pub(super) struct Desk<'r> {
    pub(super) document: Document,
    pub(super) figures: Vec<Figure>,
    pub(super) index: usize,
    pub(super) rules: &'r [Rule],
    pub(super) tallies: Vec<Tally>,
    pub(super) ticks: Vec<usize>,
    pub(super) claims: Vec<(Claim, Verdict)>,
    pub(super) findings: Vec<Finding>,
    /// The rule on sums that hold as stored and not as displayed.
    displayed: Option<usize>,
}

impl Desk<'_> {
    fn judge_all(&mut self, bound: Vec<(usize, Claim)>) {
        let mut judged: Vec<Fared> = bound
            .iter()
            .map(|(rule, claim)| self.fared(*rule, claim))
            .collect();
        if self.learn_grains(&bound, &judged) {
            for ((rule, claim), fared) in bound.iter().zip(&mut judged) {
                *fared = self.fared(*rule, claim);
            }
        }
        let told = |wanted: fn(&Self, usize, &Claim, &Fared) -> bool| -> FxHashSet<FigureId> {
            let all = bound.iter().zip(&judged);
            let told = all.filter(|((rule, claim), fared)| wanted(self, *rule, claim, fared));
            told.filter_map(|((_, claim), _)| stated_of(claim))
                .collect()
        };
        // A figure that a rule with meaning confirms is not held against a sum that only its place suggests.
        let mut told_elsewhere = told(|_, _, claim, fared| {
            matches!(claim.source, Source::Rule(_)) && fared.holds() && !is_copy(claim)
        });
        // Nor is one that a rule on the lines of its table denies told again.
        told_elsewhere.extend(told(|desk, rule, _, fared| {
            names_lines(&desk.rules[rule].kind) && fared.fails()
        }));
        for ((rule, claim), fared) in bound.into_iter().zip(judged) {
            let structural = matches!(claim.source, Source::Shape(_));
            let told = |id: FigureId| told_elsewhere.contains(&id);
            if structural && fared.fails() && stated_of(&claim).is_some_and(told) {
                continue;
            }
            self.decide(rule, claim, fared);
        }
    }

    fn fared(&self, rule: usize, claim: &Claim) -> Fared {
        match self.judge(rule, claim) {
            None => Fared::Unjudged,
            Some(Err(undecided)) => Fared::Undecided(undecided),
            Some(Ok(judged))
                if judged.agreement == Agreement::Exact
                    && matches!(claim.asserted, Asserted::Relation { .. }) =>
            {
                Fared::Exact
            }
            Some(Ok(judged)) => Fared::Judged(Box::new(judged)),
        }
    }

    /// How exact figures are, as the claims show that they fit best; whether any is another than it looked.
    fn learn_grains(&mut self, bound: &[(usize, Claim)], judged: &[Fared]) -> bool {
        let all = bound.iter().zip(judged);
        let failing = all.filter_map(|((_, claim), fared)| match fared {
            Fared::Judged(judged) if judged.agreement > Agreement::Exact => {
                Some((claim, &**judged, figures_of(claim)))
            }
            _ => None,
        });
        let coarser = grain::coarsen(&mut self.figures, failing);
        let counted = grain::count(&mut self.figures, bound.iter().map(|(_, claim)| claim));
        coarser || counted
    }

    fn judge(&self, rule: usize, claim: &Claim) -> Option<Result<Judged, super::Undecided>> {
        let (stated, relation, computed) = match &claim.asserted {
            Asserted::Relation {
                stated,
                relation,
                computed,
            } => (stated, *relation, computed),
            Asserted::Computed {
                stated,
                computed: Some(computed),
                ..
            } => (stated, Relation::Equal, computed),
            _ => return None,
        };
        let lookup = |id: FigureId| {
            self.figures
                .get(id.figure)
                .filter(|_| id.document == self.index)
        };
        let figure = lookup(*stated)?;
        Some(judge(
            figure,
            relation,
            computed,
            &self.rules[rule].slack,
            &lookup,
        ))
    }

    fn decide(&mut self, rule: usize, claim: Claim, fared: Fared) {
        let severity = self.rules[rule].severity;
        let blank = !claim.support.blanks.is_empty() && self.rules[rule].blank == Blank::Unbound;
        let verdict = match (&claim.asserted, fared) {
            _ if blank => {
                self.tallies[rule].reason.get_or_insert_with(|| {
                    Words::new(
                        "有空白的加数，规则没有说按 0 计",
                        "a part is blank, and the rule does not say that a blank is 0",
                    )
                });
                Verdict::Indeterminate
            }
            (Asserted::Words { holds, missing, .. }, _) => {
                if !holds {
                    self.report(rule, &claim, severity, None, missing.clone());
                }
                verdict_of(*holds)
            }
            (Asserted::Form { holds, says }, _) => {
                if !holds {
                    self.report(rule, &claim, severity, None, None);
                    if let Some(finding) = self.findings.last_mut() {
                        finding.says = Some(says.clone());
                    }
                }
                verdict_of(*holds)
            }
            (
                Asserted::Computed {
                    typed: true,
                    is_sum,
                    ..
                },
                fared,
            ) => {
                let judged = match fared {
                    Fared::Judged(judged) => Some(*judged),
                    _ => None,
                };
                let differs = judged
                    .as_ref()
                    .is_some_and(|judged| judged.agreement > Agreement::Rounding);
                // Equal today, or more than a sum, which a person may have overruled.
                let severity = if differs && *is_sum {
                    severity
                } else {
                    Severity::Note
                };
                self.report(rule, &claim, severity, judged, None);
                Verdict::Fails
            }
            (Asserted::Computed { .. }, _) => Verdict::Holds,
            (_, Fared::Exact) => {
                self.count_displayed(&claim);
                Verdict::Holds
            }
            (_, Fared::Judged(judged)) if self.holds_as_stored(&claim, &judged) => Verdict::Holds,
            (_, Fared::Judged(judged)) => match lenient(&claim, &judged) {
                Agreement::Exact => Verdict::Holds,
                Agreement::Rounding => {
                    self.report(rule, &claim, Severity::Note, Some(*judged), None);
                    Verdict::Holds
                }
                Agreement::Unlikely => {
                    self.report(
                        rule,
                        &claim,
                        severity.min(Severity::Warning),
                        Some(*judged),
                        None,
                    );
                    Verdict::Fails
                }
                Agreement::Beyond if is_generic_copy(&claim) => Verdict::Indeterminate,
                Agreement::Beyond => {
                    self.report(rule, &claim, severity, Some(*judged), None);
                    Verdict::Fails
                }
            },
            (_, Fared::Undecided(undecided)) => {
                self.tallies[rule].reason.get_or_insert(undecided.reason());
                Verdict::Indeterminate
            }
            (_, Fared::Unjudged) => Verdict::Indeterminate,
        };
        self.tallies[rule].count(verdict);
        if matches!(verdict, Verdict::Holds | Verdict::Fails) {
            each_figure(&claim, |id| {
                if let Some(ticks) = self.ticks.get_mut(id.figure) {
                    *ticks += 1;
                }
            });
        }
        self.claims.push((claim, verdict));
    }

    /// A sum that holds as displayed, of a figure whose stored number is known.
    fn count_displayed(&mut self, claim: &Claim) {
        let figure = stated_of(claim).and_then(|id| self.figures.get(id.figure));
        let known = figure.is_some_and(|figure| stored::is_known(figure, &self.document));
        if let Some(rule) = self.displayed.filter(|_| known) {
            self.tallies[rule].count(Verdict::Holds);
        }
    }

    /// Whether a sum holds for the figures that a workbook stores and not for those displayed: a finding of a rule of its own.
    fn holds_as_stored(&mut self, claim: &Claim, judged: &Judged) -> bool {
        let Some(rule) = self.displayed else {
            return false;
        };
        if judged.agreement == Agreement::Exact {
            return false;
        }
        if stored::holds(claim, &self.document, &self.figures) != Some(true) {
            return false;
        }
        self.tallies[rule].count(Verdict::Fails);
        let severity = self.rules[rule].severity;
        self.report(rule, claim, severity, Some(judged.clone()), None);
        if let Some(finding) = self.findings.last_mut() {
            (finding.rounding, finding.firm) = (true, true);
        }
        true
    }

    fn report(
        &mut self,
        rule: usize,
        claim: &Claim,
        severity: Severity,
        judged: Option<Judged>,
        missing: Option<String>,
    ) {
        let relation = match claim.asserted {
            Asserted::Relation { relation, .. } => relation,
            Asserted::Words { .. } | Asserted::Computed { .. } | Asserted::Form { .. } => {
                Relation::Equal
            }
        };
        let typed = matches!(claim.asserted, Asserted::Computed { .. });
        let rounding = !typed
            && judged.as_ref().is_some_and(|judged| {
                matches!(
                    lenient(claim, judged),
                    Agreement::Rounding | Agreement::Unlikely
                )
            });
        let decided_by = judged
            .as_ref()
            .map_or(DecidedBy::Exact, |judged| judged.decided_by);
        let gap = judged.as_ref().map(|judged| judged.gap);
        self.findings.push(Finding {
            rule,
            severity,
            document: self.index,
            claim: self.claims.len(),
            at: claim.at,
            stated: stated_of(claim),
            relation,
            computed: judged.map(|judged| judged.computed),
            gap,
            decided_by,
            missing,
            says: None,
            rounding,
            firm: claim.support.is_firm() || !matches!(claim.source, Source::Shape(_)) || rounding,
            causes: Vec::new(),
            also: Vec::new(),
            fingerprint: String::new(),
        });
    }
}

/// A finding on a claim that a rule makes.
pub(super) fn reported(
    rule: usize,
    document: usize,
    number: usize,
    claim: &Claim,
    severity: Severity,
    judged: Judged,
) -> Finding {
    let relation = match claim.asserted {
        Asserted::Relation { relation, .. } => relation,
        _ => Relation::Equal,
    };
    Finding {
        rule,
        severity,
        document,
        claim: number,
        at: claim.at,
        stated: stated_of(claim),
        relation,
        gap: Some(judged.gap),
        decided_by: judged.decided_by,
        computed: Some(judged.computed),
        missing: None,
        says: None,
        rounding: false,
        firm: true,
        causes: Vec::new(),
        also: Vec::new(),
        fingerprint: String::new(),
    }
}

fn verdict_of(holds: bool) -> Verdict {
    if holds {
        Verdict::Holds
    } else {
        Verdict::Fails
    }
}

/// How far a claim agrees; a share that was made to fit its siblings may be off by one step.
fn lenient(claim: &Claim, judged: &Judged) -> Agreement {
    let step = Decimal::new(1, judged.stated_scale);
    // Where all columns fall short, what one lacks is hardly rounding.
    if claim.support.short && judged.agreement == Agreement::Unlikely {
        return Agreement::Beyond;
    }
    if claim.support.balanced && judged.gap.abs() <= step + step / Decimal::TWO {
        judged.agreement.min(Agreement::Rounding)
    } else {
        judged.agreement
    }
}

fn stated_of(claim: &Claim) -> Option<FigureId> {
    match &claim.asserted {
        Asserted::Relation { stated, .. } | Asserted::Computed { stated, .. } => Some(*stated),
        Asserted::Words { .. } | Asserted::Form { .. } => None,
    }
}

/// The stated figure and, in order, those that it is equal to in some way.
fn equated(claim: &Claim) -> Option<(FigureId, Vec<FigureId>)> {
    let Asserted::Relation {
        stated,
        relation: Relation::Equal,
        computed,
    } = &claim.asserted
    else {
        return None;
    };
    let mut figures: Vec<FigureId> = computed.leaves().into_iter().copied().collect();
    figures.sort_unstable();
    Some((*stated, figures))
}

/// Rules that name rows and columns of tables.
fn names_lines(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Lines(_) | Kind::Form(_) | Kind::Codes { .. } | Kind::Scores(_)
    )
}

fn is_copy(claim: &Claim) -> bool {
    matches!(
        &claim.asserted,
        Asserted::Relation {
            computed: crate::model::Expr::Leaf(_),
            ..
        }
    )
}

/// A restatement under a word so general that two figures of it need not be the same thing.
fn is_generic_copy(claim: &Claim) -> bool {
    is_copy(claim) && matches!(claim.source, Source::Shape(_)) && !claim.support.is_firm()
}

fn figures_of(claim: &Claim) -> Vec<FigureId> {
    let mut figures = Vec::new();
    each_figure(claim, |id| figures.push(id));
    figures
}

/// The stated figure of a claim and those that it is computed from.
fn each_figure(claim: &Claim, mut see: impl FnMut(FigureId)) {
    if let Asserted::Relation {
        stated, computed, ..
    }
    | Asserted::Computed {
        typed: true,
        stated,
        computed: Some(computed),
        ..
    } = &claim.asserted
    {
        see(*stated);
        computed.walk(&mut |id| see(*id));
    }
}
