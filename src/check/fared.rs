//! What came of a claim when it was evaluated.

use super::evaluate::{Judged, Undecided};
use crate::model::Agreement;

/// Of a claim that holds exactly nothing more has to be kept.
pub enum Fared {
    Exact,
    Judged(Box<Judged>),
    Undecided(Undecided),
    Unjudged,
}

impl Fared {
    pub fn holds(&self) -> bool {
        match self {
            Fared::Exact => true,
            Fared::Judged(judged) => judged.agreement <= Agreement::Rounding,
            _ => false,
        }
    }

    pub fn fails(&self) -> bool {
        matches!(self, Fared::Judged(judged) if judged.agreement > Agreement::Rounding)
    }
}
