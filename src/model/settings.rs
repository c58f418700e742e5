//! What a `tieout.toml` says, each name with its place in the file.

use super::{Date, Language, Role, Severity, Slack, Sort, Span, Text};
use globset::GlobMatcher;
use rust_decimal::Decimal;

/// A name as written, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub name: String,
    pub span: Span,
}

/// What may be settled for all files, or for some.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Only these rules.
    pub select: Option<Vec<Named>>,
    /// All but these rules.
    pub ignore: Option<Vec<Named>>,
    pub severity: Vec<(Named, Severity)>,
    /// For the rules that do not set their own.
    pub slack: Option<Slack>,
    pub language: Option<Language>,
}

/// Choices for the files that one of the patterns fits.
#[derive(Clone, Debug)]
pub struct PerFile {
    pub files: Vec<GlobMatcher>,
    pub choices: Choices,
}

/// What some files are, and what others are to them; patterns of paths.
#[derive(Clone, Debug)]
pub struct Related {
    pub files: Vec<GlobMatcher>,
    pub entity: Option<String>,
    pub year: Option<i32>,
    pub sort: Option<Sort>,
    pub roles: Vec<(Role, Vec<GlobMatcher>)>,
    /// 1-based line in the settings file.
    pub line: usize,
}

/// A finding that is known and accepted, as long as its gap stays what it was.
#[derive(Clone, Debug)]
pub struct Allow {
    pub rule: Named,
    /// Patterns of the files that it is for; empty: all.
    pub files: Vec<GlobMatcher>,
    /// Labels of the stated figure, all of which must be there: `合计 / 基本支出`. `None`: any.
    pub place: Option<String>,
    /// stated − computed. `None`: for findings that have no gap.
    pub gap: Option<Decimal>,
    pub reason: String,
    pub by: Option<String>,
    /// The last day on which it counts.
    pub until: Option<Date>,
    /// 1-based line in the settings file.
    pub line: usize,
}

/// Patterns and paths are relative to the folder of the file.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The file, as messages name it.
    pub path: String,
    pub text: Option<Text>,
    pub choices: Choices,
    pub per_file: Vec<PerFile>,
    pub allows: Vec<Allow>,
    pub documents: Vec<Related>,
    /// Files and folders of rules.
    pub rules: Vec<String>,
    /// Rules of others: folders, and families of the built-in rules.
    pub extends: Vec<Named>,
    pub builtin: Option<bool>,
    /// Files in folders that are passed over.
    pub exclude: Vec<GlobMatcher>,
    pub hidden: Option<bool>,
    pub limits: Vec<(String, usize)>,
    /// The least severity that fails a run; `Some(None)`: none does.
    pub fail_on: Option<Option<Severity>>,
    pub baseline: Option<String>,
}

impl Choices {
    /// These choices, and over them what `other` settles.
    pub fn overlaid(&self, other: &Choices) -> Choices {
        let or = |own: &Option<Vec<Named>>, other: &Option<Vec<Named>>| {
            other.as_ref().or(own.as_ref()).cloned()
        };
        Choices {
            select: or(&self.select, &other.select),
            ignore: or(&self.ignore, &other.ignore),
            severity: [&self.severity[..], &other.severity].concat(),
            slack: other.slack.as_ref().or(self.slack.as_ref()).cloned(),
            language: other.language.or(self.language),
        }
    }

    /// Every rule's name, with its place.
    pub fn names(&self) -> impl Iterator<Item = &Named> {
        let lists = self.select.iter().chain(&self.ignore).flatten();
        lists.chain(self.severity.iter().map(|(name, _)| name))
    }
}

impl Settings {
    /// These settings, and over them what `other` settles.
    pub fn overlaid(&self, other: &Settings) -> Settings {
        let list = |own: &[GlobMatcher], other: &[GlobMatcher]| {
            if other.is_empty() { own } else { other }.to_vec()
        };
        Settings {
            path: self.path.clone(),
            text: self.text.clone(),
            choices: self.choices.overlaid(&other.choices),
            per_file: [&self.per_file[..], &other.per_file].concat(),
            allows: [&self.allows[..], &other.allows].concat(),
            documents: [&self.documents[..], &other.documents].concat(),
            rules: [&self.rules[..], &other.rules].concat(),
            extends: self.extends.clone(),
            builtin: other.builtin.or(self.builtin),
            exclude: list(&self.exclude, &other.exclude),
            hidden: other.hidden.or(self.hidden),
            limits: [&self.limits[..], &other.limits].concat(),
            fail_on: other.fail_on.or(self.fail_on),
            baseline: other.baseline.as_ref().or(self.baseline.as_ref()).cloned(),
        }
    }

    /// The choices for a file, by its path relative to the folder of the settings.
    pub fn choices_for(&self, path: &str) -> Choices {
        let fitting = self
            .per_file
            .iter()
            .filter(|one| one.files.iter().any(|glob| glob.is_match(path)));
        fitting.fold(self.choices.clone(), |all, one| all.overlaid(&one.choices))
    }
}
