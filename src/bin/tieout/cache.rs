//! What earlier runs found of files in which nothing was amiss: one small file each, under the user's cache folder.
//!
//! A file's name is the hash of the report's bytes and of all else that its digest depends on, so that nothing has to be made invalid:
//! what changed is not found. The folder may be deleted at any time.

use super::{arguments::Caching, write};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeSet,
    ffi::OsString,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::SystemTime,
};
use tieout::{
    Memory,
    model::{Digest, Fared, Identity, Language, Sort, Tally, Words},
    read::READERS,
};

/// The shape of the files. Another one is another folder.
const VERSION: &str = "2";

/// Digests in one of the 256 folders. Where there are more, the oldest half goes.
const MOST: usize = 256;

pub struct Cache {
    folder: PathBuf,
    /// For each group of files: a hash of what their digests depend on besides name and bytes.
    seeds: Vec<[u8; 32]>,
    /// For each task: its group, and the file's name.
    tasks: Vec<(usize, OsString)>,
    /// The folders that this run wrote to.
    written: Mutex<BTreeSet<String>>,
}

impl Cache {
    /// `None` where no cache is wanted, or no place for it is known. `seeds`: for each group of files what their digests depend on, as
    /// text; `tasks`: the group and the name of each file.
    pub fn open(
        caching: &Caching,
        seeds: Vec<String>,
        tasks: Vec<(usize, OsString)>,
    ) -> Option<Self> {
        if caching.no_cache {
            return None;
        }
        let folder = match &caching.cache_dir {
            Some(folder) => folder.clone(),
            None => dirs::cache_dir()?.join("tieout"),
        };
        let program = program();
        Some(Self {
            folder: folder.join(VERSION),
            seeds: seeds
                .into_iter()
                .map(|seed| *blake3::hash(format!("{program}\n{seed}").as_bytes()).as_bytes())
                .collect(),
            tasks,
            written: Mutex::default(),
        })
    }

    fn place(&self, key: &[u8; 32]) -> (String, PathBuf) {
        let name = blake3::Hash::from_bytes(*key).to_hex();
        let (shelf, rest) = name.split_at(2);
        (shelf.to_owned(), self.folder.join(shelf).join(rest))
    }

    /// Drops what is too much in the folders that were written to.
    pub fn trim(&self) {
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        for shelf in &*written {
            trim(&self.folder.join(shelf));
        }
    }
}

/// What tells this build of the program from any other.
fn program() -> String {
    let file = std::env::current_exe().and_then(std::fs::metadata).ok();
    let written = file.as_ref().and_then(|file| file.modified().ok());
    let written = written.and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
    let length = file.map_or(0, |file| file.len());
    format!("{} {length} {written:?}", env!("CARGO_PKG_VERSION"))
}

/// Errors are no concern here: what cannot be deleted stays, and is no worse for it.
fn trim(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut files: Vec<(SystemTime, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    if files.len() <= MOST {
        return;
    }
    files.sort();
    for (_, file) in files.iter().take(files.len() - MOST / 2) {
        let _ = std::fs::remove_file(file);
    }
}

impl Memory for Cache {
    fn key(&self, task: usize, bytes: &[u8]) -> [u8; 32] {
        let none = OsString::new();
        let (group, name) = self
            .tasks
            .get(task)
            .map_or((0, &none), |(group, name)| (*group, name));
        let seed = self.seeds.get(group).copied().unwrap_or_default();
        let name = name.as_encoded_bytes();
        *blake3::Hasher::new_keyed(&seed)
            .update(&name.len().to_le_bytes())
            .update(name)
            .update(bytes)
            .finalize()
            .as_bytes()
    }

    fn recall(&self, key: &[u8; 32]) -> Option<Digest> {
        let bytes = std::fs::read(self.place(key).1).ok()?;
        serde_json::from_slice::<Entry>(&bytes).ok()?.digest()
    }

    fn learn(&self, key: &[u8; 32], digest: &Digest) {
        let Ok(text) = serde_json::to_string(&Entry::of(digest)) else {
            return;
        };
        let (shelf, file) = self.place(key);
        let folder = self.folder.join(&shelf);
        // A cache that cannot be written is none.
        let made = std::fs::create_dir_all(&folder).is_ok();
        if made && write::write(&text, Some(&file)).is_ok() {
            let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
            written.insert(shelf);
        }
    }
}

/// A digest as it is stored.
#[derive(Serialize, Deserialize)]
struct Entry {
    format: String,
    language: String,
    transcript: bool,
    /// Tables, figures, tied figures.
    counts: [usize; 3],
    identity: Option<Whose>,
    not_applicable: Vec<usize>,
    rules: Vec<Row>,
}

#[derive(Serialize, Deserialize)]
struct Whose {
    entity: String,
    year: i32,
    sort: String,
    title: String,
}

#[derive(Serialize, Deserialize)]
struct Row {
    rule: usize,
    /// Verdicts in the order of [`Tally`]'s fields, then claims that hold, claims undecided.
    counts: [usize; 7],
    /// In Chinese and in English.
    reason: Option<[String; 2]>,
}

impl Entry {
    fn of(digest: &Digest) -> Self {
        let rows = digest.rules.iter().map(|fared| {
            let tally = &fared.tally;
            Row {
                rule: fared.rule,
                counts: [
                    tally.holds,
                    tally.fails,
                    tally.unbound,
                    tally.not_applicable,
                    tally.indeterminate,
                    fared.holds,
                    fared.undecided,
                ],
                reason: tally.reason.as_ref().map(|words| {
                    let word = |language| words.get(language).to_owned();
                    [word(Language::Zh), word(Language::En)]
                }),
            }
        });
        Self {
            format: digest.format.to_owned(),
            language: digest.language.code().to_owned(),
            transcript: digest.transcript,
            counts: [digest.tables, digest.figures, digest.tied],
            identity: digest.identity.as_ref().map(|own| Whose {
                entity: own.entity.clone(),
                year: own.year,
                sort: own.sort.name().to_owned(),
                title: own.title.clone(),
            }),
            not_applicable: digest.not_applicable.clone(),
            rules: rows.collect(),
        }
    }

    fn digest(self) -> Option<Digest> {
        let format = READERS.iter().find(|reader| reader.name == self.format)?;
        let language = [Language::Zh, Language::En]
            .into_iter()
            .find(|language| language.code() == self.language)?;
        let [tables, figures, tied] = self.counts;
        let rules = self.rules.into_iter().map(|row| {
            let [
                holds,
                fails,
                unbound,
                not_applicable,
                indeterminate,
                own,
                undecided,
            ] = row.counts;
            Fared {
                rule: row.rule,
                tally: Tally {
                    holds,
                    fails,
                    unbound,
                    not_applicable,
                    indeterminate,
                    reason: row.reason.map(|[zh, en]| Words::new(zh, en)),
                },
                holds: own,
                undecided,
            }
        });
        Some(Digest {
            format: format.name,
            language,
            transcript: self.transcript,
            tables,
            figures,
            tied,
            not_applicable: self.not_applicable,
            identity: match self.identity {
                Some(own) => Some(Identity {
                    sort: Sort::named(&own.sort)?,
                    entity: own.entity,
                    year: own.year,
                    title: own.title,
                }),
                None => None,
            },
            rules: rules.collect(),
        })
    }
}
