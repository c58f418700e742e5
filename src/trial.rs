//! Rules held against their own examples: each does what it says, and each figure of a passing one matters.

use crate::{
    Kinship, compile,
    compile::Library,
    each,
    model::{
        Asserted, Changed, Document, Example, Figure, Kind, Link, Origin, Outcome, Report, Role,
        Rule, Tally, Trial, Tried, Words,
    },
    read::{self, Input},
    render, review_documents,
};

/// Opens a file that an example names, by its path from the folder of the rule file that stands at the first path.
pub type Open<'a> = &'a (dyn Fn(&str, &str) -> Result<Vec<u8>, String> + Sync);

/// Tries the rules at some places of a library, each with all rules of the library at work.
pub fn try_rules(places: &[usize], library: &Library, open: Open<'_>) -> Vec<Trial> {
    each(places.to_vec(), |at| {
        try_rule(at, library, open).unwrap_or_default()
    })
}

/// What checking a rule's first failing example prints of that rule; `None` where the rule has none or it does not break the rule.
pub fn example_message(
    at: usize,
    library: &Library,
    open: Open<'_>,
    options: &render::Options,
) -> Option<String> {
    let rule = library.rules.get(at)?;
    let example = rule.examples.fails.first()?;
    let documents = read_example(rule, example, "example", library, open).ok()?;
    let mut outcome = review(documents, at, library);
    outcome.findings.retain(|finding| finding.rule == at);
    outcome.findings.truncate(1);
    let shown = !outcome.findings.is_empty();
    shown.then(|| render::findings(&outcome, &library.rules, options))
}

fn try_rule(at: usize, library: &Library, open: Open<'_>) -> Option<Trial> {
    let rule = library.rules.get(at)?;
    let mut trial = Trial {
        rule: at,
        ..Trial::default()
    };
    for (index, example) in rule.examples.passes.iter().enumerate() {
        let number = index + 1;
        let read = read_example(rule, example, "passes", library, open);
        let fault = match read {
            Err(why) => Some(why),
            Ok(documents) => {
                let outcome = review(documents.clone(), at, library);
                let fault = fault_of_passing(at, rule, &outcome);
                if fault.is_none() {
                    let changed = change_figures(at, &documents, &outcome, library);
                    let own = changed.into_iter().map(|changed| Changed {
                        example: number,
                        ..changed
                    });
                    trial.figures.extend(own);
                }
                fault
            }
        };
        trial.examples.push(Tried {
            passes: true,
            number,
            fault,
        });
    }
    for (index, example) in rule.examples.fails.iter().enumerate() {
        let read = read_example(rule, example, "fails", library, open);
        let fault = match read {
            Err(why) => Some(why),
            Ok(documents) => {
                let outcome = review(documents, at, library);
                let silent = !finds(&outcome, at);
                silent.then(|| {
                    let tally = outcome.tallies.get(at);
                    let holds = tally.is_some_and(|tally| tally.holds > 0);
                    let held = Words::new(
                        "规则成立，什么也没有发现",
                        "the rule holds, and nothing is found",
                    );
                    if holds { held } else { unbound(tally) }
                })
            }
        };
        trial.examples.push(Tried {
            passes: false,
            number: index + 1,
            fault,
        });
    }
    Some(trial)
}

/// The documents of an example, each named after what it is an example of.
fn read_example(
    rule: &Rule,
    example: &Example,
    name: &str,
    library: &Library,
    open: Open<'_>,
) -> Result<Vec<Document>, Words> {
    let read = |(index, report): (usize, &Report)| {
        let (path, bytes) = match report {
            Report::Text(text) => {
                let many = example.len() > 1;
                let number = if many {
                    format!("-{}", index + 1)
                } else {
                    String::new()
                };
                (format!("{name}{number}.md"), text.clone().into_bytes())
            }
            Report::File(file) => {
                let bytes = open_file(rule, file, open);
                let bytes = bytes.map_err(|why| {
                    let why = format!("{file}: {why}");
                    Words::new(format!("读不到 {why}"), format!("cannot be read: {why}"))
                });
                (file.clone(), bytes?)
            }
        };
        let input = Input {
            path: &path,
            bytes: &bytes,
        };
        let options = read::Options::default();
        read::read(input, &library.vocabulary, &options).map_err(|error| {
            let why = format!("{path}: {error}");
            Words::new(format!("读不到 {why}"), format!("cannot be read: {why}"))
        })
    };
    example.iter().enumerate().map(read).collect()
}

