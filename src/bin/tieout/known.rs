//! Findings that are known: what settings and baselines say of them.

use super::{
    arguments::Check,
    files::{self, File},
    settings::{self, Book},
    trouble::{Trouble, Unusable},
    write,
};
use std::path::{Path, PathBuf};
use tieout::{
    accept::{self, Baseline, Exception, Exceptions, Known, Names},
    model::{Date, Outcome, Rule},
};

/// What the settings allow of the files whose settings stand at `places`.
pub fn exceptions<'a>(
    arguments: &Check,
    book: &'a Book,
    files: &'a [File],
    places: &[usize],
) -> Exceptions<'a> {
    let mut exceptions = Vec::new();
    for (place, governed) in book.all().iter().enumerate() {
        let own: Vec<&File> = files
            .iter()
            .zip(places)
            .filter(|(_, at)| **at == place)
            .map(|(file, _)| file)
            .collect();
        for allow in &governed.settings.allows {
            let fits = |file: &&&File| {
                let fits = |path: &str| allow.files.iter().any(|glob| glob.is_match(path));
                allow.files.is_empty() || fits(&governed.relative(&file.path))
            };
            let documents = own.iter().filter(fits);
            exceptions.push(Exception {
                allow,
                path: &governed.settings.path,
                documents: documents.map(|file| file.name.as_str()).collect(),
                // One for some files is judged where one of them was checked, one for all where its whole folder was.
                whole: !allow.files.is_empty() || covers(arguments, &governed.folder),
            });
        }
    }
    Exceptions::new(exceptions, arguments.today.unwrap_or_else(today))
}

/// Whether the command line names the folder, or one around it.
fn covers(arguments: &Check, folder: &Path) -> bool {
    let paths = arguments.paths.iter().filter(|path| path.is_dir());
    let mut named = paths.filter_map(|path| path.canonicalize().ok());
    let folder = folder.canonicalize();
    folder.is_ok_and(|folder| named.any(|path| folder.starts_with(path)))
}

fn today() -> Date {
    let date = time::OffsetDateTime::now_utc().date();
    Date {
        year: date.year().try_into().unwrap_or(0),
        month: date.month().into(),
        day: date.day(),
    }
}

/// The baseline that a run is held against, or that it writes.
pub struct Held<'f> {
    file: PathBuf,
    /// As messages name it.
    shown: String,
    names: Names<'f>,
    before: Option<Baseline>,
}

impl<'f> Held<'f> {
    /// `None` where neither the command line nor the settings name one.
    pub fn open(
        arguments: &Check,
        book: &Book,
        here: usize,
        files: &'f [File],
    ) -> Result<Option<Self>, Trouble> {
        let own = || {
            let governed = book.get(here)?;
            Some(governed.folder.join(governed.settings.baseline.as_ref()?))
        };
        let Some(file) = arguments.baseline.clone().or_else(own) else {
            return Ok(None);
        };
        let before = match std::fs::read_to_string(&file) {
            Ok(text) => Some(Baseline::read(&text).map_err(|why| Unusable::Baseline {
                path: file.clone(),
                why,
            })?),
            Err(_) if arguments.update_baseline => None,
            Err(why) => return Err(Box::new(Unusable::NoBaseline { path: file, why })),
        };
        let absolute = std::path::absolute(&file).unwrap_or_else(|_| file.clone());
        let folder = absolute.parent().map(Path::to_owned).unwrap_or_default();
        let name = |file: &'f File| {
            let name = settings::relative(&file.path, &folder);
            (file.name.as_str(), name)
        };
        let here = std::env::current_dir().unwrap_or_default();
        Ok(Some(Self {
            shown: files::shown(absolute.strip_prefix(&here).unwrap_or(&absolute)),
            names: files.iter().map(name).collect(),
            before,
            file,
        }))
    }

    /// The findings that it has.
    pub fn known(&self) -> Option<Known<'_>> {
        Some(self.holding(self.before.as_ref()?))
    }

    /// The findings of a baseline that stands in its place.
    pub fn holding<'a>(&'a self, baseline: &'a Baseline) -> Known<'a> {
        Known::new(baseline, self.shown.clone(), &self.names)
    }

    /// Writes what a run found.
    pub fn renew(&self, outcome: &Outcome, rules: &[Rule]) -> Result<Baseline, Trouble> {
        let baseline = accept::record(outcome, rules, &self.names, self.before.as_ref());
        write::write(&baseline.write(), Some(&self.file))?;
        Ok(baseline)
    }
}
