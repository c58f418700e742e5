//! All integration tests in one binary.

mod cli;
mod compile;
mod laws;
mod number;
mod read;
mod render;
mod rules;
mod support;
