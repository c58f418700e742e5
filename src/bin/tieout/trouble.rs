//! What stops the program, or a part of its job: said on standard error, each with its help.

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, SourceCode,
};
use std::{fmt, io::Write, path::PathBuf};
use tieout::{
    compile::Mistakes,
    model::{Language, Unread, Words},
};

/// What can be shown on standard error.
pub trait Told: fmt::Debug {
    /// What is wrong and what to do about it; `None` for what points into files and is a diagnostic of its own.
    fn words(&self) -> Option<(Words, Words)>;

    fn diagnostic(&self) -> Option<&dyn Diagnostic> {
        None
    }
}

pub type Trouble = Box<dyn Told>;

impl Told for Mistakes {
    fn words(&self) -> Option<(Words, Words)> {
        None
    }

    fn diagnostic(&self) -> Option<&dyn Diagnostic> {
        Some(self)
    }
}

impl Told for Unread {
    fn words(&self) -> Option<(Words, Words)> {
        Some((self.what.clone(), self.help.clone()))
    }
}

impl Told for Unusable {
    fn words(&self) -> Option<(Words, Words)> {
        Some(Unusable::words(self))
    }
}

impl From<Unusable> for Trouble {
    fn from(unusable: Unusable) -> Self {
        Box::new(unusable)
    }
}

#[derive(Debug)]
pub enum Unusable {
    Missing {
        path: PathBuf,
        help: Words,
    },
    Unreadable {
        path: PathBuf,
        why: std::io::Error,
    },
    NoReport {
        path: PathBuf,
        endings: String,
    },
    Folder {
        path: PathBuf,
    },
    /// In the language of the report.
    NothingChecked {
        what: String,
        help: String,
    },
    NoRule {
        name: String,
        help: Words,
    },
    ManyRules {
        name: String,
        rules: String,
    },
    NoName {
        name: String,
    },
    NoRuleLeft,
    Unwritable {
        path: PathBuf,
        why: std::io::Error,
    },
    Baseline {
        path: PathBuf,
        why: String,
    },
    NoBaseline {
        path: PathBuf,
        why: std::io::Error,
    },
    AlreadyThere {
        path: PathBuf,
    },
    Watch(notify::Error),
    StandardOutput(std::io::Error),
}

impl Unusable {
    /// What is wrong, and what to do about it.
    pub fn words(&self) -> (Words, Words) {
        let at = |path: &PathBuf, zh: &str, en: &str| {
            let path = path.display();
            Words::new(format!("{path}：{zh}"), format!("{path}: {en}"))
        };
        match self {
            Self::Missing { path, help } => (
                at(path, "没有这个文件或文件夹", "no such file or folder"),
                help.clone(),
            ),
            Self::Unreadable { path, why } => (
                at(
                    path,
                    &format!("无法读取：{why}"),
                    &format!("cannot be read: {why}"),
                ),
                Words::new("看看你有没有读它的权限", "check that you may read it"),
            ),
            Self::NoReport { path, endings } => (
                at(path, "文件夹里没有报告", "no report in this folder"),
                Words::new(
                    format!(
                        "找的是后缀为 {endings} 的文件；忽略文件列出的和隐藏的文件夹不看，点名的文件总是读的"
                    ),
                    format!(
                        "looked for files ending in {endings}; ignore files and hidden folders are respected, and a file that is named is always read"
                    ),
                ),
            ),
            Self::Folder { path } => (
                at(path, "是文件夹", "is a folder"),
                Words::new("请指明一个文件", "name one file"),
            ),
            Self::NothingChecked { what, help } => (Words::new(what, what), Words::new(help, help)),
            Self::NoRule { name, help } => (
                Words::new(
                    format!("没有名为 {name} 的规则"),
                    format!("no rule is called `{name}`"),
                ),
                help.clone(),
            ),
            Self::ManyRules { name, rules } => (
                Words::new(
                    format!("{name} 对得上不止一条规则：{rules}"),
                    format!("`{name}` fits more than one rule: {rules}"),
                ),
                Words::new("请写完整的编号", "write the whole id"),
            ),
            Self::NoName { name } => (
                Words::new(
                    format!("{name} 不能作规则的名称"),
                    format!("`{name}` cannot be the name of a rule"),
                ),
                Words::new(
                    "用字母、数字、- 和 _，族名之后写 /：our-bureau/travel-within-budget",
                    "letters, digits, `-` and `_`, `/` after the family: our-bureau/travel-within-budget",
                ),
            ),
            Self::NoRuleLeft => (
                Words::new("没有剩下可用的规则", "no rule is left to check with"),
                Words::new(
                    "放宽 --select，收窄 --ignore，或去掉 --no-builtin；tieout rules 列出规则",
                    "widen --select, narrow --ignore, or leave --no-builtin out; `tieout rules` lists the rules",
                ),
            ),
            Self::Unwritable { path, why } => (
                at(
                    path,
                    &format!("无法写入：{why}"),
                    &format!("cannot be written: {why}"),
                ),
                Words::new(
                    "看看文件夹在不在，你有没有写的权限",
                    "check that the folder exists and that you may write in it",
                ),
            ),
            Self::Baseline { path, why } => (
                at(
                    path,
                    &format!("不是基线文件：{why}"),
                    &format!("no baseline: {why}"),
                ),
                Words::new(
                    "它不是 --update-baseline 写的，请重写一份",
                    "it is not one that --update-baseline wrote; write it anew",
                ),
            ),
            Self::NoBaseline { path, why } => (
                at(
                    path,
                    &format!("基线文件无法读取：{why}"),
                    &format!("the baseline cannot be read: {why}"),
                ),
                Words::new(
                    "--update-baseline 写这个文件",
                    "--update-baseline writes it",
                ),
            ),
            Self::AlreadyThere { path } => (
                at(path, "已经有了", "is there already"),
                Words::new(
                    "删除它，或指明另一个文件夹",
                    "remove it, or name another folder",
                ),
            ),
            Self::Watch(why) => (
                Words::new(
                    format!("无法监视文件：{why}"),
                    format!("the files cannot be watched: {why}"),
                ),
                Words::new("不用 --watch 检查", "check them without --watch"),
            ),
            Self::StandardOutput(why) => (
                Words::new(
                    format!("标准输出无法写入：{why}"),
                    format!("standard output cannot be written: {why}"),
                ),
                Words::new("用 --output 写到文件", "write to a file with --output"),
            ),
        }
    }
}

