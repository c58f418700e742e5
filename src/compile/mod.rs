//! TOML to the typed vocabulary and rules; all mistakes at once, each with its place in the rule file.

mod examples;
mod fields;
mod file;
mod form;
mod kind;
mod lex;
mod mistake;
mod parse;
mod quoted;
mod rule;
mod schema;
mod settings;
mod suggest;
mod tables;
mod units;
mod vocabulary;

pub use form::{Form, Key};
pub use kind::{KINDS, Record};
pub use mistake::{Mistake, Mistakes};
pub use rule::KEYS as RULE_KEYS;
pub use schema::{rule_schema, settings_schema};
pub use settings::{names_of_rules, settings, settings_keys, settings_mistake};
pub use vocabulary::KEYS as VOCABULARY_KEYS;

use crate::model::{Formula, Origin, Rule, Text, Vocabulary};
use file::File;
use std::sync::Arc;

/// What the rule files say.
#[derive(Clone, Debug, Default)]
pub struct Library {
    pub vocabulary: Vocabulary,
    pub rules: Vec<Rule>,
}

/// A rule file of the user.
#[derive(Clone, Debug)]
pub struct RuleFile {
    /// As messages name it.
    pub path: String,
    pub text: String,
    /// The id of the rule, where the file holds one: its path under the folder of rules, without the ending.
    pub id: String,
}

/// Every file under `rules/`, embedded by the build: (path without the ending, text), by path.
const BUILTIN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The reports beside the rule files under `rules/` that examples name: (path, bytes), by path.
const REPORTS: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/reports.rs"));

/// A report beside the rule files of the program, by its path under `rules/`.
pub fn builtin_report(path: &str) -> Option<&'static [u8]> {
    let (_, bytes) = REPORTS.iter().find(|(own, _)| *own == path)?;
    Some(bytes)
}

/// The families of the rules that the program brings along, in order.
pub fn families() -> Vec<&'static str> {
    let mut families: Vec<&str> = BUILTIN
        .iter()
        .filter_map(|(id, _)| Some(id.split_once('/')?.0))
        .filter(|family| *family != "vocabulary")
        .collect();
    families.dedup();
    families
}

/// The rules and the vocabulary that the program brings along.
pub fn builtin() -> Result<Library, Mistakes> {
    compile(&[], true)
}

/// Of what the program brings along, what reading needs: units and words of structure, and `labels` of concepts and dimensions.
pub fn words(labels: bool) -> Result<Library, Mistakes> {
    let files: &[&str] = match labels {
        true => &["units", "words", "concepts", "dimensions"],
        false => &["units", "words"],
    };
    compile_of(&[], |id| {
        let name = id.strip_prefix(VOCABULARY);
        name.is_some_and(|name| files.contains(&name))
    })
}

/// Where the vocabulary files stand.
const VOCABULARY: &str = "vocabulary/";

/// The vocabulary that the program brings along, its rules (if `with_builtin`), and the user's files, in this order.
/// A user's file may hold one rule, or any number of `[[rule]]`, and words of its own.
pub fn compile(files: &[RuleFile], with_builtin: bool) -> Result<Library, Mistakes> {
    compile_of(files, |id| with_builtin || id.starts_with(VOCABULARY))
}

/// The built-in files that are wanted, by their ids, and the user's.
fn compile_of(files: &[RuleFile], wanted: impl Fn(&str) -> bool) -> Result<Library, Mistakes> {
    let mut mistakes = Vec::new();
    let paths: Vec<String> = BUILTIN
        .iter()
        .map(|(id, _)| format!("rules/{id}.toml"))
        .collect();
    let embedded = BUILTIN
        .iter()
        .zip(&paths)
        .filter(|((id, _), _)| wanted(id))
        .map(|(&(id, text), path)| (path.as_str(), id, text, Origin::Builtin));
    let given = files.iter().map(|file| {
        let origin = Origin::File(file.path.clone());
        (
            file.path.as_str(),
            file.id.as_str(),
            file.text.as_str(),
            origin,
        )
    });
    let files: Vec<File<'_>> = embedded
        .chain(given)
        .map(|(path, id, text, origin)| File::open(path, id, text, origin, &mut mistakes))
        .collect();
    let syntax = mistakes.len();
    let files: Vec<File<'_>> = files
        .into_iter()
        .map(|file| file.of_a_known_format(&mut mistakes))
        .collect();
    let vocabulary = vocabulary::compile(&files, &mut mistakes);
    let rules = rule::compile(&files, &vocabulary, &mut mistakes);
    if mistakes.is_empty() {
        return Ok(Library { vocabulary, rules });
    }
    // In the order of the files; of a line that is no TOML, only that is told.
    let mut told: Vec<(usize, usize, Mistake)> = Vec::new();
    for (number, mistake) in mistakes.into_iter().enumerate() {
        let (path, at) = mistake.place();
        let file = files.iter().position(|file| file.path == path).unwrap_or(0);
        let echo = number >= syntax && files.get(file).is_some_and(|file| file.is_told(at));
        if !echo {
            told.push((file, at, mistake));
        }
    }
    told.sort_by_key(|(file, at, _)| (*file, *at));
    Err(Mistakes::new(
        told.into_iter().map(|(_, _, mistake)| mistake).collect(),
    ))
}

/// One formula, as rules write them.
pub fn formula(text: &str, vocabulary: &Vocabulary) -> Result<Formula, Mistakes> {
    parse::parse(text, vocabulary).map_err(|faults| {
        let source = Arc::new(mistake::Source {
            name: "formula".to_owned(),
            text: Text::new(text),
        });
        let told = faults.into_iter();
        Mistakes::new(told.map(|fault| fault.told(&source, |at| at)).collect())
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_reading_needs_is_as_in_the_whole_vocabulary() {
        let of = |library: Result<super::Library, super::Mistakes>| match library {
            Ok(library) => library.vocabulary,
            Err(_) => unreachable!("the program's own rules compile"),
        };
        let all = of(super::builtin());
        for labels in [true, false] {
            let own = of(super::words(labels));
            assert_eq!(own.units, all.units);
            assert_eq!(own.words, all.words);
            assert_eq!(own.meanings == all.meanings, labels);
        }
    }
}
