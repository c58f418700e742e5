//! The settings that hold for each file: the nearest `tieout.toml` upwards, and over it what the command line says.

use super::{
    arguments::Configuring,
    files,
    library::{self, Loaded},
    packs,
    trouble::Trouble,
};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};
use tieout::{
    compile::{self, Library},
    model::{Choices, Language, Origin, Settings},
    read::{LIMITS, Options},
};

pub const NAME: &str = "tieout.toml";

/// Settings with the folder that their patterns and paths start from.
pub struct Governed {
    pub settings: Settings,
    /// Absolute.
    pub folder: PathBuf,
    /// Of their own rules and the built-in ones, none chosen yet.
    pub library: Library,
    /// Of the rule files.
    pub digest: blake3::Hash,
}

/// All settings that were met, each read once.
pub struct Book {
    list: Vec<Governed>,
    /// By folder: the index of the settings for the files in it.
    folders: HashMap<PathBuf, usize>,
    /// The same by folders as files name them.
    named: HashMap<PathBuf, usize>,
    /// One file of settings for all, or none at all.
    fixed: Option<usize>,
    /// Keys of the command line, each with its own text.
    over: Vec<Settings>,
    rules: Vec<PathBuf>,
    no_builtin: bool,
    language: Language,
    need: Need,
    /// Whether the files to read need labels.
    pub labels: bool,
}

/// What the settings are opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Rules,
    /// Only to read: rules are not compiled, unless some are given that may have mistakes.
    Words,
}

impl Book {
    /// `rules`, `no_builtin`: what the command line adds to the rules of all settings.
    pub fn open(
        configuring: &Configuring,
        rules: &[PathBuf],
        no_builtin: bool,
        language: Language,
        need: Need,
    ) -> Result<Self, Trouble> {
        let mut book = Self {
            list: Vec::new(),
            folders: HashMap::new(),
            named: HashMap::new(),
            fixed: None,
            over: Vec::new(),
            rules: rules.to_vec(),
            no_builtin,
            language,
            need,
            labels: true,
        };
        let mut file = None;
        for word in &configuring.config {
            match word.split_once('=') {
                Some((key, value)) if !Path::new(word).is_file() => {
                    let text = one_key(key.trim(), value.trim());
                    let settings = packs::compiled("--config", &text, language)?;
                    book.over.push(settings);
                }
                _ => file = Some(PathBuf::from(word)),
            }
        }
        match file {
            Some(file) => book.fixed = Some(book.read(&file)?),
            None if configuring.isolated => book.fixed = Some(book.without_file()?),
            None => {}
        }
        Ok(book)
    }

    fn read(&mut self, file: &Path) -> Result<usize, Trouble> {
        let settings = packs::read(file, self.language)?;
        let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        let folder = absolute.parent().unwrap_or(&absolute).to_owned();
        self.add(settings, folder)
    }

    fn without_file(&mut self) -> Result<usize, Trouble> {
        let folder = std::env::current_dir().unwrap_or_default();
        self.add(Settings::default(), folder)
    }

    fn add(&mut self, settings: Settings, folder: PathBuf) -> Result<usize, Trouble> {
        let plain = settings.text.is_none() && self.over.is_empty() && self.rules.is_empty();
        if plain && self.need == Need::Words {
            let library = library::words(self.labels, self.language)?;
            self.list.push(Governed {
                settings,
                folder,
                library,
                digest: blake3::hash(b""),
            });
            return Ok(self.list.len() - 1);
        }
        let mut named = vec![settings.clone()];
        let settings = self
            .over
            .iter()
            .fold(settings, |all, one| all.overlaid(one));
        let extending = named.iter().chain(&self.over);
        let packs = packs::open(extending, &folder, self.language)?;
        let own = settings.rules.iter().map(|path| folder.join(path));
        let rules: Vec<PathBuf> = packs
            .rules
            .into_iter()
            .chain(own)
            .chain(self.rules.iter().cloned())
            .collect();
        let pack_builtin = packs.settings.iter().rev().find_map(|pack| pack.builtin);
        let builtin = settings.builtin.or(pack_builtin).unwrap_or(true) && !self.no_builtin;
        let Loaded {
            mut library,
            digest,
        } = library::load(&rules, builtin, self.language)?;
        let digest = blake3::hash(format!("{digest} {:?}", packs.families).as_bytes());
        if !packs.families.is_empty() {
            library.rules.retain(|rule| {
                let named = packs.families.iter().any(|family| rule.fits(family));
                rule.origin != Origin::Builtin || named
            });
        }
        // What packs settle, and over it what these settings settle; of a pack's settings, its rules and choices count.
        let choices = packs.settings.iter().map(|pack| &pack.choices);
        let choices = choices.fold(Choices::default(), |all, one| all.overlaid(one));
        let settings = Settings {
            choices: choices.overlaid(&settings.choices),
            ..settings
        };
        named.extend(packs.settings);
        for named in named.iter().chain(&self.over) {
            compile::names_of_rules(named, &library.rules)
                .map_err(|mistakes| Box::new(mistakes.told_in(self.language)) as Trouble)?;
        }
        self.list.push(Governed {
            settings,
            folder,
            library,
            digest,
        });
        Ok(self.list.len() - 1)
    }

