//! Spreadsheets: what all of them share, from stored numbers to tables.

mod format;
mod stored;
