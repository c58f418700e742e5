//! All integration tests in one binary.

mod cli;
mod flat;
mod laws;
mod number;
mod render;
mod rules;
mod support;
