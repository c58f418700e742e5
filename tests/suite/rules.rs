//! The gallery: every rule's examples do what they say, its failing one is shown as its golden page has it.

use crate::support;
use std::path::Path;
use tieout::{model::Severity, trial};

#[test]
fn every_example_does_what_it_says() {
    let library = support::library();
    let places: Vec<usize> = (0..library.rules.len()).collect();
    let trials = trial::try_rules(&places, &library, &|_, file| Err(file.to_owned()));
    let mut wrong = Vec::new();
    for trial in &trials {
        let rule = &library.rules[trial.rule];
        for example in &trial.examples {
            if let Some(fault) = &example.fault {
                wrong.push(format!("{}: {} ({})", rule.id, fault.en, example.passes));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // What no example can break is what nobody has tried.
    let figures: usize = trials.iter().map(|trial| trial.figures.len()).sum();
    let killed: usize = trials.iter().map(|trial| trial.killed()).sum();
    assert!(
        figures > 100 && killed * 100 >= figures * 95,
        "{killed} of {figures}"
    );
}

#[test]
fn passing_examples_break_no_other_rule_and_failing_ones_read_as_their_golden_pages() {
    let library = support::library();
    for rule in &library.rules {
        let pass = support::review_example(rule, true, &library);
        let others: Vec<&str> = pass
            .findings
            .iter()
            .filter(|finding| finding.severity > Severity::Note)
            .map(|finding| &*library.rules[finding.rule].id)
            .collect();
        assert!(others.is_empty(), "{}: {others:?}", rule.id);
        let fail = support::review_example(rule, false, &library);
        let page = support::render(&fail, &library, "terminal", None);
        let golden = Path::new(support::ROOT).join("fixtures/rules");
        support::assert_golden(&golden.join(format!("{}.expected.txt", rule.id)), &page);
    }
}
