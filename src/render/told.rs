//! A finding in the parts that outputs for other programs and for pages are made of.

use super::{Options, message, name, place, width::tame, words::Say};
use crate::model::{
    Accepted, Document, Figure, FigureId, Finding, Outcome, Place, Relation, Rule, Severity, Span,
};
use rust_decimal::Decimal;

pub struct Told<'a> {
    pub finding: &'a Finding,
    pub rule: &'a Rule,
    pub document: &'a Document,
    pub say: Say,
    /// What is stated, what it should be, the gap.
    pub sentence: String,
    /// What a person calls the place.
    pub place: String,
}

/// A figure that takes part in a finding.
pub struct Part<'a> {
    pub figure: &'a Figure,
    pub document: &'a Document,
    pub name: String,
    pub role: Role,
    /// The figure that a cause points at, and what it would have to be.
    pub suspect: Option<Option<Decimal>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Stated,
    Added,
    Subtracted,
    /// Computed with in another way, or stated elsewhere.
    Other,
}

impl Role {
    /// `+`, `−` or nothing.
    pub fn sign(self) -> &'static str {
        match self {
            Role::Added => "+",
            Role::Subtracted => "−",
            Role::Stated | Role::Other => "",
        }
    }
}

/// What is said beside the findings: files that could not be read, exceptions and entries of a baseline that fit no more.
pub struct Aside<'a> {
    pub path: &'a str,
    pub line: Option<usize>,
    pub severity: Severity,
    /// In the place of a rule's id.
    pub code: &'static str,
    pub message: String,
}

pub fn asides<'a>(outcome: &'a Outcome, options: &Options) -> Vec<Aside<'a>> {
    let say = options.say_all(outcome);
    let unread = outcome.unread.iter().map(|unread| Aside {
        path: &unread.path,
        line: None,
        severity: Severity::Error,
        code: "tieout/unread",
        message: tame(unread.what.get(say.0)),
    });
    let complaints = outcome.complaints.iter().map(|complaint| Aside {
        path: &complaint.path,
        line: complaint.line,
        severity: complaint.severity,
        code: "tieout/exception",
        message: tame(complaint.message.get(say.0)),
    });
    unread.chain(complaints).collect()
}

/// Every finding, in the order of the outcome.
pub fn all<'a>(
    outcome: &'a Outcome,
    rules: &'a [Rule],
    options: &'a Options,
) -> impl Iterator<Item = Told<'a>> {
    let one = |finding| tell(outcome, rules, options, finding);
    outcome.findings.iter().filter_map(one)
}

/// Every accepted finding, with who accepted it.
pub fn accepted<'a>(
    outcome: &'a Outcome,
    rules: &'a [Rule],
    options: &'a Options,
) -> impl Iterator<Item = (Told<'a>, &'a Accepted)> {
    let one = |accepted: &'a Accepted| {
        Some((tell(outcome, rules, options, &accepted.finding)?, accepted))
    };
    outcome.accepted.iter().filter_map(one)
}

/// One finding.
pub fn tell<'a>(
    outcome: &'a Outcome,
    rules: &'a [Rule],
    options: &Options,
    finding: &'a Finding,
) -> Option<Told<'a>> {
    let checked = outcome.documents.get(finding.document)?;
    let say = options.say(Some(checked));
    let document = &checked.document;
    let stated = finding.stated.filter(|id| id.document == finding.document);
    let stated = stated.and_then(|id| outcome.figure(id));
    let place = match stated.filter(|figure| figure.span == finding.at) {
        Some(figure) => place::words(document, figure, say),
        None => place::said(document, finding.at, say),
    };
    Some(Told {
        finding,
        rule: rules.get(finding.rule)?,
        document,
        say,
        sentence: message::sentence(outcome, rules, finding, say),
        place,
    })
}

impl<'a> Told<'a> {
    /// The sentence; before it the place, where the file has no lines to point at.
    pub fn headline(&self) -> String {
        if self.document.transcript {
            format!("{}{}{}", self.place, self.say.colon(), self.sentence)
        } else {
            self.sentence.clone()
        }
    }

    /// The file, with the line or, where it has none, the place.
    pub fn address(&self) -> String {
        let path = &self.document.path;
        if self.document.transcript {
            format!("{path} {}", self.place)
        } else {
            format!("{path}:{}", self.document.text.line(self.finding.at.start))
        }
    }