fn open_file(rule: &Rule, file: &str, open: Open<'_>) -> Result<Vec<u8>, String> {
    match &rule.origin {
        Origin::File(path) => open(path, file),
        Origin::Builtin => {
            let (family, _) = rule.id.rsplit_once('/').unwrap_or(("", &rule.id));
            let path = format!("{family}/{file}");
            let bytes = compile::builtin_report(path.trim_start_matches('/'));
            bytes.map(<[u8]>::to_vec).ok_or_else(|| "?".to_owned())
        }
    }
}

/// Reviews the reports of an example of the rule at a place.
fn review(documents: Vec<Document>, at: usize, library: &Library) -> Outcome {
    // Titles tell years; of whom a report is parent or child, they do not: the first report is the one, the others are that to it.
    let role = match library.rules.get(at).map(|rule| &rule.kind) {
        Some(Kind::Across { role, .. }) => Some(*role),
        _ => None,
    };
    let role = role.filter(|role| matches!(role, Role::Parent | Role::Children));
    let link = role.map(|role| Link {
        from: 0,
        role,
        to: (1..documents.len()).collect(),
    });
    let kinship = Kinship {
        links: link.into_iter().collect(),
        ..Kinship::default()
    };
    let documents = documents.into_iter().map(|one| (library, one)).collect();
    let places: Vec<usize> = (0..library.rules.len()).collect();
    review_documents(documents, &library.rules, &[(library, places)], &kinship)
}

fn finds(outcome: &Outcome, rule: usize) -> bool {
    let mut findings = outcome.findings.iter();
    findings.any(|one| one.rule == rule || one.also.iter().any(|also| also.rule == rule))
}

fn fault_of_passing(at: usize, rule: &Rule, outcome: &Outcome) -> Option<Words> {
    if finds(outcome, at) {
        return Some(Words::new("规则有发现", "the rule finds something"));
    }
    let tally = outcome.tallies.get(at);
    let binds = tally.is_some_and(|tally| tally.holds > 0);
    (!binds && !rule.kind.only_objects()).then(|| unbound(tally))
}

/// That a rule binds nothing, and why.
fn unbound(tally: Option<&Tally>) -> Words {
    let what = Words::new("规则在这里没有可核对的数", "the rule binds nothing here");
    let reason = tally.and_then(|tally| tally.reason.clone()).or_else(|| {
        let elsewhere = tally.is_some_and(|tally| tally.not_applicable > 0);
        elsewhere.then(|| Words::new("不是这类报告", "not this kind of report"))
    });
    match reason {
        Some(reason) => Words::new(
            format!("{}：{}", what.zh, reason.zh),
            format!("{}: {}", what.en, reason.en),
        ),
        None => what,
    }
}

/// Changes each figure of a passing example in turn, where the rule holds figures at all.
fn change_figures(
    at: usize,
    documents: &[Document],
    outcome: &Outcome,
    library: &Library,
) -> Vec<Changed> {
    let holds_figures = outcome.documents.iter().any(|checked| {
        checked.claims.iter().any(|(claim, _)| {
            let rule = library.rules.get(at);
            let own = rule.is_some_and(|rule| claim.source.is(at, rule));
            own && matches!(claim.asserted, Asserted::Relation { .. })
        })
    });
    if !holds_figures {
        return Vec::new();
    }
    let mut changed = Vec::new();
    for (report, checked) in outcome.documents.iter().enumerate() {
        for figure in &checked.figures {
            let changes = changes(&figure.text);
            let tries: Vec<Vec<Document>> = changes
                .iter()
                .filter_map(|other| {
                    let mut documents = documents.to_vec();
                    let document = documents.get_mut(report)?;
                    let stands = document.replace(figure.site, &figure.text, other);
                    stands.then_some(documents)
                })
                .collect();
            if tries.is_empty() || tries.len() < changes.len() {
                continue;
            }
            let mut tries = tries.into_iter();
            let found = tries.position(|documents| finds(&review(documents, at, library), at));
            changed.push(Changed {
                example: 1,
                report: report + 1,
                line: checked.document.text.line(figure.span.start),
                labels: labels(figure),
                text: figure.text.clone(),
                changes,
                found,
            });
        }
    }
    changed
}

