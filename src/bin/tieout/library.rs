//! The rules to check with: built in, from files, chosen.

use super::{
    files,
    trouble::{Trouble, Unusable},
};
use ignore::WalkBuilder;
use std::{
    borrow::Cow,
    collections::HashSet,
    path::{Path, PathBuf},
};
use tieout::{
    compile::{self, Library, RuleFile},
    model::{Choices, Language, Rule, Slack, Words},
};

/// What reading needs, with labels or without.
pub fn words(labels: bool, language: Language) -> Result<Library, Trouble> {
    compile::words(labels).map_err(|mistakes| Box::new(mistakes.told_in(language)) as Trouble)
}

/// Rules, and a hash of what they were compiled from.
pub struct Loaded {
    pub library: Library,
    pub digest: blake3::Hash,
}

/// Compiles the rules of some files and folders, the built-in ones first if they are wanted.
pub fn load(paths: &[PathBuf], builtin: bool, language: Language) -> Result<Loaded, Trouble> {
    let boxed = |mistakes: compile::Mistakes| -> Trouble { Box::new(mistakes.told_in(language)) };
    let mut digest = blake3::Hasher::new();
    digest.update(&[u8::from(builtin)]);
    let (mut files, mut seen) = (Vec::new(), HashSet::new());
    let here = std::env::current_dir().unwrap_or_default();
    for path in paths {
        for (file, id) in rule_files(path)? {
            // Settings and the command line may name the same folder.
            if !seen.insert(file.canonicalize().unwrap_or_else(|_| file.clone())) {
                continue;
            }
            let text = std::fs::read_to_string(&file).map_err(|why| Unusable::Unreadable {
                path: file.clone(),
                why,
            })?;
            for part in [&id, &text] {
                digest.update(&part.len().to_le_bytes());
                digest.update(part.as_bytes());
            }
            files.push(RuleFile {
                path: files::shown(file.strip_prefix(&here).unwrap_or(&file)),
                text,
                id,
            });
        }
    }
    Ok(Loaded {
        library: compile::compile(&files, builtin).map_err(boxed)?,
        digest: digest.finalize(),
    })
}

/// Rule files with the ids that their paths give: the path under the folder, or under a folder called `rules`.
fn rule_files(path: &Path) -> Result<Vec<(PathBuf, String)>, Unusable> {
    let kind = std::fs::metadata(path).map_err(|_| Unusable::Missing {
        path: path.to_owned(),
        help: Words::new(
            "--rules 后面是 TOML 文件，或其文件夹",
            "--rules takes a TOML file, or a folder of them",
        ),
    })?;
    if !kind.is_dir() {
        return Ok(vec![(path.to_owned(), id(path, None))]);
    }
    let mut found: Vec<(PathBuf, String)> = WalkBuilder::new(path)
        .require_git(false)
        .build()
        .filter_map(Result::ok)
        .map(ignore::DirEntry::into_path)
        .filter(|file| file.extension().is_some_and(|ending| ending == "toml"))
        .map(|file| {
            let id = id(&file, Some(path));
            (file, id)
        })
        .collect();
    found.sort();
    Ok(found)
}

fn id(file: &Path, folder: Option<&Path>) -> String {
    let whole = files::shown(&file.with_extension(""));
    let under = folder.and_then(|folder| file.strip_prefix(folder).ok());
    match under {
        Some(under) => files::shown(&under.with_extension("")),
        None => match whole.rsplit_once("rules/") {
            Some((_, under)) => under.to_owned(),
            None => whole.rsplit('/').next().unwrap_or(&whole).to_owned(),
        },
    }
}

/// The rules that the choices leave, with the severity and slack that they give.
pub fn chosen<'a>(library: &'a Library, choices: &Choices) -> Cow<'a, Library> {
    if choices.names().next().is_none() && choices.select.is_none() && choices.slack.is_none() {
        return Cow::Borrowed(library);
    }
    let named = |rule: &Rule, list: &Option<Vec<tieout::model::Named>>| {
        let mut names = list.iter().flatten();
        names.any(|one| rule.fits(&one.name))
    };
    let mut library = library.clone();
    library.rules.retain(|rule| {
        let selected = choices.select.is_none() || named(rule, &choices.select);
        selected && !named(rule, &choices.ignore)
    });
    for rule in &mut library.rules {
        let levels = choices.severity.iter().rev();
        let mut own = levels.filter(|(one, _)| rule.fits(&one.name));
        if let Some((_, severity)) = own.next() {
            rule.severity = *severity;
        }
        if let (Slack::Printed, Some(slack)) = (&rule.slack, &choices.slack) {
            rule.slack = slack.clone();
        }
    }
    Cow::Owned(library)
}

/// Complains of a name on the command line that fits no rule of any library.
pub fn expect(names: &[String], libraries: &[&Library]) -> Result<(), Unusable> {
    for name in names {
        let mut rules = libraries.iter().flat_map(|library| &library.rules);
        if let (false, Some(first)) = (rules.any(|rule| rule.fits(name)), libraries.first()) {
            return Err(no_rule(first, name));
        }
    }
    Ok(())
}

/// The one rule of this id, or with this last part.
pub fn find<'l>(library: &'l Library, name: &str) -> Result<&'l Rule, Unusable> {
    if let Some(rule) = library.rules.iter().find(|rule| *rule.id == *name) {
        return Ok(rule);
    }
    let found: Vec<&Rule> = library
        .rules
        .iter()
        .filter(|rule| rule.fits(name))
        .collect();
    match found.as_slice() {
        [] => Err(no_rule(library, name)),
        [rule] => Ok(rule),
        rules => Err(Unusable::ManyRules {
            name: name.to_owned(),
            rules: rules
                .iter()
                .map(|rule| &*rule.id)
                .collect::<Vec<_>>()
                .join(", "),
        }),
    }
}

fn no_rule(library: &Library, name: &str) -> Unusable {
    let mut names: Vec<&str> = Vec::new();
    for rule in &library.rules {
        names.push(&rule.id);
        names.extend(rule.id.rsplit('/').next());
        names.extend(rule.id.split_once('/').map(|(family, _)| family));
    }
    let help = match files::nearest(name, names.into_iter()) {
        Some(near) => files::meant(near),
        None => Words::new("tieout rules 列出规则", "`tieout rules` lists the rules"),
    };
    Unusable::NoRule {
        name: name.to_owned(),
        help,
    }
}
