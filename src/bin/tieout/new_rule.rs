//! `tieout new-rule`: a rule with its two examples, ready to edit; and the schemas that editors hold TOML files against.

use super::{
    arguments::{Lang, NewRule, Schema},
    command::Ending,
    files,
    settings::{Book, Need},
    trouble::{Trouble, Unusable},
    write,
};
use std::path::{Path, PathBuf};
use tieout::compile;

/// A rule in Chinese, and one in English.
const RULE_ZH: &str = include_str!("rule.zh.toml");
const RULE_EN: &str = include_str!("rule.en.toml");

pub fn write(arguments: &NewRule) -> Result<Ending, Trouble> {
    let id = arguments.id.trim_end_matches(".toml");
    let known = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.');
    let named = !id.is_empty() && id.chars().all(known) && !id.split('/').any(str::is_empty);
    if !named || id.split('/').any(|part| part.starts_with('.')) {
        let name = arguments.id.clone();
        return Err(Box::new(Unusable::NoName { name }));
    }
    let folder = match &arguments.folder {
        Some(folder) => folder.clone(),
        None => usual_folder(arguments)?,
    };
    let path = folder.join(format!("{id}.toml"));
    if path.exists() {
        return Err(Box::new(Unusable::AlreadyThere { path }));
    }
    let chinese = arguments.common.lang == Lang::Zh;
    let text = if chinese { RULE_ZH } else { RULE_EN };
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(|why| Unusable::Unwritable {
            path: parent.to_owned(),
            why,
        })?;
    }
    write_with_schema(&path, text, (!arguments.no_schema).then_some(Schema::Rule))?;
    let (path, folder) = (files::shown(&path), files::shown(&folder));
    let folder = if folder.is_empty() {
        ".".to_owned()
    } else {
        folder
    };
    let next = if chinese {
        format!(
            "{path}\n\n编辑这个文件，然后：\n  tieout test {path}\n  tieout bind 报告 {id} --rules {folder}\n  tieout check 报告 --rules {folder}\n"
        )
    } else {
        format!(
            "{path}\n\nEdit it, and then:\n  tieout test {path}\n  tieout bind REPORT {id} --rules {folder}\n  tieout check REPORT --rules {folder}\n"
        )
    };
    write::write(&next, None)?;
    Ok(Ending::Clean)
}

/// The first folder of rules of the settings that hold here, else the current one.
fn usual_folder(arguments: &NewRule) -> Result<PathBuf, Trouble> {
    let language = arguments.common.language();
    let mut book = Book::open(&Default::default(), &[], true, language, Need::Rules)?;
    let here = book.here()?;
    let current = std::env::current_dir().unwrap_or_default();
    let own = book.get(here).and_then(|governed| {
        let mut folders = governed.settings.rules.iter();
        let folder = folders.find(|path| !path.ends_with(".toml"))?;
        Some(governed.folder.join(folder))
    });
    let own = own.unwrap_or_else(|| current.clone());
    Ok(own.strip_prefix(&current).unwrap_or(&own).to_owned())
}

/// A TOML file, with the schema beside it that its first line names.
pub fn write_with_schema(path: &Path, text: &str, schema: Option<Schema>) -> Result<(), Trouble> {
    let Some(of) = schema else {
        return Ok(write::write(text, Some(path))?);
    };
    let name = match of {
        Schema::Rule => "tieout-rule.schema.json",
        Schema::Config => "tieout.schema.json",
    };
    write::write(&self::schema(of), Some(&path.with_file_name(name)))?;
    Ok(write::write(
        &format!("#:schema ./{name}\n{text}"),
        Some(path),
    )?)
}

pub fn schema(of: Schema) -> String {
    let schema = match of {
        Schema::Rule => compile::rule_schema(),
        Schema::Config => compile::settings_schema(),
    };
    format!("{schema:#}\n")
}
