//! The output for people: the sentence, the excerpt, the cause, what to do; ids last.

use super::{
    How, Options, Renderer,
    excerpt::Tone,
    message,
    paint::Paint,
    place, summary,
    table::{self, Mark},
    width::{tame, wrap},
    words::Say,
};
use crate::model::{FigureId, Finding, Kind, Outcome, Relation, Rule, Severity};
use rust_decimal::Decimal;

pub const RENDERER: Renderer = Renderer {
    name: "terminal",
    about: "excerpts with labels, for people",
    how: How::Streamed {
        finding: draw,
        end: summary::end,
    },
};

/// Excerpts that one finding may draw; the places of others are only named.
const EXCERPTS: usize = 4;
/// Folded findings that are named one by one.
const ALSO: usize = 8;
/// Labels at the begin and at the end of a long sum.
const HEAD: usize = 6;
const TAIL: usize = 3;

/// The findings alone, without the summary.
pub fn findings(outcome: &Outcome, rules: &[Rule], options: &Options) -> String {
    let all = outcome.findings.iter();
    all.map(|finding| draw(outcome, rules, finding, options))
        .collect()
}

/// One finding, an empty line after it.
fn draw(outcome: &Outcome, rules: &[Rule], finding: &Finding, options: &Options) -> String {
    let say = options.say(outcome.documents.get(finding.document));
    let severity = say.severity(finding.severity);
    let sentence = message::sentence(outcome, rules, finding, say);
    let sentence = format!(
        "{}{sentence}",
        Paint(options.colour).bold(&format!("{severity}{}", say.colon()))
    );
    let tie = message::is_tie(rules.get(finding.rule));
    let brief = finding.rounding && finding.severity == Severity::Note;
    let mut out = String::new();
    let mut unshown: Vec<&Group<'_>> = Vec::new();
    let groups = groups(outcome, rules, finding, say);
    for (i, group) in groups.iter().enumerate() {
        let Some(checked) = outcome.documents.get(group.document) else {
            continue;
        };
        let (marks, folded) = fold(&group.marks);
        let mut excerpt =
            table::excerpt(&checked.document, group.block, &marks, options.width, say);
        if brief {
            excerpt.labels.clear();
            excerpt.lines.clear();
        }
        match i {
            0 => out.push_str(&excerpt.draw(&sentence, Some(finding.severity), options)),
            1..EXCERPTS if !brief => out.push_str(&excerpt.draw(say.elsewhere(tie), None, options)),
            _ => unshown.push(group),
        }
        if folded > 0 && i < EXCERPTS && !brief {
            out.push_str(&format!("    {}\n", say.folded_terms(folded)));
        }
    }
    if !brief {
        out.push_str(&more(outcome, &unshown, say));
    }
    out.push_str(&footer(outcome, rules, finding, brief, options, say));
    out.push('\n');
    out
}

/// The marks of one block.
struct Group<'a> {
    document: usize,
    block: Option<usize>,
    marks: Vec<Mark<'a>>,
}

