//! A `tieout.toml` to settings, all mistakes at once; then its names of rules held against the rules that there are.

use super::{
    fields::{Form, Key, Section, both},
    file::File,
    mistake::{Mistake, Mistakes, Source},
    rule::{SLACK, slack},
    suggest::suggest,
};
use crate::model::{
    Allow, Choices, Language, Named, Origin, PerFile, Related, Role, Rule, Settings, Severity,
    Sort, Span, Text, Words,
};
use globset::{GlobBuilder, GlobMatcher};
use semver::{Version, VersionReq};
use std::{ops::Range, sync::Arc};

const SEVERITIES: fn() -> Vec<&'static str> =
    || Severity::ALL.iter().map(|one| one.name()).collect();
const FAIL_ON: fn() -> Vec<&'static str> = || {
    let all = Severity::ALL.iter().map(|one| one.name());
    all.chain(["never"]).collect()
};
const LANGUAGES: fn() -> Vec<&'static str> = || vec!["zh", "en", "auto"];

const fn key(name: &'static str, form: Form, required: bool, about: &'static str) -> Key {
    Key {
        name,
        form,
        required,
        about,
    }
}

/// For all files, or under `[[per-file]]`.
const CHOICES: &[Key] = &[
    key(
        "select",
        Form::Texts,
        false,
        "only these rules: ids, their last parts, or families",
    ),
    key("ignore", Form::Texts, false, "all but these rules"),
    key(
        "severity",
        Form::Values(SEVERITIES),
        false,
        "rule = \"error\", \"warning\" or \"note\"",
    ),
    key(
        "slack",
        Form::ChoiceOrTable(|| vec!["printed", "exact"], SLACK),
        false,
        "for rules that do not set their own",
    ),
    key(
        "language",
        Form::Choice(LANGUAGES),
        false,
        "of messages: zh, en, or auto for that of the report",
    ),
];

const ONCE: &[Key] = &[
    key(
        "required-version",
        Form::Text,
        false,
        "the versions of tieout that may run: \">=0.1, <0.2\"",
    ),
    key(
        "rules",
        Form::Texts,
        false,
        "more rules: TOML files, or folders of them",
    ),
    key(
        "extends",
        Form::Texts,
        false,
        "rules of others: folders, or names of built-in families, of which only these are used then",
    ),
    key(
        "builtin",
        Form::Flag,
        false,
        "whether the built-in rules are used; true where not given",
    ),
    key(
        "exclude",
        Form::Texts,
        false,
        "patterns of files that are passed over in folders",
    ),
    key(
        "include-hidden",
        Form::Flag,
        false,
        "whether hidden rows, columns and sheets are read",
    ),
    key(
        "limit",
        Form::Wholes,
        false,
        "how much of a file is read: name = number",
    ),
    key(
        "fail-on",
        Form::Choice(FAIL_ON),
        false,
        "the least severity that makes the exit code 1",
    ),
    key("baseline", Form::Text, false, "a file of known findings"),
    key(
        "per-file",
        Form::Tables(PER_FILE),
        false,
        "other choices for some files",
    ),
    key(
        "document",
        Form::Tables(DOCUMENT),
        false,
        "what some files are to others, where their titles do not tell",
    ),
    key(
        "allow",
        Form::Tables(ALLOW),
        false,
        "findings that are known and accepted",
    ),
];

const FILES: &[Key] = &[key(
    "files",
    Form::Texts,
    true,
    "patterns of files: \"drafts/**\"",
)];

/// All keys of the file, and those of `[[per-file]]`.
pub(super) const FILE_KEYS: [&[Key]; 2] = [CHOICES, ONCE];
pub(super) const PER_FILE_KEYS: [&[Key]; 2] = [FILES, CHOICES];

/// Held against `PER_FILE_KEYS`.
const PER_FILE: &[Key] = &[];

const DOCUMENT: &[Key] = &[
    key("files", Form::Texts, true, "patterns of the files"),
    key("entity", Form::Text, false, "whose reports they are"),
    key("year", Form::Whole, false, "the year that they report on"),
    key(
        "sort",
        Form::Choice(|| Sort::ALL.iter().map(|(_, name)| *name).collect()),
        false,
        "what sort of report they are",
    ),
    key(
        "prior",
        Form::Texts,
        false,
        "the reports of the year before",
    ),
    key("budget", Form::Texts, false, "the budgets of the same year"),
    key(
        "final",
        Form::Texts,
        false,
        "the final accounts of the same year",
    ),
    key("parent", Form::Texts, false, "the report that adds them up"),
    key(
        "children",
        Form::Texts,
        false,
        "the reports that they add up, all of them",
    ),
];

const ALLOW: &[Key] = &[
    key("rule", Form::Text, true, "the rule that found it"),
    key(
        "files",
        Form::Texts,
        false,
        "patterns of the files that it is for; all where not given",
    ),
    key(
        "place",
        Form::Text,
        false,
        "labels of the stated figure: \"合计 / 基本支出\"",
    ),
    key(
        "gap",
        Form::Signed,
        false,
        "the accepted difference, as the finding gives it",
    ),
    key("reason", Form::Text, true, "why it is accepted"),
    key("by", Form::Text, false, "who accepted it"),
    key(
        "until",
        Form::Date,
        false,
        "the last day on which it counts: 2026-12-31",
    ),
];

