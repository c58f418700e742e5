//! All integration tests in one binary.

mod cli;
mod number;
mod render;
