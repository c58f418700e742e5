//! All integration tests in one binary.

mod laws;
mod number;
mod rules;
mod support;