    /// The index of the settings for a file.
    pub fn place(&mut self, file: &Path) -> Result<usize, Trouble> {
        if let Some(fixed) = self.fixed {
            return Ok(fixed);
        }
        let named = file.parent().unwrap_or(file);
        if let Some(&known) = self.named.get(named) {
            return Ok(known);
        }
        let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        let folder = absolute.parent().unwrap_or(&absolute).to_owned();
        let at = self.upwards(&folder)?;
        self.named.insert(named.to_owned(), at);
        Ok(at)
    }

    /// The index of the settings for the current folder, which hold for the run as a whole.
    pub fn here(&mut self) -> Result<usize, Trouble> {
        match self.fixed {
            Some(fixed) => Ok(fixed),
            None => self.upwards(&std::env::current_dir().unwrap_or_default()),
        }
    }

    fn upwards(&mut self, folder: &Path) -> Result<usize, Trouble> {
        if let Some(&known) = self.folders.get(folder) {
            return Ok(known);
        }
        let file = folder.join(NAME);
        let at = if file.is_file() {
            self.read(&file)?
        } else {
            match folder.parent() {
                Some(above) => self.upwards(above)?,
                None => self.without_file()?,
            }
        };
        self.folders.insert(folder.to_owned(), at);
        Ok(at)
    }

    pub fn get(&self, at: usize) -> Option<&Governed> {
        self.list.get(at)
    }

    pub fn all(&self) -> &[Governed] {
        &self.list
    }
}

impl Governed {
    /// A file's path from the folder of the settings, `/` between folders.
    pub fn relative(&self, file: &Path) -> String {
        relative(file, &self.folder)
    }

    pub fn choices(&self, file: &Path) -> Choices {
        // Most settings say the same of all files.
        if self.settings.per_file.is_empty() {
            return self.settings.choices_for("");
        }
        self.settings.choices_for(&self.relative(file))
    }

    pub fn excludes(&self, file: &Path) -> bool {
        let exclude = &self.settings.exclude;
        if exclude.is_empty() {
            return false;
        }
        let path = self.relative(file);
        exclude.iter().any(|glob| glob.is_match(&path))
    }

    /// How files are read, `options` of the command line over it.
    pub fn reading(&self, hidden: bool, limits: &[(&'static str, usize)]) -> Options {
        let mut options = Options {
            hidden: hidden || self.settings.hidden.unwrap_or(false),
            ..Options::default()
        };
        let own = self.settings.limits.iter();
        let own = own.map(|(name, number)| (name.as_str(), *number));
        for (name, number) in own.chain(limits.iter().copied()) {
            if let Some(limit) = LIMITS.iter().find(|limit| limit.name == name) {
                *(limit.field)(&mut options.limits) = number;
            }
        }
        options
    }
}

/// A file's path from a folder, `/` between folders; the whole path where it lies elsewhere.
pub fn relative(file: &Path, folder: &Path) -> String {
    let absolute = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    files::shown(absolute.strip_prefix(folder).unwrap_or(&absolute))
}

/// `severity.table/foot=warning` as TOML: the parts of the key quoted where they must be, the value where it is bare words.
fn one_key(key: &str, value: &str) -> String {
    let parts = key.split('.').map(|part| {
        let part = part.trim();
        let bare = part
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        if bare || part.starts_with(['"', '\'']) {
            part.to_owned()
        } else {
            format!("\"{part}\"")
        }
    });
    let bare = value
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() || c == '.' || c == '/' || c == '*')
        && !matches!(value, "true" | "false");
    let value = if bare {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        value.to_owned()
    };
    format!("{} = {value}\n", parts.collect::<Vec<_>>().join("."))
}
