//! All integration tests in one binary.

mod cli;
mod compile;
mod explain;
mod laws;
mod number;
mod relate;
mod render;
mod rules;
mod support;
