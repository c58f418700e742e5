//! Suggested rules: to standard output, or a rule file a report.

use super::{
    arguments::Suggest,
    command::{self, Ending},
    files,
    settings::Need,
    trouble::{Trouble, Unusable},
    write,
};
use std::path::{Path, PathBuf};
use tieout::{Task, model::Outcome, proposal, render};

pub fn suggest(arguments: &Suggest) -> Result<Ending, Trouble> {
    let common = &arguments.common;
    let from = (&arguments.configuring, &arguments.sources);
    let work = |tasks: &[Task<'_>]| {
        let names: Vec<&str> = tasks.iter().map(|task| task.path).collect();
        let families = families(&names);
        let suggested = proposal::propose(tasks, &families);
        let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        (suggested, names, families)
    };
    let worked = command::work_on(
        work,
        Need::Rules,
        &arguments.files,
        &arguments.reading,
        from,
        common,
    )?;
    let ((mut outcome, suggestions), names, families) = worked.result;
    outcome.unread.splice(0..0, worked.unread);
    let options = command::options(common, arguments.output.is_some());
    let documents = outcome.documents.iter().enumerate().zip(&suggestions);
    let texts: Vec<String> = documents
        .map(|((at, _), own)| render::suggestions(&outcome, at, own, &options))
        .collect();
    match &arguments.output {
        None => write::write(&texts.join("\n"), None)?,
        Some(path) => {
            let read = outcome
                .documents
                .iter()
                .map(|checked| &checked.document.path);
            let family = |path: &String| {
                let at = names.iter().position(|name| name == path);
                at.and_then(|at| families.get(at)).cloned()
            };
            let families: Vec<String> = read.filter_map(family).collect();
            let files = placed(path, &families, texts)?;
            // All or none: a file that a person has reviewed is not written over.
            if let Some((path, _)) = files.iter().find(|(path, _)| path.exists()) {
                let path = path.clone();
                return Err(Box::new(Unusable::AlreadyThere { path }));
            }
            for (path, text) in files {
                write::write(&text, Some(&path))?;
                write::write(&format!("{}\n", files::shown(&path)), None)?;
            }
        }
    }
    Ok(ending(&outcome, arguments))
}

fn ending(outcome: &Outcome, arguments: &Suggest) -> Ending {
    match command::complain(outcome, &arguments.common) {
        true => Ending::Unchecked,
        false => Ending::Clean,
    }
}

/// What is written where: all in one file that ends in `.toml`, else a file a report in a folder.
fn placed(
    path: &Path,
    families: &[String],
    texts: Vec<String>,
) -> Result<Vec<(PathBuf, String)>, Unusable> {
    if path.extension().is_some_and(|ending| ending == "toml") && !path.is_dir() {
        return Ok(vec![(path.to_owned(), texts.join("\n"))]);
    }
    std::fs::create_dir_all(path).map_err(|why| Unusable::Unwritable {
        path: path.to_owned(),
        why,
    })?;
    let named = families
        .iter()
        .map(|family| path.join(format!("{family}.toml")));
    Ok(named.zip(texts).collect())
}

/// A name for the rules of each report, which is that of its file: letters and digits, each name once.
fn families(names: &[&str]) -> Vec<String> {
    let mut families: Vec<String> = Vec::new();
    for name in names {
        let stem = Path::new(name).file_stem().unwrap_or_default();
        let stem = stem.to_string_lossy();
        let known = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let name: String = stem
            .chars()
            .map(|c| if known(c) { c } else { '-' })
            .collect();
        let base = match name.trim_matches(['-', '.']) {
            "" => "report",
            name => name,
        };
        let mut family = base.to_owned();
        let mut number = 1;
        while families.contains(&family) {
            number += 1;
            family = format!("{base}-{number}");
        }
        families.push(family);
    }
    families
}
