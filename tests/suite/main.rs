//! All integration tests in one binary.

// A test that meets what it did not expect must stop.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

mod accept;
mod cache;
mod cli;
mod compile;
mod documents;
mod drafts;
mod explain;
mod flat;
#[allow(dead_code, reason = "the targets use what the tests do not")]
#[path = "../../fuzz/src/lib.rs"]
mod fuzz;
mod fuzzing;
mod kept;
mod kind;
mod laws;
mod number;
mod outputs;
mod pages;
mod printed;
mod properties;
mod read;
mod relate;
mod render;
mod reports;
mod roll;
mod rules;
mod schema;
mod sentences;
mod settings;
mod sheets;
mod suggest;
mod sums;
mod support;
mod titles;
mod together;
mod tools;
mod verdicts;
mod word;
mod words;
mod workbooks;
