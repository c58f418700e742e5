//! Zip archives: parts by their names, inflated within limits, never written anywhere.

use super::limits::Limits;
use crate::model::Words;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Bytes that one byte can inflate to (RFC 1951: 258 for a quarter of one).
const MOST_GAIN: u64 = 1_032;

pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// As plain paths, in the archive's order.
    names: Vec<String>,
    /// Bytes that may still be inflated, and those of one part.
    left: usize,
    most: usize,
}

/// What could be had of a part.
pub struct Part {
    pub bytes: Vec<u8>,
    /// It was longer than the limits.
    pub cut: bool,
    /// It breaks off before its end: why.
    pub damage: Option<String>,
}

impl<'a> Archive<'a> {
    /// # Errors
    /// Why it cannot be opened: damaged, or too many files.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Words> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            Words::new(
                format!("压缩包打不开（{error}）"),
                format!("the archive cannot be opened ({error})"),
            )
        })?;
        if zip.len() > limits.parts {
            let most = limits.parts;
            return Err(Words::new(
                format!("压缩包里的文件超过 {most} 个（上限 parts）"),
                format!("the archive holds more than {most} files (the limit `parts`)"),
            ));
        }
        let names = (0..zip.len())
            .map(|at| match zip.name_for_index(at) {
                Some(Ok(name)) => plain(&name),
                _ => String::new(),
            })
            .collect();
        Ok(Self {
            zip,
            names,
            left: limits.inflated,
            most: limits.part(),
        })
    }

    /// The names of its parts as plain paths.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The place of a part; one written in other letter case counts where there is no better.
    fn position(&self, name: &str) -> Option<usize> {
        let wanted = plain(name);
        let same = self.names.iter().position(|own| *own == wanted);
        same.or_else(|| {
            let mut names = self.names.iter();
            names.position(|own| own.eq_ignore_ascii_case(&wanted))
        })
    }

    pub fn has(&self, name: &str) -> bool {
        self.position(name).is_some()
    }

    /// A part as far as it goes; `None` where there is none of this name.
    pub fn part(&mut self, name: &str) -> Option<Part> {
        let at = self.position(name)?;
        let room = self.most.min(self.left);
        let mut bytes = Vec::new();
        let result = match self.zip.by_index(at) {
            Ok(file) => {
                // The declared length may be a lie: not beyond what deflating can gain.
                let gain = file.compressed_size().saturating_mul(MOST_GAIN);
                let likely = usize::try_from(file.size().min(gain)).unwrap_or(room);
                bytes.reserve_exact(likely.min(room) + 1);
                file.take(room as u64 + 1).read_to_end(&mut bytes).err()
            }
            Err(error) => Some(error.into()),
        };
        let cut = bytes.len() > room;
        bytes.truncate(room);
        self.left -= bytes.len();
        Some(Part {
            bytes,
            cut,
            damage: result.map(|error| error.to_string()),
        })
    }
}

/// A path inside the archive: slashes as they should be, without empty steps and steps back.
pub fn plain(path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.trim().split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// The path that a part means by another: from the root with a leading slash, else beside itself.
pub fn beside(part: &str, path: &str) -> String {
    let path = path.trim();
    if path.starts_with(['/', '\\']) {
        return plain(path);
    }
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    plain(&format!("{folder}/{path}"))
}

/// Whether bytes are an archive that names a part so near its ends, in any letter case; nothing is opened.
pub fn mentions(bytes: &[u8], name: &str) -> bool {
    if !bytes.starts_with(b"PK\x03\x04") {
        return false;
    }
    let ends = [
        bytes.get(..65_536).unwrap_or(bytes),
        bytes
            .get(bytes.len().saturating_sub(262_144)..)
            .unwrap_or(bytes),
    ];
    let name = name.as_bytes();
    let Some(first) = name.first() else {
        return true;
    };
    let [small, large] = [first.to_ascii_lowercase(), first.to_ascii_uppercase()];
    ends.into_iter().any(|part| {
        let mut places = memchr::memchr2_iter(small, large, part);
        places.any(|at| {
            let there = part.get(at..at + name.len());
            there.is_some_and(|there| there.eq_ignore_ascii_case(name))
        })
    })
}