/// Every mark of a finding, the stated figure first, block by block.
fn groups<'a>(outcome: &'a Outcome, rules: &[Rule], finding: &Finding, say: Say) -> Vec<Group<'a>> {
    let rule = rules.get(finding.rule);
    let mut groups: Vec<Group<'a>> = Vec::new();
    let mut add = |document: usize, mark: Mark<'a>| {
        let Some(checked) = outcome.documents.get(document) else {
            return;
        };
        let block = mark
            .figure
            .map(|figure| figure.site.block())
            .or_else(|| checked.document.block_of(mark.span));
        match groups
            .iter_mut()
            .find(|group| group.document == document && group.block == block)
        {
            Some(group) if group.marks.iter().any(|other| other.span == mark.span) => {}
            Some(group) => group.marks.push(mark),
            None => groups.push(Group {
                document,
                block,
                marks: vec![mark],
            }),
        }
    };
    let stated = finding
        .stated
        .and_then(|id| Some((id, outcome.figure(id)?)));
    if stated.is_none_or(|(_, figure)| figure.span != finding.at) {
        let words = match &finding.missing {
            Some(_) => say.not_there(),
            None => say.claimed(),
        };
        add(
            finding.document,
            Mark {
                figure: None,
                span: finding.at,
                words: words.to_owned(),
                tone: Tone::Stated,
            },
        );
    }
    if let Some((id, figure)) = stated {
        let words = match &finding.computed {
            Some(_) if message::is_tie(rule) => say.stated_here().to_owned(),
            Some(computed) => {
                let value = message::value(computed, Some(figure));
                match finding.relation {
                    Relation::Equal => say.should_be(&value),
                    relation => say.limit(relation, &value),
                }
            }
            None => say.claimed().to_owned(),
        };
        let suspect = suspect(finding, id, say).unwrap_or_default();
        add(
            id.document,
            Mark {
                figure: Some(figure),
                span: figure.span,
                words: [words, suspect].join(" ").trim_end().to_owned(),
                tone: Tone::Stated,
            },
        );
    }
    let terms = finding.computed.iter().flat_map(|computed| &computed.terms);
    let summed = finding
        .computed
        .as_ref()
        .is_some_and(|computed| message::is_sum(outcome, computed));
    let single = finding
        .computed
        .as_ref()
        .is_some_and(|computed| computed.terms.len() == 1);
    for term in terms {
        let Some(figure) = outcome.figure(term.figure) else {
            continue;
        };
        let sign = if message::is_tie(rule) || (single && term.factor == Decimal::ONE) {
            say.stated_here()
        } else if !summed {
            ""
        } else if term.factor.is_sign_negative() {
            "−"
        } else {
            "+"
        };
        let suspect = suspect(finding, term.figure, say);
        let tone = if suspect.is_some() {
            Tone::Suspect
        } else {
            Tone::Part
        };
        add(
            term.figure.document,
            Mark {
                figure: Some(figure),
                span: figure.span,
                words: format!("{sign} {}", suspect.unwrap_or_default())
                    .trim()
                    .to_owned(),
                tone,
            },
        );
    }
    for cause in &finding.causes {
        for suspect_of in &cause.suspects {
            if let Some(figure) = outcome.figure(suspect_of.figure) {
                add(
                    suspect_of.figure.document,
                    Mark {
                        figure: Some(figure),
                        span: figure.span,
                        words: suspect(finding, suspect_of.figure, say).unwrap_or_default(),
                        tone: Tone::Suspect,
                    },
                );
            }
        }
    }
    groups
}

/// What is written beside a figure that a cause points at.
fn suspect(finding: &Finding, id: FigureId, say: Say) -> Option<String> {
    let suspect = finding
        .causes
        .iter()
        .flat_map(|cause| &cause.suspects)
        .find(|suspect| suspect.figure == id)?;
    Some(match suspect.should_be {
        Some(value) if Some(id) != finding.stated => say.suspect_should_be(&value.to_string()),
        _ => say.suspect().to_owned(),
    })
}

/// Of a long sum the first and the last addends and all suspects, and how many are left out.
fn fold<'a>(marks: &[Mark<'a>]) -> (Vec<Mark<'a>>, usize) {
    if marks.len() <= message::FOLD {
        return (marks.to_vec(), 0);
    }
    let kept: Vec<Mark<'a>> = marks
        .iter()
        .enumerate()
        .filter(|(i, mark)| mark.tone != Tone::Part || *i < HEAD || *i + TAIL >= marks.len())
        .map(|(_, mark)| mark.clone())
        .collect();
    let folded = marks.len() - kept.len();
    (kept, folded)
}

