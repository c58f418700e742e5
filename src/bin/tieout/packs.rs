//! The rules of others that settings extend: folders, each with settings of its own if it has any, and built-in families.

use super::{
    files,
    settings::NAME,
    trouble::{Trouble, Unusable},
};
use std::path::{Path, PathBuf};
use tieout::{
    compile,
    model::{Language, Named, Settings, Words},
    read::LIMITS,
};

/// All that some settings extend.
#[derive(Default)]
pub struct Packs {
    /// Files and folders of rules.
    pub rules: Vec<PathBuf>,
    /// Built-in families; empty: all of them.
    pub families: Vec<String>,
    /// The settings of packs, those of the outermost last.
    pub settings: Vec<Settings>,
}

/// Reads settings from a file.
pub fn read(file: &Path, language: Language) -> Result<Settings, Trouble> {
    let text = std::fs::read_to_string(file).map_err(|why| Unusable::Unreadable {
        path: file.to_owned(),
        why,
    })?;
    let here = std::env::current_dir().unwrap_or_default();
    let shown = files::shown(file.strip_prefix(&here).unwrap_or(file));
    compiled(&shown, &text, language)
}

pub fn compiled(path: &str, text: &str, language: Language) -> Result<Settings, Trouble> {
    let limits: Vec<&str> = LIMITS.iter().map(|limit| limit.name).collect();
    let settings = compile::settings(path, text, &limits);
    settings.map_err(|mistakes| Box::new(mistakes.told_in(language)) as Trouble)
}

/// What settings of one folder extend, and what that extends in turn.
pub fn open<'s>(
    all: impl Iterator<Item = &'s Settings>,
    folder: &Path,
    language: Language,
) -> Result<Packs, Trouble> {
    let mut packs = Packs::default();
    for settings in all {
        let mut open = vec![real(&folder.join(NAME))];
        gather(settings, folder, language, &mut open, &mut packs)?;
    }
    Ok(packs)
}

fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn gather(
    settings: &Settings,
    folder: &Path,
    language: Language,
    open: &mut Vec<PathBuf>,
    packs: &mut Packs,
) -> Result<(), Trouble> {
    for named in &settings.extends {
        let wrong = |message, help| -> Trouble {
            let mistakes = compile::settings_mistake(settings, named, message, help);
            Box::new(mistakes.told_in(language))
        };
        let path = folder.join(&named.name);
        if compile::families().contains(&named.name.as_str()) && !path.exists() {
            packs.families.push(named.name.clone());
            continue;
        }
        let file = if path.is_dir() {
            path.join(NAME)
        } else {
            path.clone()
        };
        let is_settings = file.is_file() && file.file_name().is_some_and(|name| name == NAME);
        if !is_settings {
            if !path.exists() {
                let (message, help) = missing(named);
                return Err(wrong(message, help));
            }
            packs.rules.push(path);
            continue;
        }
        let known = real(&file);
        if open.contains(&known) {
            let round: Vec<String> = open
                .iter()
                .skip_while(|one| **one != known)
                .chain([&known])
                .map(|one| files::shown(one))
                .collect();
            let round = round.join(" → ");
            return Err(wrong(
                Words::new(
                    format!("`{}` 又回到这里：{round}", named.name),
                    format!("`{}` leads back to itself: {round}", named.name),
                ),
                Words::new("去掉其中一处 extends", "take one of the extends out"),
            ));
        }
        open.push(known);
        let own = read(&file, language)?;
        let inner = file.parent().unwrap_or(folder).to_owned();
        gather(&own, &inner, language, open, packs)?;
        open.pop();
        match own.rules.is_empty() {
            true if own.extends.is_empty() => packs.rules.push(inner.clone()),
            _ => packs
                .rules
                .extend(own.rules.iter().map(|path| inner.join(path))),
        }
        packs.settings.push(own);
    }
    Ok(())
}

fn missing(named: &Named) -> (Words, Words) {
    let families = compile::families();
    let list = families.join(", ");
    let near = files::nearest(&named.name, families.iter().copied());
    let help = match near {
        Some(near) => Words::new(
            format!("是不是 `{near}`？内置的类别有：{list}"),
            format!("did you mean `{near}`? The built-in families are: {list}"),
        ),
        None => Words::new(
            format!("路径从本文件所在的文件夹算起；内置的类别有：{list}"),
            format!("paths start from the folder of this file; the built-in families are: {list}"),
        ),
    };
    let name = &named.name;
    let message = Words::new(
        format!("没有 `{name}` 这个文件夹，也没有这个内置类别"),
        format!("there is neither a folder nor a built-in family `{name}`"),
    );
    (message, help)
}
