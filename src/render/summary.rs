//! What ends a run: how much was read, how much tied, what was found, what could not be checked.

use super::{
    Options, name,
    paint::Paint,
    width::{tame, wrap},
    words::Say,
};
use crate::model::{Checked, Document, Label, Outcome, Rule, Severity};

/// Lines on what could not be checked; more are counted.
const SHOWN: usize = 12;

/// The summary in a few lines, each ended by a line break.
pub fn summary(outcome: &Outcome, rules: &[Rule], options: &Options) -> String {
    let say = options.say_all(outcome);
    let paint = Paint(options.colour);
    let count = |of: &dyn Fn(&Checked) -> usize| outcome.documents.iter().map(of).sum::<usize>();
    let mut out = say.read_counts(
        outcome.documents.len(),
        count(&|checked| checked.table_count()),
        count(&|checked| checked.figure_count()),
        count(&Checked::tied),
    );
    out.push_str(say.semicolon());
    let [errors, warnings, notes] = Severity::ALL.map(|severity| outcome.count(severity));
    let found = say.found_counts(errors, warnings, notes);
    out.push_str(&match (errors, warnings, notes) {
        (0, 0, 0) if outcome.is_unchecked() => {
            paint.yellow(&say.nothing_checked(count(&|checked| checked.figure_count())))
        }
        (0, 0, 0) => paint.green(say.nothing_found()),
        (0, 0, _) => found,
        (0, _, _) => paint.yellow(&found),
        _ => paint.red(&found),
    });
    if !outcome.accepted.is_empty() {
        out.push_str(say.semicolon());
        out.push_str(&say.accepted(outcome.accepted.len()));
    }
    if !outcome.unread.is_empty() {
        out.push_str(say.semicolon());
        out.push_str(&paint.red(&say.unread(outcome.unread.len())));
    }
    let mut out = format!(
        "{}\n",
        wrap(
            "",
            &out,
            if options.colour {
                usize::MAX
            } else {
                options.width
            }
        )
    );
    let gaps = unchecked(outcome, rules, say);
    if !gaps.is_empty() {
        out.push_str(say.could_not_check());
        out.push('\n');
    }
    for gap in gaps.iter().take(SHOWN) {
        out.push_str(&wrap("  ", gap, options.width));
        out.push('\n');
    }
    if gaps.len() > SHOWN {
        out.push_str(&format!("  {}\n", say.and_more(gaps.len() - SHOWN)));
    }
    if !outcome.complaints.is_empty() {
        out.push_str(say.complaints_title());
        out.push('\n');
    }
    for complaint in &outcome.complaints {
        let severity = say.severity(complaint.severity);
        let words = complaint.message.get(say.0);
        let line = complaint
            .line
            .map_or(String::new(), |line| format!(":{line}"));
        let whole = format!(
            "{}{line}{}{severity}{}{words}",
            complaint.path,
            say.colon(),
            say.colon()
        );
        out.push_str(&wrap("  ", &tame(&whole), options.width));
        out.push('\n');
    }
    out
}

/// What ends the outputs for people: the summary, the statistics and the coverage, as far as they are wanted.
pub fn end(outcome: &Outcome, rules: &[Rule], options: &Options) -> String {
    let mut out = String::new();
    if options.statistics {
        out.push_str(&super::coverage::statistics(outcome, rules, options));
    }
    if options.coverage {
        out.push_str(&super::coverage::coverage(outcome, options));
    }
    if !options.quiet {
        out.push_str(&summary(outcome, rules, options));
    }
    out
}

/// What is said where [`Outcome::is_unchecked`], and what to do.
pub fn nothing_checked(outcome: &Outcome, options: &Options) -> [String; 2] {
    let say = options.say_all(outcome);
    let figures = outcome
        .documents
        .iter()
        .map(|checked| checked.figure_count());
    [
        say.nothing_checked(figures.sum()),
        say.nothing_checked_help().to_owned(),
    ]
}

/// One sentence for each thing that could not be checked: rules first, then documents.
fn unchecked(outcome: &Outcome, rules: &[Rule], say: Say) -> Vec<String> {
    let mut list = Vec::new();
    for (rule, tally) in rules.iter().zip(&outcome.tallies) {
        let mut words = Vec::new();
        if tally.unbound > 1 || (tally.unbound == 1 && tally.reason.is_none()) {
            words.push(say.unbound(tally.unbound));
        }
        if tally.indeterminate > 0 {
            words.push(say.undecided(tally.indeterminate));
        }
        if tally.unbound + tally.indeterminate == 0 {
            continue;
        }
        let reason = tally.reason.iter().map(|reason| tame(reason.get(say.0)));
        let words: Vec<String> = [words.join(say.comma())]
            .into_iter()
            .filter(|words| !words.is_empty())
            .chain(reason)
            .collect();
        let words = words.join(say.colon());
        list.push(format!("{}{}{words}", rule.id, say.colon()));
    }
    for checked in &outcome.documents {
        let document = &checked.document;
        let path = &document.path;
        if checked.tied() == 0 && outcome.documents.len() > 1 {
            let words = say.nothing_checked(checked.figure_count());
            list.push(format!("{path}{}{words}", say.colon()));
        }
        list.extend(doubts(document, say).into_iter().map(|(line, words)| {
            let words = tame(&words);
            format!("{path}:{line}{}{words}", say.colon())
        }));
    }
    list
}

/// What could not be read of a document, or not with certainty: tables whose columns are unsure, then the reader's notices.
pub fn doubts(document: &Document, say: Say) -> Vec<(usize, String)> {
    let tables = document.tables().filter_map(|(_, table)| {
        let why = if !table.aligned {
            say.not_aligned().to_owned()
        } else if !table.unaligned_rows.is_empty() {
            let rows = table.unaligned_rows.iter();
            let rows: Vec<usize> = rows.map(|row| row + table.origin.0 + 1).collect();
            say.rows_not_aligned(&rows)
        } else {
            return None;
        };
        let caption = table.caption.as_ref().map_or(String::new(), |caption| {
            format!(" {}", name::shown(&Label::new(&caption.text)))
        });
        let line = document.text.line(table.span.start);
        let table = say.table(table.number);
        Some((line, format!("{table}{caption}{}{why}", say.colon())))
    });
    let notices = document.notices.iter().map(|notice| {
        let line = document.text.line(notice.span.start);
        (line, notice.message.get(say.0).to_owned())
    });
    tables.chain(notices).collect()
}