/// The keys of the file, those of its tables left out.
pub fn settings_keys() -> impl Iterator<Item = &'static str> {
    CHOICES.iter().chain(ONCE).map(|key| key.name)
}

/// What the file says. `limits`: the names of the limits that there are.
///
/// # Errors
/// All its mistakes at once: syntax, unknown keys, values of another form, patterns that are none, a version that does not fit.
pub fn settings(path: &str, text: &str, limits: &[&str]) -> Result<Settings, Mistakes> {
    let mut mistakes = Vec::new();
    let file = File::open(path, "", text, Origin::File(path.to_owned()), &mut mistakes);
    let syntax = mistakes.len();
    let whole = Section::of(&file);
    whole.check(&FILE_KEYS, &mut mistakes);
    let mut settings = Settings {
        path: path.to_owned(),
        text: Some(Text::new(text)),
        choices: choices(&whole, &mut mistakes),
        rules: names(&whole, "rules"),
        extends: whole.texts("extends").into_iter().map(named).collect(),
        builtin: whole
            .table
            .get("builtin")
            .and_then(|one| one.get_ref().as_bool()),
        exclude: globs(&whole, "exclude", &mut mistakes),
        hidden: whole
            .table
            .get("include-hidden")
            .and_then(|one| one.get_ref().as_bool()),
        fail_on: whole.text("fail-on").map(|(name, _)| severity(name)),
        baseline: whole.text("baseline").map(|(name, _)| name.to_owned()),
        ..Settings::default()
    };
    for (name, number, span) in whole.wholes("limit") {
        if limits.contains(&name) {
            settings.limits.push((name.to_owned(), number));
        } else {
            mistakes.push(
                file.mistake(
                    span,
                    both(
                        format!("没有 `{name}` 这个限度"),
                        format!("there is no limit `{name}`"),
                    ),
                )
                .help(suggest(name, limits)),
            );
        }
    }
    for section in whole.tables("per-file") {
        section.check(&PER_FILE_KEYS, &mut mistakes);
        settings.per_file.push(PerFile {
            files: globs(&section, "files", &mut mistakes),
            choices: choices(&section, &mut mistakes),
        });
    }
    for section in whole.tables("document") {
        settings.documents.push(Related {
            files: globs(&section, "files", &mut mistakes),
            entity: section.text("entity").map(|(text, _)| text.to_owned()),
            year: section.whole("year"),
            sort: section.text("sort").and_then(|(name, _)| Sort::named(name)),
            roles: Role::ALL
                .into_iter()
                .filter(|(_, name)| section.table.contains_key(*name))
                .map(|(role, name)| (role, globs(&section, name, &mut mistakes)))
                .collect(),
            line: Text::new(text).line(section.span.start),
        });
    }
    for section in whole.tables("allow") {
        settings.allows.extend(allow(&section, &mut mistakes));
    }
    version(&whole, &mut mistakes);
    let mut told: Vec<Mistake> = Vec::new();
    for (number, mistake) in mistakes.into_iter().enumerate() {
        let echo = number >= syntax && file.is_told(mistake.place().1);
        if !echo {
            told.push(mistake);
        }
    }
    told.sort_by_key(|mistake| mistake.place().1);
    if told.is_empty() {
        Ok(settings)
    } else {
        Err(Mistakes::of_settings(told))
    }
}

/// Every name of a rule in the settings that fits none of the rules.
///
/// # Errors
/// All of them at once, each with the nearest name.
pub fn names_of_rules(settings: &Settings, rules: &[Rule]) -> Result<(), Mistakes> {
    let Some(text) = &settings.text else {
        return Ok(());
    };
    let choices = settings.per_file.iter().map(|one| &one.choices);
    let named = std::iter::once(&settings.choices)
        .chain(choices)
        .flat_map(Choices::names)
        .chain(settings.allows.iter().map(|allow| &allow.rule));
    let source = Arc::new(Source {
        name: settings.path.clone(),
        text: text.clone(),
    });
    let mut known: Vec<&str> = Vec::new();
    for rule in rules {
        known.extend(
            [
                Some(&*rule.id),
                rule.id.split_once('/').map(|(family, _)| family),
            ]
            .into_iter()
            .flatten(),
        );
    }
    known.sort_unstable();
    known.dedup();
    let last = rules.iter().filter_map(|rule| rule.id.rsplit('/').next());
    let wanted: Vec<&str> = known.iter().copied().chain(last).collect();
    let mut mistakes: Vec<Mistake> = named
        .filter(|named| !rules.iter().any(|rule| rule.fits(&named.name)))
        .map(|named| {
            let name = &named.name;
            let message = both(
                format!("没有叫 `{name}` 的规则"),
                format!("no rule is called `{name}`"),
            );
            let help = match super::suggest::nearest(name, &wanted) {
                Some(near) => both(
                    format!("是不是 `{near}`？"),
                    format!("did you mean `{near}`?"),
                ),
                None => both("`tieout rules` 列出规则", "`tieout rules` lists the rules"),
            };
            Mistake::new(source.clone(), named.span.start..named.span.end, message).help(help)
        })
        .collect();
    mistakes.sort_by_key(|mistake| mistake.place().1);
    if mistakes.is_empty() {
        Ok(())
    } else {
        Err(Mistakes::of_settings(mistakes))
    }
}

