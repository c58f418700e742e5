//! Office packages (zip archives of XML parts): opened with limits, parts by their relations, never written anywhere.

use super::{Input, ReadError, limits, xml};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{Cursor, Read};
use xml::{Token, Tokens};
use zip::ZipArchive;

pub struct Package<'a> {
    input: Input<'a>,
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes inflated so far.
    inflated: u64,
}

/// What one part says of another.
pub struct Relation {
    /// The last word of its type: `styles`, `numbering`, `footnotes` …
    pub kind: String,
    /// The other part's name in the archive.
    pub target: String,
}

/// Whether bytes are a zip archive with a part whose name begins so; an archive that cannot be opened is told by its bytes.
pub fn holds(bytes: &[u8], prefix: &str) -> bool {
    if !bytes.starts_with(b"PK") {
        return false;
    }
    match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) => archive
            .file_names()
            .flatten()
            .any(|name| plain(&name).starts_with(prefix)),
        Err(_) => bytes
            .windows(prefix.len())
            .take(1 << 20)
            .any(|window| window == prefix.as_bytes()),
    }
}

/// A part's name with slashes as they should be.
fn plain(name: &str) -> String {
    name.trim_start_matches('/')
        .replace('\\', "/")
        .to_lowercase()
}

impl<'a> Package<'a> {
    /// # Errors
    /// Where the archive is damaged or holds too many files.
    pub fn open(input: Input<'a>) -> Result<Self, ReadError> {
        let archive = ZipArchive::new(Cursor::new(input.bytes))
            .map_err(|error| broken(input, &format!("the archive cannot be opened ({error})")))?;
        if archive.len() > limits::MOST_ENTRIES {
            return Err(broken(
                input,
                &format!("the archive holds more than {} files", limits::MOST_ENTRIES),
            ));
        }
        Ok(Self {
            input,
            archive,
            inflated: 0,
        })
    }

    /// The text of a part; `None` where there is none of this name.
    ///
    /// # Errors
    /// Where it cannot be inflated, or inflates beyond the limits.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let wanted = plain(name);
        let index = self.archive.index_for_name(name).or_else(|| {
            self.archive
                .file_names()
                .position(|other| other.is_ok_and(|other| plain(&other) == wanted))
        });
        let Some(index) = index else {
            return Ok(None);
        };
        let input = self.input;
        let fail = |error: &dyn std::fmt::Display| {
            broken(input, &format!("its part {name} cannot be read ({error})"))
        };
        let room = limits::MOST_PART_BYTES.min(limits::MOST_BYTES.saturating_sub(self.inflated));
        let mut bytes = Vec::new();
        let part = self.archive.by_index(index).map_err(|error| fail(&error))?;
        part.take(room + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| fail(&error))?;
        if bytes.len() as u64 > room {
            return Err(broken(
                input,
                &format!("its part {name} inflates to more than {} MB", room >> 20),
            ));
        }
        self.inflated += bytes.len() as u64;
        Ok(Some(decode(bytes)))
    }

    /// What a part refers to; nothing where that cannot be read.
    pub fn relations(&mut self, part: &str) -> Vec<Relation> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = match folder {
            "" => format!("_rels/{file}.rels"),
            _ => format!("{folder}/_rels/{file}.rels"),
        };
        let Ok(Some(source)) = self.part(&name) else {
            return Vec::new();
        };
        let mut relations = Vec::new();
        for token in Tokens::of(&source) {
            if let Token::Open(element) = token
                && element.name() == "Relationship"
                && element.attribute("TargetMode").as_deref() != Some("External")
            {
                let kind = element.attribute("Type").unwrap_or_default();
                let target = element.attribute("Target").unwrap_or_default();
                relations.push(Relation {
                    kind: kind.rsplit('/').next().unwrap_or("").to_owned(),
                    target: resolve(folder, &target),
                });
            }
        }
        relations
    }

    /// The name of the part that the package is about.
    pub fn main_part(&mut self) -> Option<String> {
        let relations = self.relations("");
        let main = relations.into_iter().find(|it| it.kind == "officeDocument");
        main.map(|relation| relation.target)
    }
}

/// A target beside the folder of the part that names it.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

/// The text of an XML part: by its byte order mark, else the encoding that it declares, else UTF-8.
fn decode(bytes: Vec<u8>) -> String {
    let declared = || {
        let start = bytes.get(..bytes.len().min(200)).unwrap_or(&[]);
        let start = String::from_utf8_lossy(start);
        let at = start.find("encoding=")? + "encoding=".len();
        let name = start.get(at..)?.trim_start_matches(['"', '\'']);
        Encoding::for_label(name.split(['"', '\'']).next()?.as_bytes())
    };
    let encoding = match bytes.get(..2) {
        Some([b'<', 0]) => UTF_16LE,
        Some([0, b'<']) => UTF_16BE,
        // UTF-16 is not what single bytes can declare.
        _ => declared()
            .filter(|encoding| ![UTF_16LE, UTF_16BE].contains(encoding))
            .unwrap_or(UTF_8),
    };
    if encoding == UTF_8 && Encoding::for_bom(&bytes).is_none() {
        return String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    }
    encoding.decode(&bytes).0.into_owned()
}

/// The error for a package that is not what it should be.
pub fn broken(input: Input<'_>, what: &str) -> ReadError {
    ReadError::Broken {
        path: input.path.to_owned(),
        what: what.to_owned(),
        help: "open it in its own program and save it anew".to_owned(),
    }
}
