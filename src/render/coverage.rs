//! Which figures some check ties, by report and table; and how many findings each rule has.

use super::{Options, place, words::Say};
use crate::model::{Checked, Figure, Outcome, Rule, Severity, Site};
use serde::Serialize;

/// How many figures of a table are tied; `table: None` for those in sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Share {
    pub table: Option<usize>,
    pub figures: usize,
    pub tied: usize,
}

/// By table in reading order, the sentences last.
pub fn shares(checked: &Checked) -> Vec<Share> {
    let mut shares: Vec<Share> = Vec::new();
    for (figure, &ticks) in checked.figures.iter().zip(&checked.ticks) {
        let table = match figure.site {
            Site::Cell { block, .. } => checked.document.table(block).map(|table| table.number),
            Site::Prose { .. } => None,
        };
        let tied = usize::from(ticks > 0);
        match shares.iter_mut().find(|share| share.table == table) {
            Some(share) => {
                share.figures += 1;
                share.tied += tied;
            }
            None => shares.push(Share {
                table,
                figures: 1,
                tied,
            }),
        }
    }
    shares.sort_by_key(|share| (share.table.is_none(), share.table));
    shares
}

/// The figures that no check ties.
pub fn untied(checked: &Checked) -> impl Iterator<Item = &Figure> {
    let figures = checked.figures.iter().zip(&checked.ticks);
    figures
        .filter(|(_, ticks)| **ticks == 0)
        .map(|(figure, _)| figure)
}

/// `83.9 %`, cut and not rounded, so that 100 % means all.
fn percent(tied: usize, figures: usize) -> String {
    let tenths = (tied * 1000).checked_div(figures).unwrap_or(1000);
    format!("{}.{} %", tenths / 10, tenths % 10)
}

/// The shares and the untied figures, in lines.
pub fn coverage(outcome: &Outcome, options: &Options) -> String {
    let say = options.say_all(outcome);
    let mut out = format!("{}\n", say.coverage_title());
    for checked in &outcome.documents {
        let say = options.say(Some(checked));
        let path = &checked.document.path;
        let (tied, figures) = (checked.tied(), checked.figure_count());
        out.push_str(&format!(
            "  {path}{}{} ({tied}/{figures})\n",
            say.colon(),
            percent(tied, figures)
        ));
        for share in shares(checked) {
            let name = share
                .table
                .map_or(say.in_sentences().to_owned(), |number| say.table(number));
            out.push_str(&format!(
                "    {name}{}{} ({}/{})\n",
                say.colon(),
                percent(share.tied, share.figures),
                share.tied,
                share.figures
            ));
        }
        let mut untied = untied(checked).peekable();
        if untied.peek().is_some() {
            out.push_str(&format!("    {}\n", say.untied_title()));
        }
        for figure in untied {
            out.push_str(&format!("      {}\n", one(checked, figure, say)));
        }
    }
    out
}

fn one(checked: &Checked, figure: &Figure, say: Say) -> String {
    let document = &checked.document;
    let line = document.text.line(figure.span.start);
    let labels: Vec<String> = figure.labels.path().map(super::name::shown).collect();
    let place = place::words(document, figure, say);
    let words = format!(
        "{} {}",
        labels.join(" / "),
        super::width::tame(&figure.text)
    );
    format!(
        "{}:{line} {place}{}{}",
        document.path,
        say.colon(),
        words.trim()
    )
}

/// How many findings each rule has, the most first.
pub fn statistics(outcome: &Outcome, rules: &[Rule], options: &Options) -> String {
    let say = options.say_all(outcome);
    let found = outcome.counts();
    let mut counts: Vec<([usize; 3], &Rule)> = Vec::new();
    for (at, rule) in rules.iter().enumerate() {
        let of = |severity| found.get(&(at, severity)).copied().unwrap_or(0);
        let own = Severity::ALL.map(of);
        if own != [0; 3] {
            counts.push((own, rule));
        }
    }
    counts.sort_by_key(|(counts, rule)| {
        (
            std::cmp::Reverse(counts.iter().sum::<usize>()),
            rule.id.clone(),
        )
    });
    let mut out = String::new();
    for (counts, rule) in counts {
        let [errors, warnings, notes] = counts;
        let title = rule.title.get(say.0);
        let found = say.found_counts(errors, warnings, notes);
        out.push_str(&format!(
            "{:>6}  {}  {title} ({found})\n",
            errors + warnings + notes,
            rule.id
        ));
    }
    out
}
