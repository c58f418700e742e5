//! The commands on rules themselves: the list, the page of one, and rules tried with their examples.

use super::{
    arguments::{Common, Configuring, Form, Plain, Sources, Test},
    command::{self, Ending},
    library,
    settings::Need,
    trouble::Trouble,
    write,
};
use std::path::{Path, PathBuf};
use tieout::{
    compile::Library,
    model::{Origin, Rule},
    render, trial,
};

pub fn rules(
    id: Option<&str>,
    (configuring, sources): (&Configuring, &Sources),
    plain: &Plain,
    common: &Common,
) -> Result<Ending, Trouble> {
    let mut book = command::open(configuring, sources, common, Need::Rules)?;
    let here = book.here()?;
    let Some(library) = book.get(here).map(|governed| &governed.library) else {
        return Ok(Ending::Unchecked);
    };
    let options = command::options(common, plain.output.is_some());
    let text = match (id, plain.format) {
        (None, Form::Json) => render::rules_json(&library.rules),
        (None, Form::Terminal) => render::rules(&library.rules, &options),
        (Some(id), Form::Json) => {
            render::rule_page_json(library::find(library, id)?, &library.vocabulary)
        }
        (Some(id), Form::Terminal) => {
            let rule = library::find(library, id)?;
            let at = library.rules.iter().position(|one| one.id == rule.id);
            let message = at.and_then(|at| trial::example_message(at, library, &beside, &options));
            render::rule_page(rule, &library.vocabulary, message.as_deref(), &options)
        }
    };
    let output: Option<&Path> = plain.output.as_deref();
    write::write(&text, output)?;
    Ok(Ending::Clean)
}

/// A file that an example names, by its path from the folder of the rule file.
fn beside(rule_file: &str, file: &str) -> Result<Vec<u8>, String> {
    let folder = Path::new(rule_file).parent().unwrap_or(Path::new(""));
    std::fs::read(folder.join(file)).map_err(|why| why.to_string())
}

pub fn test(arguments: &Test) -> Result<Ending, Trouble> {
    let (paths, names): (Vec<PathBuf>, Vec<PathBuf>) = arguments
        .what
        .iter()
        .cloned()
        .partition(|what| what.exists() || what.extension().is_some());
    let mut sources = arguments.sources.clone();
    sources.paths.extend(paths.iter().cloned());
    let mut book = command::open(
        &arguments.configuring,
        &sources,
        &arguments.common,
        Need::Rules,
    )?;
    let here = book.here()?;
    let Some(library) = book.get(here).map(|governed| &governed.library) else {
        return Ok(Ending::Unchecked);
    };
    let names: Vec<String> = names
        .iter()
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    library::expect(&names, &[library])?;
    let folders: Vec<PathBuf> = paths
        .iter()
        .filter_map(|path| path.canonicalize().ok())
        .collect();
    let wanted = |rule: &Rule| {
        let named = names.iter().any(|name| rule.fits(name));
        arguments.what.is_empty() || named || is_within(rule, &folders)
    };
    let places = places(library, &wanted);
    let trials = trial::try_rules(&places, library, &beside);
    let options = command::options(&arguments.common, arguments.plain.output.is_some());
    let text = match arguments.plain.format {
        Form::Json => render::trials_json(&trials, &library.rules),
        Form::Terminal => render::trials(&trials, &library.rules, &options),
    };
    write::write(&text, arguments.plain.output.as_deref())?;
    let holds = trials.iter().all(|trial| trial.holds());
    Ok(if holds {
        Ending::Clean
    } else {
        Ending::Findings
    })
}

fn places(library: &Library, wanted: &dyn Fn(&Rule) -> bool) -> Vec<usize> {
    let rules = library.rules.iter().enumerate();
    let wanted = rules.filter(|(_, rule)| wanted(rule));
    wanted.map(|(at, _)| at).collect()
}

/// Whether a rule stands in one of some files or folders.
fn is_within(rule: &Rule, folders: &[PathBuf]) -> bool {
    let Origin::File(path) = &rule.origin else {
        return false;
    };
    let path = Path::new(path).canonicalize();
    path.is_ok_and(|path| folders.iter().any(|folder| path.starts_with(folder)))
}
