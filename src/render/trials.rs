//! Rules tried with their own examples: which do what they say, which figures no example can break.

use super::{
    Options, json,
    paint::Paint,
    width::{columns, pad_right},
};
use crate::model::{Rule, Trial, Words};
use rust_decimal::Decimal;
use serde::Serialize;

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    rules: Vec<One<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct One<'a> {
    rule: &'a str,
    ok: bool,
    examples: Vec<Example<'a>>,
    killed: usize,
    figures: Vec<Figure<'a>>,
}

#[derive(Serialize)]
struct Example<'a> {
    should: &'static str,
    number: usize,
    ok: bool,
    message: Option<Both<'a>>,
}

#[derive(Serialize)]
struct Both<'a> {
    zh: &'a str,
    en: &'a str,
}

#[derive(Serialize)]
struct Figure<'a> {
    example: usize,
    report: usize,
    line: usize,
    labels: &'a [String],
    text: &'a str,
    changes: &'a [String],
    killed: bool,
    found: Option<&'a str>,
}

#[derive(Serialize)]
struct Summary {
    rules: usize,
    without_examples: usize,
    examples: usize,
    amiss: usize,
    figures: usize,
    killed: usize,
}

fn summary(trials: &[Trial]) -> Summary {
    let examples = || trials.iter().flat_map(|trial| &trial.examples);
    Summary {
        rules: trials.len(),
        without_examples: trials.iter().filter(|trial| lacks(trial)).count(),
        examples: examples().count(),
        amiss: examples().filter(|example| example.fault.is_some()).count(),
        figures: trials.iter().map(|trial| trial.figures.len()).sum(),
        killed: trials.iter().map(Trial::killed).sum(),
    }
}

/// Whether a rule has not shown both what keeps it and what breaks it.
fn lacks(trial: &Trial) -> bool {
    let has = |passes| {
        trial
            .examples
            .iter()
            .any(|example| example.passes == passes)
    };
    !(has(true) && has(false))
}

fn both(words: &Words) -> Both<'_> {
    Both {
        zh: &words.zh,
        en: &words.en,
    }
}

pub fn trials_json(trials: &[Trial], rules: &[Rule]) -> String {
    let one = |trial| {
        let Trial {
            rule,
            examples,
            figures,
        }: &Trial = trial;
        Some(One {
            rule: &rules.get(*rule)?.id,
            ok: trial.holds(),
            examples: examples
                .iter()
                .map(|example| Example {
                    should: if example.passes { "pass" } else { "fail" },
                    number: example.number,
                    ok: example.fault.is_none(),
                    message: example.fault.as_ref().map(both),
                })
                .collect(),
            killed: trial.killed(),
            figures: figures
                .iter()
                .map(|figure| Figure {
                    example: figure.example,
                    report: figure.report,
                    line: figure.line,
                    labels: &figure.labels,
                    text: &figure.text,
                    changes: &figure.changes,
                    killed: figure.killed(),
                    found: figure
                        .found
                        .and_then(|at| Some(figure.changes.get(at)?.as_str())),
                })
                .collect(),
        })
    };
    json::write(&Report {
        version: json::VERSION,
        rules: trials.iter().filter_map(one).collect(),
        summary: summary(trials),
    })
}

/// A line a rule, what is amiss below it, the sum of all at the end.
pub fn trials(trials: &[Trial], rules: &[Rule], options: &Options) -> String {
    let say = super::words::Say(options.language.unwrap_or_default());
    let paint = Paint(options.colour);
    let named = || {
        trials
            .iter()
            .filter_map(|trial| Some((trial, rules.get(trial.rule)?)))
    };
    let ids = named()
        .map(|(_, rule)| columns(&rule.id))
        .max()
        .unwrap_or(0);
    let states = [true, false].map(|is| columns(say.as_said(is)));
    let states = states.into_iter().max().unwrap_or(0);
    let mut out = String::new();
    for (trial, rule) in named() {
        let state = pad_right(say.as_said(trial.holds()), states);
        let state = match trial.holds() {
            true => paint.green(&state),
            false => paint.red(&state),
        };
        let words = if trial.examples.is_empty() {
            paint.yellow(say.no_example())
        } else if trial.figures.is_empty() {
            say.nothing_to_change().to_owned()
        } else {
            say.killed_of(trial.killed(), trial.figures.len())
        };
        let words = if trial.holds() { words } else { String::new() };
        out.push_str(format!("{}  {state}  {words}", pad_right(&rule.id, ids)).trim_end());
        out.push('\n');
        for example in &trial.examples {
            if let Some(fault) = &example.fault {
                out.push_str(&format!(
                    "    {}{}{}\n",
                    say.example_of(example.passes, example.number),
                    say.colon(),
                    fault.get(say.0)
                ));
            }
        }
        for figure in trial.figures.iter().filter(|figure| !figure.killed()) {
            let words = say.survived(
                (figure.example, figure.line),
                &figure.labels.join(" / "),
                &figure.text,
                &figure.changes.join(say.comma()),
            );
            out.push_str(&format!("    {}\n", paint.yellow(&words)));
        }
    }
    let sum = summary(trials);
    out.push_str(&format!(
        "\n{}\n",
        paint.bold(&say.tried(sum.rules, sum.examples, sum.amiss, sum.without_examples))
    ));
    if sum.figures > 0 {
        let percent = Decimal::from(sum.killed * 100) / Decimal::from(sum.figures);
        let percent = percent.round_dp(1).to_string();
        out.push_str(&format!(
            "{}\n",
            say.killed_share(sum.killed, sum.figures, &percent)
        ));
    }
    out
}
