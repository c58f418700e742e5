//! One line a finding: `path:line:column: severity[rule] message`.

use super::{How, Options, Renderer, message, place, summary};
use crate::model::{Finding, Outcome, Rule};

pub const RENDERER: Renderer = Renderer {
    name: "short",
    about: "one line a finding: path:line:column: severity[rule] message",
    how: How::Streamed {
        finding: line,
        end: summary::end,
    },
};

fn line(outcome: &Outcome, rules: &[Rule], finding: &Finding, options: &Options) -> String {
    let Some(checked) = outcome.documents.get(finding.document) else {
        return String::new();
    };
    let say = options.say(Some(checked));
    let (line, column) = place::line_and_column(&checked.document, finding.at);
    let id = rules.get(finding.rule).map_or("", |rule| &rule.id);
    let sentence = message::sentence(outcome, rules, finding, say);
    let (path, severity) = (&checked.document.path, finding.severity.name());
    format!("{path}:{line}:{column}: {severity}[{id}] {sentence}\n")
}
