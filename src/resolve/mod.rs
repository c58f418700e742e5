//! A `Document` to its `Figures`: amount, unit, labels, meaning.

use crate::model::{Document, Figure, Vocabulary};

/// Every figure of a document, in reading order.
pub fn resolve(_document: &mut Document, _vocabulary: &Vocabulary) -> Vec<Figure> {
    Vec::new()
}
