//! What came out: verdicts, findings with their evidence and causes, and the whole outcome.

use super::{
    Claim, Document, Figure, FigureId, Kept, Kind, Language, Relation, Rule, Shape, Source, Span,
    Told, Unit, Words,
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    Note,
    Warning,
    Error,
}

impl Severity {
    pub const ALL: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// Every claim ends in exactly one of these; all are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    Holds,
    Fails,
    /// A rule's names were not found in the document.
    Unbound,
    /// The rule is for another kind of document.
    NotApplicable,
    /// The figures are there, but it cannot be told: other units, an unaligned row, a doubtful structure.
    Indeterminate,
}

/// A figure's part in a computed value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub figure: FigureId,
    /// 1 or −1 in a sum.
    pub factor: Decimal,
}

/// A value with the figures that it was computed from; the arithmetic is its own provenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// In `unit`.
    pub value: Decimal,
    /// How far the value may lie from the stated one and still agree, in `unit`.
    pub slack: Decimal,
    pub unit: Unit,
    pub terms: Vec<Term>,
}

/// What drew the line between agreeing and not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DecidedBy {
    Printed,
    Exact,
    Absolute,
    Relative,
}

impl DecidedBy {
    pub fn name(self) -> &'static str {
        match self {
            DecidedBy::Printed => "printed",
            DecidedBy::Exact => "exact",
            DecidedBy::Absolute => "absolute",
            DecidedBy::Relative => "relative",
        }
    }
}

/// A figure that a cause points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspect {
    pub figure: FigureId,
    /// What it would have to be, in its own unit.
    pub should_be: Option<Decimal>,
}

/// A likely cause, verified by arithmetic before it is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// From the list of causes: `sign`, `omission` …
    pub name: &'static str,
    pub sentence: Words,
    pub suspects: Vec<Suspect>,
}

/// A finding folded under another because one cause explains both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Also {
    /// Index into the rules.
    pub rule: usize,
    pub document: usize,
    pub at: Span,
    pub stated: Option<FigureId>,
}

#[derive(Clone, Debug)]
pub struct Finding {
    /// Index into the rules.
    pub rule: usize,
    pub severity: Severity,
    /// Index into the documents.
    pub document: usize,
    /// Index into the document's claims.
    pub claim: usize,
    /// The stated figure, or the words that claim.
    pub at: Span,
    /// `None` where words, not a figure, make the claim and it names no figure.
    pub stated: Option<FigureId>,
    pub relation: Relation,
    pub computed: Option<Evidence>,
    /// stated − computed, in the stated figure's unit.
    pub gap: Option<Decimal>,
    pub decided_by: DecidedBy,
    /// For a reference to something that is not there: its name.
    pub missing: Option<String>,
    /// For what a form asks beside figures: the whole sentence.
    pub says: Option<super::Words>,
    /// Within what rounding can do: a 尾差 note or warning.
    pub rounding: bool,
    /// Corroborated. What is not is reported only where a likely cause is verified, and never as an error.
    pub firm: bool,
    /// At most two, the likeliest first.
    pub causes: Vec<Cause>,
    pub also: Vec<Also>,
    /// Rule, label path and occurrence; independent of line, page and value.
    pub fingerprint: String,
}

impl Finding {
    /// Whether a figure takes part, and not words alone.
    pub fn is_of_figures(&self) -> bool {
        self.stated.is_some() || self.computed.is_some()
    }
}

/// A document with all that was made of it.
#[derive(Clone, Debug)]
pub struct Checked {
    pub document: Document,
    pub figures: Vec<Figure>,
    /// Every claim on this document's figures that was evaluated, with its verdict.
    pub claims: Vec<(Claim, Verdict)>,
    /// For each figure: how many evaluated claims bind it.
    pub ticks: Vec<usize>,
    /// What was counted before most of it was given back; `None` where all figures and claims stand here.
    pub kept: Option<Kept>,
}

/// The numbers of a document of which nothing else is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub tables: usize,
    pub figures: usize,
    pub tied: usize,
    /// Claims by the rule that they are judged by, in the order of the rules; rules without any are left out.
    pub judged: Vec<Judged>,
}

/// How many claims one rule judged in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Index into the rules.
    pub rule: usize,
    pub holds: usize,
    pub undecided: usize,
}

