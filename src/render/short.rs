//! One line a finding: `path:line:column: severity[rule] message`.

use super::{Options, Renderer, message, place, summary};
use crate::model::{Outcome, Rule};

pub const RENDERER: Renderer = Renderer {
    name: "short",
    about: "one line a finding: path:line:column: severity[rule] message",
    render,
};

fn render(outcome: &Outcome, rules: &[Rule], options: &Options) -> String {
    let mut out = String::new();
    for finding in &outcome.findings {
        let Some(checked) = outcome.documents.get(finding.document) else {
            continue;
        };
        let say = options.say(Some(checked));
        let (line, column) = place::line_and_column(&checked.document, finding.at);
        let id = rules.get(finding.rule).map_or("", |rule| &rule.id);
        let sentence = message::sentence(outcome, rules, finding, say);
        let (path, severity) = (&checked.document.path, finding.severity.name());
        out.push_str(&format!(
            "{path}:{line}:{column}: {severity}[{id}] {sentence}\n"
        ));
    }
    out.push_str(&summary::end(outcome, rules, options));
    out
}
