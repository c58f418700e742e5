//! `Figures` to the `Claims` that the report itself makes: totals, differences, lists in sentences, repetition.

pub mod table;

use crate::model::{Checked, Claim, Vocabulary};

/// All claims that one document makes about its own figures.
pub fn relate(_index: usize, _checked: &Checked, _vocabulary: &Vocabulary) -> Vec<Claim> {
    Vec::new()
}
