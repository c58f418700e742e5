//! Files that the same rules hold for.

use super::{arguments::Check, files::File, library, settings::Book};
use std::borrow::Cow;
use tieout::{
    compile::Library,
    model::{Choices, Named, Span},
    render,
};

/// The rules that hold for some of the files.
pub struct Group<'a> {
    /// Index of the settings.
    pub place: usize,
    pub choices: Choices,
    pub library: Cow<'a, Library>,
    pub files: usize,
}

/// The files by the rules that hold for them, and for each file its group.
pub fn groups<'a>(
    arguments: &Check,
    book: &'a Book,
    files: &[File],
    places: &[usize],
) -> (Vec<Group<'a>>, Vec<usize>) {
    let named = |name: &String| Named {
        name: name.clone(),
        span: Span::default(),
    };
    let list = |names: &[String]| {
        (!names.is_empty()).then(|| names.iter().map(named).collect::<Vec<Named>>())
    };
    let (mut groups, mut of): (Vec<Group<'_>>, Vec<usize>) = (Vec::new(), Vec::new());
    for (file, &place) in files.iter().zip(places) {
        let Some(governed) = book.get(place) else {
            continue;
        };
        let own = governed.choices(&file.path);
        let ignored = own.ignore.iter().flatten().cloned();
        let ignored: Vec<Named> = ignored
            .chain(list(&arguments.ignore).unwrap_or_default())
            .collect();
        let choices = own.overlaid(&Choices {
            select: list(&arguments.select),
            ignore: Some(ignored),
            ..Choices::default()
        });
        let known = groups
            .iter()
            .position(|group| group.place == place && group.choices == choices);
        let at = known.unwrap_or_else(|| {
            groups.push(Group {
                place,
                library: library::chosen(&governed.library, &choices),
                choices,
                files: 0,
            });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.files += 1;
        }
        of.push(at);
    }
    (groups, of)
}

/// The settings of each group of files, with every rule and its severity.
pub fn shown(book: &Book, groups: &[Group<'_>]) -> String {
    let mut out = String::new();
    for group in groups {
        let Some(governed) = book.get(group.place) else {
            continue;
        };
        let settings = &governed.settings;
        let path = if settings.path.is_empty() {
            "no tieout.toml"
        } else {
            &settings.path
        };
        out.push_str(&format!("# {path}: {} file(s)\n", group.files));
        let language = group
            .choices
            .language
            .map_or("auto", |language| language.code());
        out.push_str(&format!("language = \"{language}\"\n"));
        let hidden = settings.hidden.unwrap_or(false);
        out.push_str(&format!("include-hidden = {hidden}\n"));
        for rule in &group.library.rules {
            let slack = render::slack(rule);
            out.push_str(&format!(
                "{:<8} {} ({slack})\n",
                rule.severity.name(),
                rule.id
            ));
        }
        out.push('\n');
    }
    out
}