/// How troubles are shown.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    pub colour: bool,
    pub language: Language,
}

/// Shows a trouble on standard error: several mistakes one by one, their number last.
pub fn show(trouble: &dyn Told, manner: Manner) {
    let mut words = String::new();
    let mut several = false;
    let plain = trouble.words().map(|(what, help)| {
        MietteDiagnostic::new(what.get(manner.language)).with_help(help.get(manner.language))
    });
    let plain = plain.as_ref().map(|plain| plain as &dyn Diagnostic);
    let Some(trouble) = plain.or_else(|| trouble.diagnostic()) else {
        return;
    };
    for one in trouble.related().into_iter().flatten() {
        several = true;
        draw(one, manner, &mut words);
    }
    if several {
        words.push_str(&format!("  × {trouble}\n"));
    } else {
        words.push_str(&alone(trouble, manner));
    }
    // Nobody is left to tell where standard error is closed.
    let _ = std::io::stderr().lock().write_all(words.as_bytes());
}

/// A mistake and the places that belong to it.
fn draw(mistake: &dyn Diagnostic, manner: Manner, words: &mut String) {
    words.push_str(&alone(mistake, manner));
    for one in mistake.related().into_iter().flatten() {
        draw(one, manner, words);
    }
    if !words.ends_with("\n\n") {
        words.push('\n');
    }
}

/// One diagnostic without those related to it, which miette would head with English words.
fn alone(trouble: &dyn Diagnostic, manner: Manner) -> String {
    let theme = if manner.colour {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        // A path that is broken over lines can neither be found nor copied.
        .with_wrap_lines(false)
        .with_links(false);
    let mut words = String::new();
    if handler
        .render_report(&mut words, &Alone(trouble, manner.language))
        .is_err()
    {
        words = format!("{trouble}\n");
    }
    if let (Language::Zh, Some(help)) = (manner.language, trouble.help()) {
        words.push_str(&format!("  帮助：{help}\n"));
    }
    words
}

#[derive(Debug)]
struct Alone<'a>(&'a dyn Diagnostic, Language);

impl std::fmt::Display for Alone<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl std::error::Error for Alone<'_> {}

impl Diagnostic for Alone<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        self.0.severity()
    }

    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.0.help().filter(|_| self.1 == Language::En)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.0.source_code()
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.0.labels()
    }
}
