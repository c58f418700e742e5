//! The command line.

use super::write;
use clap::{
    Args, Parser, Subcommand, ValueEnum,
    builder::{PossibleValue, PossibleValuesParser},
};
use rust_decimal::Decimal;
use std::path::PathBuf;
use tieout::{
    model::{Date, Language, Severity},
    read::{LIMITS, Limits},
    render::RENDERERS,
};

#[derive(Debug, Parser)]
#[command(
    name = "tieout",
    version,
    about = "A linter for the figures in budget reports: does every number agree with every other number that it should agree with?",
    after_help = "Exit codes: 0 nothing at or above --fail-on; 1 findings; 2 the job could not be done."
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

impl Arguments {
    pub fn common(&self) -> &Common {
        match &self.command {
            Command::Check(check) => &check.common,
            Command::Read(one) | Command::Figures(one) => &one.common,
            Command::Relate(many) => &many.common,
            Command::Suggest(suggest) => &suggest.common,
            Command::Rules { common, .. } | Command::Explain { common, .. } => common,
            Command::Test(test) => &test.common,
            Command::NewRule(new) => &new.common,
            Command::Bind { common, .. } | Command::Schema { common, .. } => common,
            Command::Init(init) => &init.common,
            Command::Generate { common, .. } => common,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check reports: every figure against every other that it should agree with
    Check(Check),
    /// Write a tieout.toml with every key and what it does
    Init(Init),
    /// Write the completions of a shell, or the manual page
    #[command(hide = true)]
    Generate {
        what: Generated,
        #[command(flatten)]
        common: Common,
    },
    /// Show what was read: blocks, and every table as a grid
    Read(One),
    /// Show every figure: value, unit, labels, meaning, place, and how many checks bind it
    Figures(One),
    /// Show the arithmetic found in each file itself
    Relate(Many),
    /// Write the arithmetic found in each file as rules to keep
    Suggest(Suggest),
    /// List the rules, or show one
    Rules {
        /// A rule's id, or its last part
        id: Option<String>,
        #[command(flatten)]
        configuring: Configuring,
        #[command(flatten)]
        sources: Sources,
        #[command(flatten)]
        plain: Plain,
        #[command(flatten)]
        common: Common,
    },
    /// Show one rule: what it holds a report to, why, and what to do
    Explain {
        /// A rule's id, or its last part
        id: String,
        #[command(flatten)]
        configuring: Configuring,
        #[command(flatten)]
        sources: Sources,
        #[command(flatten)]
        plain: Plain,
        #[command(flatten)]
        common: Common,
    },
    /// Write a rule and its two examples, ready to edit
    NewRule(NewRule),
    /// Show what the names of rules matched in a report, and the nearest labels where they matched nothing
    Bind {
        /// A report, or - for standard input
        file: PathBuf,
        /// Rules: ids, their last parts, or families; all where none is given
        #[arg(value_name = "RULE")]
        names: Vec<String>,
        #[command(flatten)]
        configuring: Configuring,
        #[command(flatten)]
        reading: Reading,
        #[command(flatten)]
        sources: Sources,
        #[command(flatten)]
        plain: Plain,
        #[command(flatten)]
        common: Common,
    },
    /// Print the JSON Schema of rule files or of tieout.toml, for editors
    Schema {
        #[arg(default_value = "rule")]
        of: Schema,
        /// Write to a file instead of standard output
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
        #[command(flatten)]
        common: Common,
    },
    /// Try rules with their own examples, and change each figure of a passing one: is it found?
    Test(Test),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Schema {
    /// Of rule files
    Rule,
    /// Of tieout.toml
    Config,
}

#[derive(Debug, Args)]
pub struct NewRule {
    /// What it is called: family/what-must-hold
    pub id: String,
    /// The folder of rules to write it in [default: the first of the settings' own, else the current folder]
    #[arg(long, value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
    /// Without the JSON Schema beside it
    #[arg(long)]
    pub no_schema: bool,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, Args)]
pub struct Test {
    /// Rule files, folders of them, or names of rules; all rules that hold in this folder where nothing is named
    #[arg(value_name = "PATH|RULE")]
    pub what: Vec<PathBuf>,
    #[command(flatten)]
    pub configuring: Configuring,
    #[command(flatten)]
    pub sources: Sources,
    #[command(flatten)]
    pub plain: Plain,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, Args)]
pub struct Check {
    /// Reports, folders of reports, or - for standard input
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// How to print what was found
    #[arg(long, default_value = "terminal", value_parser = formats(), value_name = "NAME")]
    pub format: String,
    /// Write to a file instead of standard output; NAME=FILE writes a file in that format as well, repeated for several
    #[arg(long = "output", value_parser = output, value_name = "[NAME=]FILE")]
    pub outputs: Vec<Output>,
    /// The least severity that makes the exit code 1 [default: error]
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Only these rules: ids or families, repeated or separated by commas
    #[arg(long, value_delimiter = ',', value_name = "RULE")]
    pub select: Vec<String>,
    /// All but these rules
    #[arg(long, value_delimiter = ',', value_name = "RULE")]
    pub ignore: Vec<String>,
    /// Tell only findings that are not in this file, and its entries that are found no more
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write the baseline anew with all that is found
    #[arg(long)]
    pub update_baseline: bool,
    /// Tell how many figures are tied, by report and table, and which are not
    #[arg(long)]
    pub coverage: bool,
    /// End with 1 where fewer than so many of a hundred figures are tied
    #[arg(long, value_name = "PERCENT")]
    pub coverage_fail_under: Option<Decimal>,
    /// Tell how many findings each rule has
    #[arg(long)]
    pub statistics: bool,
    /// Only findings, no summary
    #[arg(long, short)]
    pub quiet: bool,
    /// Tell on standard error how long reading, checking and printing took
    #[arg(long)]
    pub timings: bool,
    /// Threads [default: one a core]
    #[arg(long, short, value_name = "NUMBER")]
    pub jobs: Option<usize>,
    /// Check again whenever a report or the settings are saved
    #[arg(long, conflicts_with_all = ["update_baseline", "show_files", "show_settings"])]
    pub watch: bool,
    /// List the files that would be checked, and end
    #[arg(long)]
    pub show_files: bool,
    /// Show the settings and rules that hold for the files, and end
    #[arg(long)]
    pub show_settings: bool,
    /// The day on which exceptions are judged, for runs that are to be repeated [default: today]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub today: Option<Date>,
    #[command(flatten)]
    pub caching: Caching,
    #[command(flatten)]
    pub configuring: Configuring,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub sources: Sources,
    #[command(flatten)]
    pub common: Common,
}

/// Whether files that are as they were are checked again.
#[derive(Debug, Args)]
pub struct Caching {
    /// Check every file anew, and remember nothing
    #[arg(long, env = "TIEOUT_NO_CACHE", value_parser = clap::builder::FalseyValueParser::new())]
    pub no_cache: bool,
    /// Where clean files are remembered [default: the user's cache folder]
    #[arg(long, env = "TIEOUT_CACHE_DIR", value_name = "FOLDER")]
    pub cache_dir: Option<PathBuf>,
}

/// Where settings come from.
#[derive(Debug, Default, Args)]
pub struct Configuring {
    /// A key of the settings and its value, or a file of settings instead of the nearest tieout.toml; repeated for several
    #[arg(long, value_name = "KEY=VALUE|FILE")]
    pub config: Vec<String>,
    /// Without any tieout.toml
    #[arg(long)]
    pub isolated: bool,
}

/// `2026-12-31`
fn date(text: &str) -> Result<Date, String> {
    let mut parts = text.splitn(3, '-');
    let mut part = || parts.next().and_then(|part| part.parse::<u16>().ok());
    let parts = (part(), part(), part());
    match parts {
        (Some(year), Some(month @ 1..=12), Some(day @ 1..=31)) => Ok(Date {
            year,
            month: month as u8,
            day: day as u8,
        }),
        _ => Err("write a day: 2026-12-31".to_owned()),
    }
}

/// A file to write; `format: None` in the format of `--format`.
#[derive(Clone, Debug)]
pub struct Output {
    pub format: Option<&'static str>,
    pub file: PathBuf,
}

/// `report.txt`, `sarif=report.sarif`
fn output(text: &str) -> Result<Output, String> {
    let named = text.split_once('=').and_then(|(name, file)| {
        let mut renderers = RENDERERS.iter();
        Some((renderers.find(|renderer| renderer.name == name)?.name, file))
    });
    let (format, file) = named.map_or((None, text), |(name, file)| (Some(name), file));
    if file.is_empty() {
        return Err("write the name of a file: sarif=report.sarif".to_owned());
    }
    Ok(Output {
        format,
        file: file.into(),
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Generated {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
    Man,
}

#[derive(Debug, Args)]
pub struct Init {
    /// The folder to write it in
    #[arg(default_value = ".")]
    pub folder: PathBuf,
    /// Without the JSON Schema beside it
    #[arg(long)]
    pub no_schema: bool,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, Args)]
pub struct One {
    /// A report, or - for standard input
    pub file: PathBuf,
    #[command(flatten)]
    pub configuring: Configuring,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub plain: Plain,
    #[command(flatten)]
    pub sources: Sources,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, Args)]
pub struct Many {
    /// Reports, folders of reports, or - for standard input
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub configuring: Configuring,
    #[command(flatten)]
    pub reading: Reading,
    /// How to print it
    #[arg(long, default_value = "terminal", value_name = "NAME")]
    pub format: Listing,
    /// Write to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub sources: Sources,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, Args)]
pub struct Suggest {
    /// Reports, folders of reports, or - for standard input
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub configuring: Configuring,
    #[command(flatten)]
    pub reading: Reading,
    /// Write a rule file for each report into this folder, or all into one file that ends in .toml; none that is there is written over
    #[arg(long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub sources: Sources,
    #[command(flatten)]
    pub common: Common,
}

/// How files are read.
#[derive(Debug, Args)]
pub struct Reading {
    /// What standard input is called; its ending tells its format
    #[arg(long, default_value = "stdin.txt", value_name = "NAME")]
    pub stdin_name: String,
    /// Read hidden rows, columns and sheets as well
    #[arg(long)]
    pub include_hidden: bool,
    /// Read more, or less, of a file than usual, repeated or separated by commas
    #[arg(long = "limit", value_delimiter = ',', value_name = "NAME=NUMBER", value_parser = limit, long_help = limits_help())]
    pub limits: Vec<(&'static str, usize)>,
}

/// `cells=5000000`
fn limit(text: &str) -> Result<(&'static str, usize), String> {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    let names = || LIMITS.iter().map(|limit| limit.name);
    let Some(name) = names().find(|own| *own == name.trim()) else {
        let names: Vec<&str> = names().collect();
        return Err(format!("there are the limits {}", names.join(", ")));
    };
    let value = value.trim().replace('_', "");
    let value = value
        .parse()
        .map_err(|_| format!("write a whole number: {name}=1000000"))?;
    Ok((name, value))
}

fn limits_help() -> String {
    let mut help = String::from(
        "Read more, or less, of a file than usual, repeated or separated by commas. What a limit cuts is said.\n\nLimits:",
    );
    for limit in LIMITS {
        let usual = *(limit.field)(&mut Limits::default());
        help += &format!("\n- {}: {} [default: {usual}]", limit.name, limit.about);
    }
    help
}

/// The outputs of `relate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Listing {
    /// The tables with their formulas
    Terminal,
    /// One line a relation
    Short,
    Json,
}

/// The outputs of the other commands but `check`.
#[derive(Debug, Args)]
pub struct Plain {
    /// How to print it
    #[arg(long, default_value = "terminal", value_name = "NAME")]
    pub format: Form,
    /// Write to a file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    Terminal,
    Json,
}

/// Where the rules come from.
#[derive(Clone, Debug, Args)]
pub struct Sources {
    /// More rules: a TOML file, or a folder of them
    #[arg(id = "rules", long = "rules", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Without the rules that are built in
    #[arg(long)]
    pub no_builtin: bool,
}

#[derive(Debug, Args)]
pub struct Common {
    /// The language of messages
    #[arg(long, default_value = "auto", value_name = "LANG")]
    pub lang: Lang,
    /// When to colour
    #[arg(long, default_value = "auto", value_name = "WHEN")]
    pub color: Color,
}

impl Check {
    /// Whether it is asked which figures are tied.
    pub fn covers(&self) -> bool {
        self.coverage || self.coverage_fail_under.is_some()
    }
}

impl Common {
    /// Of what is said of no report.
    pub fn language(&self) -> Language {
        self.lang.language().unwrap_or_else(write::locale)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    Zh,
    En,
    /// That of the report
    Auto,
}

impl Lang {
    pub fn language(self) -> Option<Language> {
        match self {
            Lang::Zh => Some(Language::Zh),
            Lang::En => Some(Language::En),
            Lang::Auto => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    Error,
    Warning,
    Note,
    /// Exit 0 whatever was found
    Never,
}

impl FailOn {
    pub fn severity(self) -> Option<Severity> {
        match self {
            FailOn::Error => Some(Severity::Error),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Note => Some(Severity::Note),
            FailOn::Never => None,
        }
    }
}

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(
        RENDERERS
            .iter()
            .map(|renderer| PossibleValue::new(renderer.name).help(renderer.about)),
    )
}
