//! Figures of a workbook as its cells store them, in the scale that they are displayed in.

use super::evaluate::judge;
use crate::model::{
    Asserted, Claim, Document, Figure, FigureId, Relation, Shape, Site, Slack, Source, shift,
};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// What display formats do to a number: nothing, per cent, thousands, 万, millions, 亿.
const SCALES: [i32; 6] = [0, 2, -3, -4, -6, -8];

/// Whether the cell of a figure says what it stores.
pub fn is_known(figure: &Figure, document: &Document) -> bool {
    cell_value(figure, document).is_some()
}

fn cell_value(figure: &Figure, document: &Document) -> Option<Decimal> {
    let Site::Cell { block, row, column } = figure.site else {
        return None;
    };
    document.table(block)?.cell(row, column)?.stored
}

/// Whether a sum or difference of a table holds for the stored figures to a hundredth of the printed step; `None` where the file
/// stores them not.
pub fn holds(claim: &Claim, document: &Document, figures: &[Figure]) -> Option<bool> {
    let (
        Source::Shape(Shape::Foot | Shape::Cross | Shape::Difference)
        | Source::Ruled(Shape::Foot | Shape::Cross | Shape::Difference, _),
        Asserted::Relation {
            stated,
            relation: Relation::Equal,
            computed,
        },
    ) = (claim.source, &claim.asserted)
    else {
        return None;
    };
    let mut stored: BTreeMap<FigureId, Figure> = BTreeMap::new();
    for &id in computed.leaves().into_iter().chain([stated]) {
        let figure = figures.get(id.figure)?;
        stored.insert(id, as_stored(figure, document)?);
    }
    let step = figures.get(stated.figure)?.amount.grain();
    let slack = Slack::Absolute(step.checked_div(Decimal::ONE_HUNDRED)?);
    let lookup = |id: FigureId| stored.get(&id);
    let judged = judge(
        stored.get(stated)?,
        Relation::Equal,
        computed,
        &slack,
        &lookup,
    );
    Some(judged.is_ok_and(|judged| judged.gap.abs() <= judged.computed.slack))
}

/// The figure with what its cell stores in place of what it displays.
fn as_stored(figure: &Figure, document: &Document) -> Option<Figure> {
    let stored = cell_value(figure, document)?;
    let shown = figure.amount.printed;
    let half = figure.amount.grain().checked_mul(Decimal::new(5, 1))?;
    let printed = SCALES.into_iter().find_map(|power| {
        let value = shift(stored, power)?;
        (value.checked_sub(shown)?.abs() <= half).then_some(value)
    })?;
    let mut figure = figure.clone();
    figure.amount.printed = printed;
    figure.grain = Decimal::ZERO;
    Some(figure)
}
