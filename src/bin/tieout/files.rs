//! Paths to reports, whose bytes are had when their turn comes.

use super::trouble::Unusable;
use ignore::WalkBuilder;
use std::{
    borrow::Cow,
    collections::HashSet,
    io::Read,
    path::{Path, PathBuf},
};
use tieout::{
    Bytes,
    model::{Unread, Words},
    read::READERS,
};

/// A report as found: what it is called, and where it lies.
pub struct File {
    pub name: String,
    pub path: PathBuf,
    /// What standard input held, or the file where it was read ahead.
    held: Option<Vec<u8>>,
}

impl File {
    /// Reads it now. Where that fails, it is said when its turn comes.
    pub fn hold(&mut self) {
        if self.held.is_none() {
            self.held = std::fs::read(&self.path).ok();
        }
    }

    pub fn bytes(&self) -> Bytes<'_> {
        match &self.held {
            Some(bytes) => Ok(Cow::Borrowed(bytes)),
            None => match std::fs::read(&self.path) {
                Ok(bytes) => Ok(Cow::Owned(bytes)),
                Err(why) => Err(failed(&self.path, unreadable(&self.path, why))),
            },
        }
    }
}

/// All reports under the paths, each once, in the order of their names; and what could not be had. `keep` says of a file in a folder
/// whether it is wanted; one that is named always is.
pub fn gather(
    paths: &[PathBuf],
    stdin_name: &str,
    keep: &mut dyn FnMut(&Path) -> bool,
) -> (Vec<File>, Vec<Unread>) {
    let (mut files, mut unread) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    for path in paths {
        if path.as_os_str() == "-" {
            match standard_input() {
                Ok(bytes) => files.push(File {
                    name: stdin_name.to_owned(),
                    path: stdin_name.into(),
                    held: Some(bytes),
                }),
                Err(why) => unread.push(failed(Path::new("-"), unreadable(Path::new("-"), why))),
            }
            continue;
        }
        let found = match find(path) {
            Ok(found) => found,
            Err(error) => {
                unread.push(failed(path, error));
                continue;
            }
        };
        let named = found == [path.clone()];
        for file in found {
            if !named && !keep(&file) {
                continue;
            }
            // A walk meets each file once.
            let again = paths.len() > 1
                && !seen.insert(file.canonicalize().unwrap_or_else(|_| file.clone()));
            if again {
                continue;
            }
            files.push(File {
                name: shown(&file),
                path: file,
                held: None,
            });
        }
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    unread.sort_by(|one, other| one.path.cmp(&other.path));
    (files, unread)
}

fn failed(path: &Path, error: Unusable) -> Unread {
    let (what, help) = error.words();
    Unread {
        path: shown(path),
        what,
        help,
    }
}

fn unreadable(path: &Path, why: std::io::Error) -> Unusable {
    Unusable::Unreadable {
        path: path.to_owned(),
        why,
    }
}

fn standard_input() -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The file itself, whatever its ending, or the reports in a folder.
fn find(path: &Path) -> Result<Vec<PathBuf>, Unusable> {
    let kind = std::fs::metadata(path).map_err(|why| missing(path, why))?;
    if !kind.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found: Vec<PathBuf> = WalkBuilder::new(path)
        .require_git(false)
        .build()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()))
        .map(ignore::DirEntry::into_path)
        .filter(|path| is_report(path))
        .collect();
    found.sort();
    if found.is_empty() {
        return Err(Unusable::NoReport {
            path: path.to_owned(),
            endings: endings().collect::<Vec<_>>().join(", "),
        });
    }
    Ok(found)
}

fn endings() -> impl Iterator<Item = &'static str> {
    READERS
        .iter()
        .flat_map(|reader| reader.endings.iter().copied())
}

pub fn is_report(path: &Path) -> bool {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| endings().any(|known| known == ending))
}

/// What is wrong with a path, and the nearest name in its folder.
fn missing(path: &Path, why: std::io::Error) -> Unusable {
    if why.kind() != std::io::ErrorKind::NotFound {
        return unreadable(path, why);
    }
    let wanted = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let names = std::fs::read_dir(folder.unwrap_or(Path::new(".")))
        .into_iter()
        .flatten()
        .flatten();
    let mut names: Vec<String> = names
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let near = nearest(&wanted, names.iter().map(String::as_str));
    let help = match near {
        Some(near) => {
            let near = folder.map_or(near.into(), |folder| folder.join(near));
            meant(&near.display().to_string())
        }
        None => Words::new(
            "看看有没有写错，是不是在这个文件夹里",
            "check the spelling, and the folder that you are in",
        ),
    };
    Unusable::Missing {
        path: path.to_owned(),
        help,
    }
}

/// Offers a name that is like the wanted one.
pub fn meant(near: &str) -> Words {
    Words::new(
        format!("是不是 {near}？"),
        format!("did you mean `{near}`?"),
    )
}

/// The name most like the wanted one, where one is like it.
pub fn nearest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (wanted.chars().count() / 3).max(1);
    names
        .map(|name| (strsim::damerau_levenshtein(wanted, name), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// A path as it is shown: `/` between folders, no leading `./`.
pub fn shown(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    let name = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        name.into_owned()
    } else {
        name.replace(std::path::MAIN_SEPARATOR, "/")
    }
}