impl Checked {
    /// The figure of a number, if it is here.
    pub fn figure(&self, number: usize) -> Option<&Figure> {
        self.figures.get(match &self.kept {
            Some(kept) => kept.figures.binary_search(&number).ok()?,
            None => number,
        })
    }

    /// The claim of a number, if it is here.
    pub fn claim(&self, number: usize) -> Option<&Claim> {
        let at = match &self.kept {
            Some(kept) => kept.claims.binary_search(&number).ok()?,
            None => number,
        };
        self.claims.get(at).map(|(claim, _)| claim)
    }

    /// All figures by their numbers; none where some were given back.
    pub fn all_figures(&self) -> &[Figure] {
        match self.kept {
            Some(_) => &[],
            None => &self.figures,
        }
    }

    /// Tables in the document.
    pub fn table_count(&self) -> usize {
        let counts = self.kept.as_ref().map(|kept| kept.counts.tables);
        counts.unwrap_or_else(|| self.document.tables().count())
    }

    /// Figures in tables and sentences.
    pub fn figure_count(&self) -> usize {
        let counts = self.kept.as_ref().map(|kept| kept.counts.figures);
        counts.unwrap_or(self.figures.len())
    }

    /// Figures that at least one evaluated claim binds.
    pub fn tied(&self) -> usize {
        let counts = self.kept.as_ref().map(|kept| kept.counts.tied);
        counts.unwrap_or_else(|| self.ticks.iter().filter(|&&ticks| ticks > 0).count())
    }

    /// Claims that the report itself makes, not rules. A label that nothing bears out is no relation that was found.
    pub fn relations(&self) -> impl Iterator<Item = (&Claim, Verdict)> {
        self.claims
            .iter()
            .filter(|(claim, verdict)| {
                !matches!(claim.source, Source::Rule(_))
                    && (*verdict != Verdict::Indeterminate || claim.support.is_firm())
            })
            .map(|(claim, verdict)| (claim, *verdict))
    }

    /// How many claims each rule judged to hold or could not judge, in the order of the rules.
    pub fn judged(&self, rules: &[Rule]) -> Vec<Judged> {
        if let Some(kept) = &self.kept {
            return kept.counts.judged.clone();
        }
        let mut judged: Vec<Judged> = (0..rules.len())
            .map(|rule| Judged {
                rule,
                holds: 0,
                undecided: 0,
            })
            .collect();
        let mut shapes: BTreeMap<Shape, Vec<usize>> = BTreeMap::new();
        for (at, rule) in rules.iter().enumerate() {
            if let Kind::Shape(shape) = rule.kind {
                shapes.entry(shape).or_default().push(at);
            }
        }
        for (claim, verdict) in &self.claims {
            let own = match &claim.source {
                Source::Rule(rule) | Source::Ruled(_, rule) => std::slice::from_ref(rule),
                Source::Shape(shape) => shapes.get(shape).map_or(&[][..], Vec::as_slice),
            };
            for one in own {
                match (judged.get_mut(*one), verdict) {
                    (Some(one), Verdict::Holds) => one.holds += 1,
                    (Some(one), Verdict::Indeterminate) => one.undecided += 1,
                    _ => {}
                }
            }
        }
        judged.retain(|one| one.holds + one.undecided > 0);
        judged
    }

    pub fn count(&self, rules: &[Rule]) -> Counts {
        Counts {
            tables: self.table_count(),
            figures: self.figure_count(),
            tied: self.tied(),
            judged: self.judged(rules),
        }
    }
}

/// All that a run says of a document in which nothing was found and of whose reading nothing has to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// The reader's name.
    pub format: &'static str,
    pub language: Language,
    pub transcript: bool,
    pub tables: usize,
    pub figures: usize,
    pub tied: usize,
    /// Whose report it is, of which year and sort, as its title tells.
    pub identity: Option<super::Identity>,
    /// Rules that are for another kind of document, by their indexes in the library that it was checked with.
    pub not_applicable: Vec<usize>,
    /// The other rules; those that nothing is counted of are left out.
    pub rules: Vec<Fared>,
}

/// How one rule fared in one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fared {
    /// Index into the rules of the library that the document was checked with.
    pub rule: usize,
    pub tally: Tally,
    /// Of its claims, those that hold and those that could not be judged.
    pub holds: usize,
    pub undecided: usize,
}