fn labels(figure: &Figure) -> Vec<String> {
    let labels = figure.labels.row.iter().chain(figure.labels.column.iter());
    labels.map(|label| label.text.clone()).collect()
}

/// What may be put in a figure's place, each well beyond what rounding leaves open: its first digit one more and one less, its last
/// but one, and ten times as much and as little. Empty where it is written without digits that are known.
fn changes(text: &str) -> Vec<String> {
    let digits: Vec<(usize, char)> = text
        .char_indices()
        .filter(|(_, c)| digit_row(*c).is_some())
        .collect();
    let with = |at: usize, old: char, new: char| {
        let mut changed = text.to_owned();
        changed.replace_range(at..at + old.len_utf8(), &new.to_string());
        changed
    };
    let first = digits
        .iter()
        .find(|(_, c)| step(*c, -1).is_some())
        .or(digits.first());
    let Some(&(at, first)) = first else {
        return Vec::new();
    };
    let mut changes = Vec::new();
    changes.extend(step(first, 1).map(|up| with(at, first, up)));
    // No figure of several digits begins with 0.
    let lower = step(first, -1).filter(|down| digits.len() == 1 || step(*down, -1).is_some());
    changes.extend(lower.map(|down| with(at, first, down)));
    if let [.., (at, last_but_one), _] = digits.as_slice() {
        let other = step(*last_but_one, 1).or_else(|| step(*last_but_one, -1));
        changes.extend(other.map(|other| with(*at, *last_but_one, other)));
    }
    changes.extend(shifted(text));
    changes.sort();
    changes.dedup();
    changes
}

/// The same digits with the point one place to the right and to the left; for figures in ASCII digits.
fn shifted(text: &str) -> Vec<String> {
    let begin = text.find(|c: char| c.is_ascii_digit());
    let end = text.rfind(|c: char| c.is_ascii_digit());
    let (Some(begin), Some(end)) = (begin, end) else {
        return Vec::new();
    };
    let (Some(head), Some(core), Some(tail)) = (
        text.get(..begin),
        text.get(begin..=end),
        text.get(end + 1..),
    ) else {
        return Vec::new();
    };
    let core = core.replace(',', "");
    let (whole, part) = core.split_once('.').unwrap_or((&core, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(part) || whole.trim_matches('0').is_empty() {
        return Vec::new();
    }
    let more = match part.split_at_checked(1) {
        Some((digit, "")) => format!("{whole}{digit}"),
        Some((digit, rest)) => format!("{whole}{digit}.{rest}"),
        None => format!("{whole}0"),
    };
    let (kept, moved) = whole.split_at(whole.len() - 1);
    let kept = if kept.is_empty() { "0" } else { kept };
    let less = if part.is_empty() {
        kept.to_owned()
    } else {
        format!("{kept}.{moved}{part}")
    };
    [more, less]
        .map(|core| format!("{head}{core}{tail}"))
        .into()
}

const ROWS: [&str; 4] = [
    "0123456789",
    "０１２３４５６７８９",
    "零一二三四五六七八九",
    "零壹贰叁肆伍陆柒捌玖",
];

fn digit_row(digit: char) -> Option<&'static str> {
    ROWS.into_iter().find(|row| row.contains(digit))
}

/// The digit so many after another, in the same writing.
fn step(digit: char, by: isize) -> Option<char> {
    let row = ROWS.into_iter().rev().find(|row| row.contains(digit))?;
    let at = row.chars().position(|one| one == digit)?;
    row.chars().nth(at.checked_add_signed(by)?)
}

#[cfg(test)]
mod tests {
    use super::changes;

    #[test]
    fn a_figure_is_changed_by_steps_that_matter() {
        let cases: [(&str, &[&str]); 6] = [
            (
                "280.48",
                &["180.48", "28.048", "280.58", "2804.8", "380.48"],
            ),
            ("1,204.5", &["1,205.5", "120.45", "12045", "2,204.5"]),
            ("(478)", &["(378)", "(47)", "(4780)", "(488)", "(578)"]),
            ("0", &["1"]),
            ("9", &["0", "8", "90"]),
            ("捌拾陆万", &["柒拾陆万", "玖拾陆万"]),
        ];
        for (text, expected) in cases {
            assert_eq!(changes(text), expected, "{text}");
        }
    }
}
