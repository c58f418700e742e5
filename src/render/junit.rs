//! JUnit's XML: a suite a report, a case a rule that was checked in it, a failure a finding.

use super::{
    How, Options, Renderer,
    told::{self, Told},
    xml,
};
use crate::model::{Checked, Outcome, Rule, Severity};
use std::{collections::HashMap, io::Result};

pub const RENDERER: Renderer = Renderer {
    name: "junit",
    about: "XML as JUnit writes it; errors and warnings are failures",
    how: How::Whole(render),
};

/// How one rule fared in one report.
struct Case<'a> {
    rule: &'a Rule,
    findings: Vec<&'a Told<'a>>,
    holds: usize,
    undecided: usize,
}

impl Case<'_> {
    fn failures(&self) -> usize {
        let failing = |told: &&&Told<'_>| told.finding.severity > Severity::Note;
        self.findings.iter().filter(failing).count()
    }

    fn is_skipped(&self) -> bool {
        self.findings.is_empty() && self.holds == 0
    }
}

fn render(outcome: &Outcome, rules: &[Rule], options: &Options) -> String {
    let told: Vec<Told<'_>> = told::all(outcome, rules, options).collect();
    let mut by_case: HashMap<(&str, usize), Vec<&Told<'_>>> = HashMap::new();
    for one in &told {
        let case = (one.document.path.as_str(), one.finding.rule);
        by_case.entry(case).or_default().push(one);
    }
    let suites: Vec<(&Checked, Vec<Case<'_>>)> = outcome
        .documents
        .iter()
        .map(|checked| (checked, cases(checked, rules, &by_case)))
        .collect();
    let all = || suites.iter().flat_map(|(_, cases)| cases);
    let asides = told::asides(outcome, options);
    let tests = (all().count() + asides.len()).to_string();
    let errors = asides
        .iter()
        .filter(|aside| aside.severity == Severity::Error);
    let errors = errors.count();
    let failures = all().filter(|case| case.failures() > 0).count().to_string();
    let errors = errors.to_string();
    let counts = [
        ("name", "tieout"),
        ("tests", &tests),
        ("failures", &failures),
        ("errors", &errors),
    ];
    xml::document(|sheet| {
        xml::parent(sheet, "testsuites", &counts, |sheet| {
            for aside in &asides {
                let wrong = aside.severity == Severity::Error;
                let counts = [
                    ("name", aside.path),
                    ("tests", "1"),
                    ("failures", "0"),
                    ("errors", if wrong { "1" } else { "0" }),
                    ("skipped", "0"),
                ];
                xml::parent(sheet, "testsuite", &counts, |sheet| {
                    let case = [("name", aside.code), ("classname", aside.path)];
                    xml::parent(sheet, "testcase", &case, |sheet| {
                        if wrong {
                            return xml::element(
                                sheet,
                                "error",
                                &[("message", &aside.message)],
                                "",
                            );
                        }
                        xml::element(sheet, "system-out", &[], &aside.message)
                    })
                })?;
            }
            for (checked, cases) in &suites {
                suite(sheet, outcome, checked, cases, options)?;
            }
            Ok(())
        })
    })
}

fn cases<'a>(
    checked: &Checked,
    rules: &'a [Rule],
    told: &HashMap<(&'a str, usize), Vec<&'a Told<'a>>>,
) -> Vec<Case<'a>> {
    let judged = checked.judged(rules);
    rules
        .iter()
        .enumerate()
        .map(|(at, rule)| {
            let judged = judged.iter().find(|one| one.rule == at);
            let found = told.get(&(checked.document.path.as_str(), at));
            Case {
                rule,
                findings: found.cloned().unwrap_or_default(),
                holds: judged.map_or(0, |one| one.holds),
                undecided: judged.map_or(0, |one| one.undecided),
            }
        })
        .filter(|case| case.undecided > 0 || !case.is_skipped())
        .collect()
}

fn suite(
    sheet: &mut xml::Sheet,
    outcome: &Outcome,
    checked: &Checked,
    cases: &[Case<'_>],
    options: &Options,
) -> Result<()> {
    let path = checked.document.path.as_str();
    let tests = cases.len().to_string();
    let failures = cases.iter().filter(|case| case.failures() > 0);
    let failures = failures.count().to_string();
    let skipped = cases.iter().filter(|case| case.is_skipped());
    let skipped = skipped.count().to_string();
    let counts = [
        ("name", path),
        ("tests", &tests),
        ("failures", &failures),
        ("errors", "0"),
        ("skipped", &skipped),
    ];
    let say = options.say(Some(checked));
    xml::parent(sheet, "testsuite", &counts, |sheet| {
        for case in cases {
            let attributes = [("name", &*case.rule.id), ("classname", path)];
            xml::parent(sheet, "testcase", &attributes, |sheet| {
                if case.is_skipped() {
                    let why = say.undecided(case.undecided);
                    return xml::element(sheet, "skipped", &[("message", &why)], "");
                }
                let (failing, notes): (Vec<&Told<'_>>, Vec<&Told<'_>>) = case
                    .findings
                    .iter()
                    .copied()
                    .partition(|told| told.finding.severity > Severity::Note);
                for told in failing {
                    let message = told.sentence.as_str();
                    let kind = told.finding.severity.name();
                    let attributes = [("message", message), ("type", kind)];
                    xml::element(sheet, "failure", &attributes, &whole(outcome, told))?;
                }
                let notes: Vec<String> = notes.iter().map(|told| whole(outcome, told)).collect();
                if notes.is_empty() {
                    return Ok(());
                }
                xml::element(sheet, "system-out", &[], &notes.join("\n\n"))
            })?;
        }
        Ok(())
    })
}

/// A finding in lines: the sentence, the place, every figure, the advice.
fn whole(outcome: &Outcome, told: &Told<'_>) -> String {
    let mut lines = vec![told.sentence.clone(), told.address()];
    let parts = told.parts(outcome);
    lines.extend(parts.iter().map(|part| format!("  {}", part.words())));
    lines.extend(told.advice());
    lines.join("\n")
}
