//! Rules on how tables print their amounts.

use super::Record;
use crate::model::{Kind, Printing};

pub(super) const PRECISION: Record = Record {
    name: "precision",
    about: "the figures of a column have the same number of decimals",
    keys: &[],
    compile: |_, _, _| Some(Kind::Printing(Printing::Decimals)),
};

pub(super) const UNIT_CONFLICT: Record = Record {
    name: "unit-conflict",
    about: "a table has amounts in the unit that its caption names",
    keys: &[],
    compile: |_, _, _| Some(Kind::Printing(Printing::Units)),
};
