//! The parts of a workbook's zip package.

use super::{
    super::{
        archive::{Archive, mentions},
        limits::Limits,
        ooxml::decode,
    },
    Broken,
};

pub struct Package<'a> {
    archive: Archive<'a>,
    /// A part was longer than the limits.
    pub cut: bool,
    /// A part could not be inflated to its end.
    pub damaged: bool,
}

/// Whether a package holds a part by its usual name, or says by its content types that it is of a kind.
pub fn is_kind(bytes: &[u8], usual: &str, kind: &str) -> Option<bool> {
    if mentions(bytes, usual) {
        return Some(true);
    }
    let office = mentions(bytes, "[Content_Types].xml")
        && !["word/", "ppt/"].iter().any(|name| mentions(bytes, name));
    let types = office
        .then(|| {
            Package::open(bytes, &Limits::default())
                .ok()?
                .text("[Content_Types].xml")
        })
        .flatten()?;
    let macros = kind.starts_with("sheet.main") && types.contains("sheet.macroEnabled.main+xml");
    (types.contains(kind) || macros).then_some(true)
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Broken> {
        let archive = Archive::open(bytes, limits).map_err(Broken::archive)?;
        Ok(Self {
            archive,
            cut: false,
            damaged: false,
        })
    }

    pub fn has(&self, name: &str) -> bool {
        self.archive.has(name)
    }

    /// The bytes of a part as far as limits allow and the archive is whole; `None` where there is none.
    pub fn part(&mut self, name: &str) -> Option<Vec<u8>> {
        let part = self.archive.part(name)?;
        self.cut |= part.cut;
        self.damaged |= part.damage.is_some();
        (part.damage.is_none() || !part.bytes.is_empty()).then_some(part.bytes)
    }

    /// A part as text.
    pub fn text(&mut self, name: &str) -> Option<String> {
        self.part(name).map(decode)
    }
}