/// A mistake at a name of the settings that only the files beside them show.
pub fn settings_mistake(
    settings: &Settings,
    named: &Named,
    message: Words,
    help: Words,
) -> Mistakes {
    let source = Arc::new(Source {
        name: settings.path.clone(),
        text: settings.text.clone().unwrap_or_else(|| Text::new("")),
    });
    let span = named.span.start..named.span.end;
    Mistakes::of_settings(vec![Mistake::new(source, span, message).help(help)])
}

fn severity(name: &str) -> Option<Severity> {
    Severity::ALL.into_iter().find(|one| one.name() == name)
}

fn named((name, span): (&str, Range<usize>)) -> Named {
    Named {
        name: name.to_owned(),
        span: Span::new(span.start, span.end),
    }
}

fn names(section: &Section<'_>, key: &str) -> Vec<String> {
    let texts = section.texts(key).into_iter();
    texts.map(|(name, _)| name.to_owned()).collect()
}

fn choices(section: &Section<'_>, mistakes: &mut Vec<Mistake>) -> Choices {
    let list = |key: &str| {
        section
            .table
            .contains_key(key)
            .then(|| section.texts(key).into_iter().map(named).collect())
    };
    let levels = section.values("severity").into_iter();
    Choices {
        select: list("select"),
        ignore: list("ignore"),
        severity: levels
            .filter_map(|(name, span, value)| Some((named((name, span)), severity(value)?)))
            .collect(),
        slack: section
            .table
            .contains_key("slack")
            .then(|| slack(section, mistakes))
            .flatten(),
        language: section.text("language").and_then(|(name, _)| match name {
            "zh" => Some(Language::Zh),
            "en" => Some(Language::En),
            _ => None,
        }),
    }
}

/// Patterns as ignore files have them: `*` stays within a folder, a pattern without `/` fits in every folder.
fn globs(section: &Section<'_>, key: &str, mistakes: &mut Vec<Mistake>) -> Vec<GlobMatcher> {
    let mut globs = Vec::new();
    for (pattern, span) in section.texts(key) {
        let bare = pattern.trim_start_matches("./").trim_end_matches('/');
        let anywhere = if bare.contains('/') {
            bare.to_owned()
        } else {
            format!("**/{bare}")
        };
        // A folder stands for all that is in it.
        for pattern in [anywhere.clone(), format!("{anywhere}/**")] {
            match GlobBuilder::new(&pattern).literal_separator(true).build() {
                Ok(glob) => globs.push(glob.compile_matcher()),
                Err(error) => {
                    let what = error.kind().to_string();
                    mistakes.push(
                        section
                            .file
                            .mistake(
                                span,
                                both(
                                    format!("不是正确的路径模式：{what}"),
                                    format!("this is no pattern of paths: {what}"),
                                ),
                            )
                            .help(both(
                                "例如 \"drafts/**\"、\"*.xlsx\"",
                                "for example \"drafts/**\" or \"*.xlsx\"",
                            )),
                    );
                    break;
                }
            }
        }
    }
    globs
}

fn allow(section: &Section<'_>, mistakes: &mut Vec<Mistake>) -> Option<Allow> {
    let text = |key: &str| section.text(key).map(|(text, _)| text.trim().to_owned());
    Some(Allow {
        rule: named(section.text("rule")?),
        files: globs(section, "files", mistakes),
        place: text("place"),
        gap: section.signed("gap"),
        reason: text("reason")?,
        by: text("by"),
        until: section.date("until"),
        line: Text::new(section.file.text).line(section.span.start),
    })
}

/// Tells where this program is not of the version that the file asks for.
fn version(section: &Section<'_>, mistakes: &mut Vec<Mistake>) {
    let Some((wanted, span)) = section.text("required-version") else {
        return;
    };
    let own = env!("CARGO_PKG_VERSION");
    let fits = VersionReq::parse(wanted)
        .map(|wanted| Version::parse(own).is_ok_and(|own| wanted.matches(&own)));
    let (message, help) = match fits {
        Ok(true) => return,
        Ok(false) => (
            both(
                format!("这里要求版本 {wanted}，本程序是 {own}"),
                format!("version {wanted} is asked for, and this is {own}"),
            ),
            both(
                "换用所要求的版本，或改这一行",
                "install a version that fits, or change this line",
            ),
        ),
        Err(error) => (
            both(
                format!("不是版本要求：{error}"),
                format!("this asks for no version: {error}"),
            ),
            both("例如 \">=0.1, <0.2\"", "for example \">=0.1, <0.2\""),
        ),
    };
    mistakes.push(section.file.mistake(span, message).help(help));
}
