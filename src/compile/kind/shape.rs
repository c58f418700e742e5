//! Rules on what the report itself asserts: they give it a name, a severity and words.

use super::Record;
use crate::model::{Kind, Shape};

pub(super) const FOOT: Record = Record {
    name: Shape::Foot.name(),
    about: "a total is the sum of rows",
    keys: &[],
    compile: |_, _, _| Some(Kind::Shape(Shape::Foot)),
};

pub(super) const CROSS: Record = Record {
    name: Shape::Cross.name(),
    about: "a total is the sum of columns",
    keys: &[],
    compile: |_, _, _| Some(Kind::Shape(Shape::Cross)),
};

pub(super) const DIFFERENCE: Record = Record {
    name: Shape::Difference.name(),
    about: "a column or row is another minus a third",
    keys: &[],
    compile: |_, _, _| Some(Kind::Shape(Shape::Difference)),
};

pub(super) const PARTS: Record = Record {
    name: Shape::Parts.name(),
    about: "a sentence lists the parts of a total",
    keys: &[],
    compile: |_, _, _| Some(Kind::Shape(Shape::Parts)),
};

pub(super) const RESTATEMENT: Record = Record {
    name: Shape::Restatement.name(),
    about: "a sentence repeats a figure of a table",
    keys: &[],
    compile: |_, _, _| Some(Kind::Shape(Shape::Restatement)),
};

pub(super) const SPOKEN_CHANGE: Record = Record {
    name: Shape::SpokenChange.name(),
    about: "a sentence gives a change in per cent beside its amounts",
    keys: &[],
    compile: |_, _, _| Some(Kind::Shape(Shape::SpokenChange)),
};

pub(super) const SPOKEN_SHARE: Record = Record {
    name: Shape::SpokenShare.name(),
    about: "a sentence gives the share of a part",
    keys: &[],
    compile: |_, _, _| Some(Kind::Shape(Shape::SpokenShare)),
};

pub(super) const DISPLAYED: Record = Record {
    name: Shape::Displayed.name(),
    about: "a sum of a workbook holds as displayed, not only as stored",
    keys: &[],
    compile: |_, _, _| Some(Kind::Shape(Shape::Displayed)),
};

pub(super) const COMPUTED: Record = Record {
    name: Shape::Computed.name(),
    about: "where the other figures of a row or column are formulas, so is this one",
    keys: &[],
    compile: |_, _, _| Some(Kind::Shape(Shape::Computed)),
};

pub(super) const REFERENCE: Record = Record {
    name: Shape::Reference.name(),
    about: "a sentence refers to a table",
    keys: &[],
    compile: |_, _, _| Some(Kind::Shape(Shape::Reference)),
};
