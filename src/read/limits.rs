//! How much of a file is read at most, so that a hostile one costs bounded memory and time. A report of a thousand pages passes.

/// Bytes that one part of an archive may inflate to.
pub const MOST_PART_BYTES: u64 = 192 << 20;
/// Bytes that all parts of an archive together may inflate to.
pub const MOST_BYTES: u64 = 384 << 20;
/// Files in an archive.
pub const MOST_ENTRIES: usize = 20_000;
/// Elements (or groups, objects) inside each other.
pub const DEEPEST: usize = 400;
/// Tables inside each other.
pub const DEEPEST_TABLE: usize = 12;
/// Places (rows × columns, blank ones counted) of all tables of a document.
pub const MOST_PLACES: usize = 2_000_000;
/// Columns of one table.
pub const MOST_COLUMNS: usize = 16_384;
/// Bytes of a transcript.
pub const MOST_TEXT: usize = 128 << 20;
/// Bytes of one cell or paragraph.
pub const LONGEST: usize = 1 << 20;
/// Headings, paragraphs and tables.
pub const MOST_BLOCKS: usize = 1_000_000;
/// Pages of a document with fixed pages.
pub const MOST_PAGES: usize = 5_000;
