//! All integration tests in one binary.

mod compile;
mod number;
