//! The rules to check with: built in, from files, selected.

use super::{
    arguments::{Lang, Sources},
    files,
    trouble::{Trouble, Unusable},
};
use ignore::WalkBuilder;
use std::path::{Path, PathBuf};
use tieout::{
    compile::{self, Library, RuleFile},
    model::Rule,
};

/// Compiles the rules that the command line asks for.
pub fn load(sources: &Sources, lang: Lang) -> Result<Library, Trouble> {
    let boxed = |mistakes: compile::Mistakes| -> Trouble {
        Box::new(mistakes.told_in(lang.language().unwrap_or_default()))
    };
    if sources.paths.is_empty() && !sources.no_builtin {
        return compile::builtin().map_err(boxed);
    }
    let mut files = Vec::new();
    for path in &sources.paths {
        for (file, id) in rule_files(path)? {
            let text = std::fs::read_to_string(&file).map_err(|why| Unusable::Unreadable {
                path: file.clone(),
                why,
            })?;
            files.push(RuleFile {
                path: files::shown(&file),
                text,
                id,
            });
        }
    }
    compile::compile(&files, !sources.no_builtin).map_err(boxed)
}

/// Rule files with the ids that their paths give: the path under the folder, or under a folder called `rules`.
fn rule_files(path: &Path) -> Result<Vec<(PathBuf, String)>, Unusable> {
    let kind = std::fs::metadata(path).map_err(|_| Unusable::Missing {
        path: path.to_owned(),
        help: "--rules takes a TOML file, or a folder of them".to_owned(),
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

/// Keeps the rules that `--select` and `--ignore` leave.
pub fn choose(library: &mut Library, select: &[String], ignore: &[String]) -> Result<(), Unusable> {
    for name in select.iter().chain(ignore) {
        if !library.rules.iter().any(|rule| fits(rule, name)) {
            return Err(no_rule(library, name));
        }
    }
    let named = |rule: &Rule, names: &[String]| names.iter().any(|name| fits(rule, name));
    library
        .rules
        .retain(|rule| (select.is_empty() || named(rule, select)) && !named(rule, ignore));
    if library.rules.is_empty() {
        return Err(Unusable::NoRuleLeft);
    }
    Ok(())
}

/// Whether a name is the rule's id, its last part, or its family.
fn fits(rule: &Rule, name: &str) -> bool {
    let family = name.trim_end_matches('*').trim_end_matches('/');
    *rule.id == *name
        || rule.id.rsplit('/').next() == Some(name)
        || rule
            .id
            .strip_prefix(family)
            .is_some_and(|rest| rest.starts_with('/'))
}

/// The one rule of this id, or with this last part.
pub fn find<'l>(library: &'l Library, name: &str) -> Result<&'l Rule, Unusable> {
    if let Some(rule) = library.rules.iter().find(|rule| *rule.id == *name) {
        return Ok(rule);
    }
    let found: Vec<&Rule> = library
        .rules
        .iter()
        .filter(|rule| fits(rule, name))
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
        Some(near) => format!("did you mean `{near}`?"),
        None => "`tieout rules` lists the rules".to_owned(),
    };
    Unusable::NoRule {
        name: name.to_owned(),
        help,
    }
}
