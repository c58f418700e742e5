//! Office packages (zip archives of XML parts): opened with limits, parts by their relations, never written anywhere.

use super::{
    Input, ReadError,
    archive::{Archive, beside},
    limits::Limits,
    xml::{Token, Tokens},
};
use crate::model::Words;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

pub struct Package<'a> {
    input: Input<'a>,
    archive: Archive<'a>,
    /// Bytes that one part may inflate to.
    most: usize,
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
    match Archive::open(bytes, &Limits::default()) {
        Ok(archive) => archive
            .names()
            .any(|name| name.to_lowercase().starts_with(prefix)),
        Err(_) => bytes
            .windows(prefix.len())
            .take(1 << 20)
            .any(|window| window == prefix.as_bytes()),
    }
}

impl<'a> Package<'a> {
    /// # Errors
    /// Where the archive is damaged or holds too many files.
    pub fn open(input: Input<'a>, limits: &Limits) -> Result<Self, ReadError> {
        let archive = Archive::open(input.bytes, limits).map_err(|why| broken(input, why))?;
        Ok(Self {
            input,
            archive,
            most: limits.part(),
        })
    }

    /// The text of a part; `None` where there is none of this name.
    ///
    /// # Errors
    /// Where it cannot be inflated, or inflates beyond the limits.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let Some(part) = self.archive.part(name) else {
            return Ok(None);
        };
        if part.cut {
            let most = self.most >> 20;
            let what = Words::new(
                format!("其中的 {name} 解压后超过 {most} MB（上限 inflated 的一半）"),
                format!(
                    "its part {name} inflates to more than {most} MB (half of the limit `inflated`)"
                ),
            );
            return Err(broken(self.input, what));
        }
        match part.damage {
            Some(why) => Err(broken(
                self.input,
                Words::new(
                    format!("其中的 {name} 无法读取（{why}）"),
                    format!("its part {name} cannot be read ({why})"),
                ),
            )),
            None => Ok(Some(decode(part.bytes))),
        }
    }

    /// What a part refers to; nothing where that cannot be read.
    pub fn relations(&mut self, part: &str) -> Vec<Relation> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = format!("{folder}/_rels/{file}.rels");
        let Ok(Some(source)) = self.part(&name) else {
            return Vec::new();
        };
        let mut relations = Vec::new();
        for token in Tokens::of(&source) {
            if let Token::Open(element) = token
                && element.name() == "Relationship"
                && element.get("TargetMode").as_deref() != Some("External")
            {
                let kind = element.attribute("Type").unwrap_or_default();
                let target = element.attribute("Target").unwrap_or_default();
                relations.push(Relation {
                    kind: kind.rsplit('/').next().unwrap_or("").to_owned(),
                    target: beside(part, &target),
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

/// The text of an XML part: by its byte order mark, else the encoding that it declares, else UTF-8.
pub fn decode(bytes: Vec<u8>) -> String {
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
pub fn broken(input: Input<'_>, what: Words) -> ReadError {
    ReadError::Broken {
        path: input.path.to_owned(),
        what,
        help: Words::new(
            "用编辑它的软件打开并另存",
            "open it in its own program and save it anew",
        ),
    }
}
