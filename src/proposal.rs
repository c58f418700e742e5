//! What was found in reports as rules on their rows and columns, each held against its own report.

use crate::{
    Task, check,
    compile::Library,
    each,
    model::{Broken, Checked, Document, Outcome, Rule, Source, Suggestion, Suggestions, Verdict},
    run, suggest,
};

/// The relations found in each report as rules, the reports in the order of the tasks; `families` begin the ids of their rules. What a
/// rule says in its own report is told with it.
pub fn propose(tasks: &[Task<'_>], families: &[String]) -> (Outcome, Vec<Suggestions>) {
    let proposed = each(tasks.iter().zip(families).collect(), |(task, family)| {
        let document = run::read(task)?;
        Ok(suggest_one(document, task.library, family))
    });
    let mut outcome = Outcome::default();
    let mut suggestions = Vec::new();
    for one in proposed {
        match one {
            Ok((checked, mut own)) => {
                let broken = own.all.iter_mut().flat_map(|one| &mut one.broken);
                broken.for_each(|broken| broken.stated.document = outcome.documents.len());
                outcome.documents.push(checked);
                suggestions.push(own);
            }
            Err(unread) => outcome.unread.push(unread),
        }
    }
    (outcome, suggestions)
}

fn suggest_one(document: Document, library: &Library, family: &str) -> (Checked, Suggestions) {
    let checked = crate::review_one(0, document, library).checked;
    let mut suggestions = suggest::suggest(&checked, &library.rules, family);
    let rules: Vec<Rule> = suggestions.all.iter().map(|one| one.rule.clone()).collect();
    let Checked {
        document, figures, ..
    } = checked;
    let review = check::check(
        0,
        document,
        figures,
        Vec::new(),
        &rules,
        &library.vocabulary,
    );
    for (one, tally) in suggestions.all.iter_mut().zip(&review.tallies) {
        one.holds = tally.holds;
    }
    let tallies = &review.tallies;
    for finding in &review.findings {
        let failing = review.checked.claims.get(finding.claim);
        let (Some((claim, Verdict::Fails)), Some(stated)) = (failing, finding.stated) else {
            continue;
        };
        let (Source::Rule(rule), Some(computed), Some(gap)) =
            (claim.source, &finding.computed, finding.gap)
        else {
            continue;
        };
        let Some(one) = suggestions.all.get_mut(rule) else {
            continue;
        };
        // What fails in more lines than it holds in is no rule with exceptions.
        let doubtful = tallies
            .get(rule)
            .is_none_or(|tally| tally.fails > tally.holds);
        let is_asserted = one.asserted.contains(&stated.figure);
        if is_asserted || doubtful || !suggest::except(one, &review.checked, stated.figure) {
            one.broken.push(Broken {
                stated,
                computed: computed.value,
                gap,
            });
        }
    }
    // Names that do not bind after all say nothing.
    let unsaid = &mut suggestions.unsaid;
    suggestions.all.retain(|one: &Suggestion| {
        let binds = one.holds > 0 || !one.broken.is_empty();
        if !binds {
            *unsaid.entry(one.table).or_default() += 1;
        }
        binds
    });
    (review.checked, suggestions)
}