/// The places that were not drawn.
fn more(outcome: &Outcome, groups: &[&Group<'_>], say: Say) -> String {
    let places: Vec<String> = groups
        .iter()
        .filter_map(|group| {
            let document = &outcome.documents.get(group.document)?.document;
            let lines: Vec<usize> = group
                .marks
                .iter()
                .map(|mark| document.text.line(mark.span.start))
                .collect();
            Some(format!("{} {}", document.path, say.lines(&lines)))
        })
        .collect();
    if places.is_empty() {
        return String::new();
    }
    let first = format!("  {}{}", say.more_places(places.len()), say.colon());
    format!("{}\n", wrap(&first, &places.join(say.semicolon()), 80))
}

/// Cause, what to do, what else the cause explains, and the ids.
fn footer(
    outcome: &Outcome,
    rules: &[Rule],
    finding: &Finding,
    brief: bool,
    options: &Options,
    say: Say,
) -> String {
    let paint = Paint(options.colour);
    let rule = rules.get(finding.rule);
    let mut parts: Vec<(&str, String)> = Vec::new();
    if brief {
        parts.extend(stands(outcome, finding, say).map(|place| (say.place(), place)));
    }
    for cause in &finding.causes {
        parts.push((say.cause(), tame(cause.sentence.get(say.0))));
    }
    let help = rule.map_or("", |rule| rule.help.get(say.0));
    if !help.is_empty() && !brief {
        parts.push((say.help(), tame(help)));
    }
    let also = also(outcome, rules, finding, brief, say);
    if !also.is_empty() {
        let label = if brief { say.likewise() } else { say.also() };
        parts.push((label, also.join(say.semicolon())));
    }
    if let Some(rule) = rule {
        let mut words = format!("{} [{}]", rule.title.get(say.0), rule.id);
        if let Some(computed) = &finding.computed
            && !matches!(rule.kind, Kind::Tie { .. })
        {
            words.push_str(say.semicolon());
            words.push_str(&say.slack(&computed.slack.to_string(), finding.decided_by));
        }
        parts.push((say.rule(), words));
    }
    let mut out = String::new();
    for (label, words) in parts {
        let wrapped = wrap(&format!("  {label}"), &words, options.width);
        let rest = wrapped.get(2 + label.len()..).unwrap_or("");
        out.push_str(&format!("  {}{rest}\n", paint.cyan(label)));
    }
    out
}

/// `path:line:column` of a finding, and what a person calls the place.
fn stands(outcome: &Outcome, finding: &Finding, say: Say) -> Option<String> {
    let document = &outcome.documents.get(finding.document)?.document;
    let (line, column) = place::line_and_column(document, finding.at);
    let words = finding
        .stated
        .and_then(|id| outcome.figure(id))
        .map(|figure| place::words(document, figure, say));
    Some(format!(
        "{}:{line}:{column} {}",
        document.path,
        words.unwrap_or_default()
    ))
}

/// The findings folded under this one; those of other rules with the rule's title.
fn also(
    outcome: &Outcome,
    rules: &[Rule],
    finding: &Finding,
    brief: bool,
    say: Say,
) -> Vec<String> {
    // What the excerpt shows as a term already is not told again.
    let shown = |id: FigureId| {
        let mut terms = finding.computed.iter().flat_map(|computed| &computed.terms);
        terms.any(|term| term.figure == id)
    };
    let mut places: Vec<String> = finding
        .also
        .iter()
        .filter(|also| also.rule != finding.rule || !also.stated.is_some_and(shown))
        .filter_map(|also| {
            let document = &outcome.documents.get(also.document)?.document;
            let line = document.text.line(also.at.start);
            let place = if also.document == finding.document {
                say.line(line)
            } else {
                format!("{}:{line}", document.path)
            };
            let title = rules
                .get(also.rule)
                .map_or("", |rule| rule.title.get(say.0));
            let figure = also.stated.and_then(|id| outcome.figure(id));
            let place = match figure {
                Some(figure) => format!("{place} {}", tame(&figure.text)),
                None => place,
            };
            Some(if brief || also.rule == finding.rule {
                place
            } else {
                say.at(&place, title)
            })
        })
        .collect();
    if places.len() > ALSO {
        let more = places.len() - ALSO;
        places.truncate(ALSO);
        places.push(say.more_places(more));
    }
    places
}
