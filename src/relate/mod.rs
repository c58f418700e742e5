//! `Figures` to the `Claims` that the report itself makes: totals, differences, lists in sentences, repetition.

mod prose;
mod reference;
pub mod table;
mod titles;
mod typed;

pub use prose::ledger;

use crate::model::{Claim, Document, Figure, Vocabulary};

/// All claims that one document makes about its own figures; `index` is the document's. What was not tried for want of time becomes a
/// notice of the document.
pub fn relate(
    index: usize,
    document: &mut Document,
    figures: &[Figure],
    vocabulary: &Vocabulary,
) -> Vec<Claim> {
    let (mut claims, notices) = table::claims(index, document, figures, vocabulary);
    document.notices.extend(notices);
    let document = &*document;
    claims.extend(prose::claims(index, document, figures, vocabulary));
    claims.extend(typed::claims(index, document, figures));
    claims.extend(reference::claims(index, document, figures, vocabulary));
    claims.extend(titles::claims(document, vocabulary));
    claims
}
