//! All integration tests in one binary.

mod cli;
mod compile;
mod explain;
mod flat;
mod laws;
mod number;
mod read;
mod relate;
mod render;
mod reports;
mod rules;
mod support;
mod verdicts;
