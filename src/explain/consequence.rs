//! Whether a failing claim is only the consequence of a wrong figure: with the right one in its place, it holds.

use super::Ledger;
use crate::model::{Amount, Asserted, Figure, FigureId, Relation, Unit};
use rust_decimal::Decimal;

/// Whether a claim (by its index among the document's) would hold with another value, in its own unit, for one of its figures. A
/// rounded or cut off result holds.
pub fn holds_with(ledger: &Ledger<'_>, claim: usize, figure: FigureId, value: Decimal) -> bool {
    let Some(Asserted::Relation {
        stated,
        relation,
        computed,
    }) = ledger
        .checked
        .claims
        .get(claim)
        .map(|(claim, _)| &claim.asserted)
    else {
        return false;
    };
    let size = |id: FigureId| {
        let own = ledger.figure(id)?;
        in_base(
            own,
            if id == figure {
                value
            } else {
                own.amount.printed
            },
        )
    };
    let step = |id: FigureId| {
        let own = ledger.figure(id)?;
        in_base(own, own.amount.grain())
    };
    let (Some(left), Some(right), Some(step)) = (
        size(*stated),
        computed.value(&|id| size(*id)),
        step(*stated),
    ) else {
        return false;
    };
    match relation {
        Relation::Equal => left
            .checked_sub(right)
            .is_some_and(|gap| gap.abs() < step || gap.is_zero()),
        Relation::NotEqual => left != right,
        Relation::AtMost => left <= right,
        Relation::AtLeast => left >= right,
        Relation::Less => left < right,
        Relation::Greater => left > right,
    }
}

/// A value of a figure's unit in the unit's base: 元 for 万元, 1 for %.
fn in_base(figure: &Figure, value: Decimal) -> Option<Decimal> {
    let amount = Amount {
        printed: value,
        unit: figure.amount.unit.clone(),
    };
    amount.in_unit(&Unit {
        power: 0,
        ..figure.amount.unit.clone()
    })
}