/// How one rule fared over all documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub holds: usize,
    pub fails: usize,
    pub unbound: usize,
    pub not_applicable: usize,
    pub indeterminate: usize,
    /// Why it did not bind or could not be decided; the first reason met.
    pub reason: Option<Words>,
}

impl Tally {
    pub fn count(&mut self, verdict: Verdict) {
        *match verdict {
            Verdict::Holds => &mut self.holds,
            Verdict::Fails => &mut self.fails,
            Verdict::Unbound => &mut self.unbound,
            Verdict::NotApplicable => &mut self.not_applicable,
            Verdict::Indeterminate => &mut self.indeterminate,
        } += 1;
    }

    /// Adds another document's count of the same rule.
    pub fn add(&mut self, other: Tally) {
        self.holds += other.holds;
        self.fails += other.fails;
        self.unbound += other.unbound;
        self.not_applicable += other.not_applicable;
        self.indeterminate += other.indeterminate;
        if self.reason.is_none() {
            self.reason = other.reason;
        }
    }
}

/// Who accepted a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AcceptedBy {
    /// An `[[allow]]` of the settings.
    Settings,
    /// A remark in the report itself.
    Remark,
    /// It was there when the baseline was written.
    Baseline,
}

impl AcceptedBy {
    pub fn name(self) -> &'static str {
        match self {
            AcceptedBy::Settings => "settings",
            AcceptedBy::Remark => "remark",
            AcceptedBy::Baseline => "baseline",
        }
    }
}

/// A finding that is known: counted, and not told again.
#[derive(Clone, Debug)]
pub struct Accepted {
    pub finding: Finding,
    pub by: AcceptedBy,
    /// Why, as the settings or the remark say; the file's name for a baseline.
    pub reason: String,
}

/// Something amiss with what accepts findings: past its day, of another gap, or without use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The settings, the report or the baseline that it stands in.
    pub path: String,
    pub line: Option<usize>,
    pub severity: Severity,
    pub message: Words,
}

/// A file that could not be had or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    pub path: String,
    /// What is wrong, the path before it.
    pub what: Words,
    /// What to do about it.
    pub help: Words,
}

/// The result of a run: everything that any output needs.
#[derive(Debug, Default)]
pub struct Outcome {
    pub documents: Vec<Checked>,
    pub findings: Vec<Finding>,
    /// Findings that were told and given back.
    pub told: Told,
    /// Known findings, which are none of `findings`.
    pub accepted: Vec<Accepted>,
    pub complaints: Vec<Complaint>,
    /// One for each rule, by the rule's index.
    pub tallies: Vec<Tally>,
    pub unread: Vec<Unread>,
}

impl Outcome {
    pub fn figure(&self, id: FigureId) -> Option<&Figure> {
        self.documents.get(id.document)?.figure(id.figure)
    }

    /// Whether no figure of any input was held against another; what was found of words alone says nothing of figures.
    pub fn is_unchecked(&self) -> bool {
        let accepted = self.accepted.iter().map(|accepted| &accepted.finding);
        let mut found = self.findings.iter().chain(accepted);
        let of_figures = self.told.of_figures || found.any(Finding::is_of_figures);
        !of_figures && self.documents.iter().all(|checked| checked.tied() == 0)
    }

    /// The labels that name what a finding is about: those of its stated figure, else the name of what is missing.
    pub fn labels(&self, finding: &Finding) -> Vec<String> {
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        match finding.stated.and_then(|id| self.figure(id)) {
            Some(figure) => {
                let labels = figure.labels.path();
                let labels = labels.map(|label| one_line(&label.text));
                labels.filter(|label| !label.is_empty()).collect()
            }
            None => finding.missing.iter().map(|name| one_line(name)).collect(),
        }
    }

    /// How many findings there are, by rule and severity.
    pub fn counts(&self) -> BTreeMap<(usize, Severity), usize> {
        let mut counts = self.told.counts.clone();
        for finding in &self.findings {
            *counts.entry((finding.rule, finding.severity)).or_default() += 1;
        }
        counts
    }

    pub fn count(&self, severity: Severity) -> usize {
        let counts = self.counts();
        let own = counts.iter().filter(|((_, other), _)| *other == severity);
        own.map(|(_, count)| count).sum()
    }
}
