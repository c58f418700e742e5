//! How much of a file is read at most, so that a hostile one costs bounded memory and time. A report of a thousand pages passes.

use crate::model::Words;

/// What a user may set; each has a name, and a default that the largest real reports pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes that all parts of an archive together may inflate to.
    pub inflated: usize,
    /// Files in an archive.
    pub parts: usize,
    /// Cells of the tables of a document, blank places between them counted.
    pub cells: usize,
    /// Bytes of the text of a document.
    pub text: usize,
    /// Headings, paragraphs and tables.
    pub blocks: usize,
    /// Pages of a document with fixed pages.
    pub pages: usize,
}

/// One of them, as an option names it.
pub struct Limit {
    pub name: &'static str,
    /// What it counts.
    pub about: &'static str,
    pub field: fn(&mut Limits) -> &mut usize,
}

/// All that can be set. A new one is a field and a line here.
pub const LIMITS: &[Limit] = &[
    Limit {
        name: "inflated",
        about: "bytes that the parts of an archive (docx, xlsx, ods, ofd), or what the pages of a pdf draw, may inflate to",
        field: |limits| &mut limits.inflated,
    },
    Limit {
        name: "parts",
        about: "files in an archive",
        field: |limits| &mut limits.parts,
    },
    Limit {
        name: "cells",
        about: "cells of all tables or sheets, blank places between them counted",
        field: |limits| &mut limits.cells,
    },
    Limit {
        name: "text",
        about: "bytes of text",
        field: |limits| &mut limits.text,
    },
    Limit {
        name: "blocks",
        about: "headings, paragraphs and tables",
        field: |limits| &mut limits.blocks,
    },
    Limit {
        name: "pages",
        about: "pages of a pdf or ofd file",
        field: |limits| &mut limits.pages,
    },
];

impl Default for Limits {
    fn default() -> Self {
        Self {
            inflated: 384 << 20,
            parts: 20_000,
            cells: 750_000,
            text: 48 << 20,
            blocks: 1_000_000,
            pages: 5_000,
        }
    }
}

impl Limits {
    /// The notice that a limit kept something from being read.
    pub fn beyond(&self, name: &str, zh: &str, en: &str) -> Words {
        let field = LIMITS.iter().find(|limit| limit.name == name);
        let most = field.map_or(0, |limit| *(limit.field)(&mut self.clone()));
        Words::new(
            format!("{zh}（达到上限 {name} = {most}）"),
            format!("{en} (the limit `{name}` is {most})"),
        )
    }

    /// Bytes that one stream of a pdf may inflate to; fonts and tables of characters are larger once they are understood.
    pub fn stream(&self) -> usize {
        self.inflated / 6
    }

    /// Bytes that one part of an archive may inflate to: while it is read, its text stands beside what is made of it.
    pub fn part(&self) -> usize {
        self.inflated / 2
    }
}

/// Elements (or groups, objects) inside each other.
pub const DEEPEST: usize = 400;
/// Tables inside each other.
pub const DEEPEST_TABLE: usize = 12;
/// Columns of one table: no program has more.
pub const MOST_COLUMNS: usize = 16_384;
/// Bytes of one cell or paragraph; what is cut is said.
pub const LONGEST: usize = 1 << 20;
