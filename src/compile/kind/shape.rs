//! Rules on what the report itself asserts: they give it a name, a severity and words.

use super::Record;
use crate::model::{Kind, Shape};

pub(super) const FOOT: Record = Record {
    name: "foot",
    about: "a total is the sum of rows",
    keys: &[],
    compile: |_, _, _| Some(Kind::Shape(Shape::Foot)),
};

pub(super) const CROSS: Record = Record {
    name: "cross",
    about: "a total is the sum of columns",
    keys: &[],
    compile: |_, _, _| Some(Kind::Shape(Shape::Cross)),
};

pub(super) const DIFFERENCE: Record = Record {
    name: "difference",
    about: "a column or row is another minus a third",
    keys: &[],
    compile: |_, _, _| Some(Kind::Shape(Shape::Difference)),
};

pub(super) const AVERAGE: Record = Record {
    name: "average",
    about: "a row or column is the average of others",
    keys: &[],
    compile: |_, _, _| Some(Kind::Shape(Shape::Average)),
};

pub(super) const QUOTIENT: Record = Record {
    name: "quotient",
    about: "a row or column is one divided by another",
    keys: &[],
    compile: |_, _, _| Some(Kind::Shape(Shape::Quotient)),
};

pub(super) const GROWTH: Record = Record {
    name: "growth",
    about: "a row or column is the change of another in per cent",
    keys: &[],
    compile: |_, _, _| Some(Kind::Shape(Shape::Growth)),
};

pub(super) const DISPLAYED: Record = Record {
    name: "displayed",
    about: "a sum of a workbook holds as displayed, not only as stored",
    keys: &[],
    compile: |_, _, _| Some(Kind::Shape(Shape::Displayed)),
};

pub(super) const COMPUTED: Record = Record {
    name: "computed",
    about: "where the other figures of a row or column are formulas, so is this one",
    keys: &[],
    compile: |_, _, _| Some(Kind::Shape(Shape::Computed)),
};
