//! An `Outcome` to text. One file an output.

mod bound;
mod checkstyle;
mod coverage;
mod excerpt;
mod figures;
mod flat;
mod formulas;
mod github;
mod gitlab;
mod grid;
mod html;
mod json;
mod junit;
mod markdown;
mod message;
mod name;
mod ndjson;
mod paint;
mod place;
mod rdjson;
mod read;
mod relations;
mod rules;
mod sarif;
mod short;
mod suggestions;
mod summary;
mod table;
mod terminal;
mod told;
mod trials;
mod width;
mod words;
mod xml;

pub use bound::{bound, bound_json};
pub use figures::{figures, figures_json};
pub use formulas::relations;
pub use read::{read, read_json};
pub use relations::{relations_json, relations_short};
pub use rules::{rule_page, rule_page_json, rules, rules_json, slack};
pub use suggestions::suggestions;
pub use summary::{nothing_checked, summary};
pub use terminal::findings;
pub use trials::{trials, trials_json};

use crate::model::{Checked, Finding, Language, Outcome, Rule};

/// How an output is to look.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// `None`: the language of the report.
    pub language: Option<Language>,
    /// Whether ANSI colours are wanted.
    pub colour: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Whether it is told which figures are tied and which are not.
    pub coverage: bool,
    /// Whether it is told how many findings each rule has.
    pub statistics: bool,
    /// Whether the summary is left out.
    pub quiet: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            language: None,
            colour: false,
            width: 80,
            coverage: false,
            statistics: false,
            quiet: false,
        }
    }
}

impl Options {
    /// The language to speak of a document in.
    fn say(&self, document: Option<&Checked>) -> words::Say {
        words::Say(self.language.unwrap_or_else(|| {
            document.map_or(Language::default(), |checked| checked.document.language)
        }))
    }

    /// The language to speak of a whole run in: that of its first document.
    fn say_all(&self, outcome: &Outcome) -> words::Say {
        self.say(outcome.documents.first())
    }
}

/// One output of `check`.
pub struct Renderer {
    /// As `--format` takes it.
    pub name: &'static str,
    pub about: &'static str,
    how: How,
}

/// How an outcome is told.
type Whole = fn(&Outcome, &[Rule], &Options) -> String;
/// How one finding of it is told.
pub type Each = fn(&Outcome, &[Rule], &Finding, &Options) -> String;

enum How {
    /// Everything at once.
    Whole(Whole),
    /// Finding by finding, then what ends it: what was found can be told while other files are still read.
    Streamed { finding: Each, end: Whole },
}

impl Renderer {
    /// The whole output. What is told finding by finding tells those between documents last.
    pub fn render(&self, outcome: &Outcome, rules: &[Rule], options: &Options) -> String {
        match self.how {
            How::Whole(render) => render(outcome, rules, options),
            How::Streamed { finding, .. } => {
                let within = outcome
                    .findings
                    .iter()
                    .filter(|one| !is_between(one, rules));
                let mut out: String = within
                    .map(|one| finding(outcome, rules, one, options))
                    .collect();
                out.push_str(&self.rest(outcome, rules, options));
                out
            }
        }
    }

    /// How one finding is told, in outputs that are told finding by finding.
    pub fn each(&self) -> Option<Each> {
        match self.how {
            How::Whole(_) => None,
            How::Streamed { finding, .. } => Some(finding),
        }
    }

    /// What is left of such an output when the findings within each document were told.
    pub fn rest(&self, outcome: &Outcome, rules: &[Rule], options: &Options) -> String {
        let How::Streamed { finding, end } = self.how else {
            return String::new();
        };
        let between = outcome.findings.iter().filter(|one| is_between(one, rules));
        let mut out: String = between
            .map(|one| finding(outcome, rules, one, options))
            .collect();
        out.push_str(&end(outcome, rules, options));
        out
    }
}

fn is_between(finding: &Finding, rules: &[Rule]) -> bool {
    rules.get(finding.rule).is_some_and(Rule::is_between)
}

/// All outputs of `check`. A new one is a file beside this one and a line here.
pub const RENDERERS: &[Renderer] = &[
    terminal::RENDERER,
    short::RENDERER,
    json::RENDERER,
    ndjson::RENDERER,
    sarif::RENDERER,
    github::RENDERER,
    gitlab::RENDERER,
    junit::RENDERER,
    checkstyle::RENDERER,
    rdjson::RENDERER,
    markdown::RENDERER,
    html::RENDERER,
];
