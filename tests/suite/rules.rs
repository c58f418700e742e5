//! The gallery: every rule's examples do what they say, its failing one is shown as its golden page has it.

use crate::support;
use std::path::Path;
use tieout::{
    compile::{self, RuleFile},
    model::{Origin, Severity},
    trial,
};

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

#[test]
fn the_examples_in_the_manuals_do_what_they_say() {
    let mut tried = 0;
    for manual in ["rules/README.md", "rules/README.zh-CN.md"] {
        let text = std::fs::read_to_string(Path::new(support::ROOT).join(manual)).unwrap();
        for block in text.split("```toml\n").skip(1) {
            let file = RuleFile {
                path: manual.to_owned(),
                text: block.split("```").next().unwrap().to_owned(),
                id: "manual".to_owned(),
            };
            let library = compile::compile(&[file], true).unwrap();
            let own = |at: &usize| {
                let rule = &library.rules[*at];
                rule.origin != Origin::Builtin && !rule.examples.passes.is_empty()
            };
            let places: Vec<usize> = (0..library.rules.len()).filter(own).collect();
            for trial in trial::try_rules(&places, &library, &|_, file| Err(file.to_owned())) {
                assert!(trial.holds(), "{manual}: {trial:?}");
                assert_eq!(trial.killed(), trial.figures.len(), "{manual}: {trial:?}");
                tried += 1;
            }
        }
    }
    assert!(tried >= 4, "{tried}");
}