    /// Likely causes and what to do, each a sentence with its label.
    pub fn advice(&self) -> Vec<String> {
        let say = self.say;
        let cause = |sentence: &str| format!("{}{}", say.cause(), tame(sentence));
        let mut advice: Vec<String> = self
            .finding
            .causes
            .iter()
            .map(|one| cause(one.sentence.get(say.0)))
            .collect();
        let help = self.rule.help.get(say.0);
        if !help.is_empty() {
            advice.push(format!("{}{}", say.help(), tame(help)));
        }
        advice
    }

    /// The stated figure, then every figure that it is held against.
    pub fn parts(&self, outcome: &'a Outcome) -> Vec<Part<'a>> {
        let finding = self.finding;
        let computed = finding.computed.as_ref();
        let terms = computed.map_or(&[][..], |computed| &computed.terms);
        let summed = computed.is_some_and(|computed| message::is_sum(outcome, computed))
            && !message::is_tie(Some(self.rule))
            && terms
                .split_first()
                .is_some_and(|(first, rest)| !rest.is_empty() || first.factor != Decimal::ONE);
        let stated = finding.stated.iter().map(|&id| (id, Role::Stated));
        let terms = terms.iter().map(|term| {
            let role = match (summed, term.factor.is_sign_negative()) {
                (false, _) => Role::Other,
                (true, false) => Role::Added,
                (true, true) => Role::Subtracted,
            };
            (term.figure, role)
        });
        let all: Vec<(FigureId, Role)> = stated.chain(terms).collect();
        let ids: Vec<FigureId> = all.iter().map(|(id, _)| *id).collect();
        let names = name::names(outcome, &ids, self.say);
        all.into_iter()
            .zip(names)
            .filter_map(|((id, role), name)| {
                let (checked, figure) = place::find(outcome, id)?;
                let mut suspects = finding.causes.iter().flat_map(|cause| &cause.suspects);
                let suspect = suspects.find(|suspect| suspect.figure == id);
                Some(Part {
                    figure,
                    document: &checked.document,
                    name,
                    role,
                    suspect: suspect.map(|suspect| suspect.should_be),
                })
            })
            .collect()
    }

    /// What the stated figure should be, as people write it; `None` where it is no matter of one value.
    pub fn should_be(&self, outcome: &Outcome) -> Option<String> {
        let computed = self.finding.computed.as_ref()?;
        if message::is_tie(Some(self.rule)) {
            return None;
        }
        let stated = self.finding.stated.and_then(|id| outcome.figure(id));
        let value = message::value(computed, stated);
        Some(match self.finding.relation {
            Relation::Equal => value,
            relation => self.say.limit(relation, &value),
        })
    }

    /// The one change that is sure: a figure in which all failing sums cross, where its file is text and its printing plain.
    pub fn repair(&self, outcome: &'a Outcome) -> Option<(&'a Document, Span, String)> {
        let [cause] = self.finding.causes.as_slice() else {
            return None;
        };
        let [suspect] = cause.suspects.as_slice() else {
            return None;
        };
        let sure = cause.name == "crossing"
            && self.finding.firm
            && self.finding.severity == Severity::Error;
        let (checked, figure) = place::find(outcome, suspect.figure)?;
        let document = &checked.document;
        let exact = document.text.slice(figure.span) == figure.text;
        if !sure || !exact || document.transcript {
            return None;
        }
        Some((
            document,
            figure.span,
            printed_like(figure, suspect.should_be?)?,
        ))
    }
}

impl Part<'_> {
    /// `年初预算 280.48 (+)`
    pub fn words(&self) -> String {
        let figure = tame(&self.figure.text);
        match self.role.sign() {
            "" => format!("{} {figure}", self.name),
            sign => format!("{sign} {} {figure}", self.name),
        }
    }
}

/// A value in the printing of a figure that is written with digits, a point and commas of thousands alone.
fn printed_like(figure: &Figure, value: Decimal) -> Option<String> {
    let text = &figure.text;
    let printed = &figure.amount.printed;
    let plain = text
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'));
    if !plain || text.replace(',', "") != printed.to_string() || value.scale() > printed.scale() {
        return None;
    }
    let mut value = value;
    value.rescale(printed.scale());
    let number = value.to_string();
    if !text.contains(',') {
        return Some(number);
    }
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number.as_str()),
    };
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    Some(format!("{sign}{grouped}{rest}"))
}

/// Where a span stands in the original, for formats without lines: `Sheet1!D14`, `page 7`.
pub fn original(document: &Document, figure: &Figure) -> Option<String> {
    let place = place::original(document, figure)?;
    (*place != Place::Line).then(|| place.words().en)
}
