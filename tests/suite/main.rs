//! All integration tests in one binary.

mod number;
mod read;
