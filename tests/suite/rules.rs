//! The gallery: every rule's passing example passes, its failing one fails as its golden page shows.

use crate::support;
use std::path::Path;
use tieout::model::{Kind, Severity, Shape};

#[test]
fn passing_examples_hold_and_failing_ones_fail() {
    let library = support::library();
    let mut wrong = Vec::new();
    for (at, rule) in library.rules.iter().enumerate() {
        let folder = Path::new(support::ROOT)
            .join("fixtures/rules")
            .join(&*rule.id);
        let pass = support::review_files(&[support::example(&folder, "pass")], &library);
        let objects =
            matches!(rule.kind, Kind::Shape(Shape::Sentence(saying)) if saying.only_objects());
        if pass.tallies[at].holds == 0 && !objects {
            wrong.push(format!(
                "{}: the passing example binds nothing: {:?}",
                rule.id, pass.tallies[at]
            ));
        }
        for finding in pass
            .findings
            .iter()
            .filter(|finding| finding.severity > Severity::Note)
        {
            wrong.push(format!(
                "{}: the passing example breaks {}",
                rule.id, library.rules[finding.rule].id
            ));
        }
        let fail = support::review_files(&[support::example(&folder, "fail")], &library);
        let named = fail
            .findings
            .iter()
            .any(|finding| finding.rule == at || finding.also.iter().any(|also| also.rule == at));
        if !named {
            let found: Vec<_> = fail
                .findings
                .iter()
                .map(|finding| &*library.rules[finding.rule].id)
                .collect();
            wrong.push(format!(
                "{}: the failing example gives {found:?}, {:?}",
                rule.id, fail.tallies[at]
            ));
        }
        let page = support::render(&fail, &library, "terminal", None);
        support::assert_golden(&folder.join("fail.expected.txt"), &page);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
