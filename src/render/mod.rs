//! An `Outcome` to text. One file an output.
