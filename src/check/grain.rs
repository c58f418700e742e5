//! How exact the figures of a table are, learned from what is claimed of them: last zeros that are no digits, whole numbers that were
//! counted.

use super::evaluate::Judged;
use crate::model::{
    Agreement, Asserted, Claim, Expr, Figure, FigureId, Operator, Shape, Site, Source,
};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// So many sums of a table must miss by what such rounding can do: fewer may be errors in round figures.
const MISSES: usize = 3;
/// So many figures of a column must end in zeros.
const FIGURES: usize = 8;

/// So many products must come out to the last digit before a column of whole numbers is taken as counted.
const PRODUCTS: usize = 3;

/// Sums that miss, of one table: the figures of each, and the step that all of them are multiples of.
type Misses = Vec<(Vec<FigureId>, Decimal)>;

/// Makes the figures of such columns as coarse as they are, where several sums of a table, with no figure in all of them, miss by so
/// little; whether there are any. `failing`: claims with their figures.
pub fn coarsen<'c>(
    figures: &mut [Figure],
    failing: impl Iterator<Item = (&'c Claim, &'c Judged, Vec<FigureId>)>,
) -> bool {
    let mut tables: BTreeMap<usize, Misses> = BTreeMap::new();
    for (claim, judged, ids) in failing {
        let sum = matches!(
            claim.source,
            Source::Shape(Shape::Foot | Shape::Cross | Shape::Difference)
        );
        let block = ids.first().and_then(|id| figures.get(id.figure));
        let (true, Some(block)) = (sum, block.map(|figure| figure.site.block())) else {
            continue;
        };
        let steps = ids.iter().map(|id| step(figures.get(id.figure)?));
        let Some(steps) = steps.collect::<Option<Vec<_>>>() else {
            continue;
        };
        let Some(step) = steps.into_iter().flatten().min() else {
            continue;
        };
        let near = Agreement::of(judged.gap, ids.iter().map(|_| step)) <= Agreement::Rounding;
        if step > Decimal::ONE && near {
            tables.entry(block).or_default().push((ids, step));
        }
    }
    let mut coarse = BTreeMap::new();
    for (block, misses) in tables {
        let shared = misses.iter().skip(1).fold(
            misses
                .first()
                .map_or(BTreeSet::new(), |first| first.0.iter().copied().collect()),
            |shared: BTreeSet<FigureId>, (ids, _)| {
                shared.into_iter().filter(|id| ids.contains(id)).collect()
            },
        );
        if misses.len() < MISSES || !shared.is_empty() {
            continue;
        }
        for id in misses.iter().flat_map(|(ids, _)| ids) {
            if let Some(Site::Cell { column, .. }) = figures.get(id.figure).map(|one| one.site) {
                coarse
                    .entry((block, column))
                    .or_insert((Decimal::MAX, 0usize));
            }
        }
    }
    if coarse.is_empty() {
        return false;
    }
    for figure in figures.iter() {
        if let Site::Cell { block, column, .. } = figure.site
            && let Some((least, count)) = coarse.get_mut(&(block, column))
            && !figure.amount.printed.is_zero()
        {
            let own = step(figure).flatten().unwrap_or(Decimal::ONE);
            (*least, *count) = (own.min(*least), *count + 1);
        }
    }
    coarse.retain(|_, (step, count)| *step > Decimal::ONE && *count >= FIGURES);
    for figure in figures.iter_mut().filter(|figure| !figure.grain.is_zero()) {
        if let Site::Cell { block, column, .. } = figure.site
            && let Some((step, _)) = coarse.get(&(block, column))
        {
            figure.grain = figure.grain.max(*step);
        }
    }
    !coarse.is_empty()
}

/// The largest power of ten that a whole figure is a multiple of: `Some(None)` for zero, `None` for what is counted exactly or has
/// decimals.
fn step(figure: &Figure) -> Option<Option<Decimal>> {
    let printed = figure.amount.printed.normalize();
    if printed.is_zero() {
        return Some(None);
    }
    if printed.scale() > 0 || figure.grain.is_zero() {
        return None;
    }
    let mut step = Decimal::ONE;
    while (printed % (step * Decimal::TEN)).is_zero() && step < Decimal::from(1_000_000) {
        step *= Decimal::TEN;
    }
    Some(Some(step))
}

/// Makes whole numbers exact by which the amounts of a table are divided, where nearly all lines multiply back to the last digit:
/// price × quantity = amount is no rate that was rounded. Whether any was not exact before.
pub fn count<'c>(figures: &mut [Figure], claims: impl Iterator<Item = &'c Claim>) -> bool {
    // Column of divisors → lines that multiply back, and lines.
    let mut columns: BTreeMap<(usize, usize), (usize, usize)> = BTreeMap::new();
    for claim in claims {
        let Some((stated, above, below)) = division(claim) else {
            continue;
        };
        let figure = |id: FigureId| figures.get(id.figure);
        let (Some(stated), Some(above), Some(below)) =
            (figure(stated), figure(above), figure(below))
        else {
            continue;
        };
        let Site::Cell { block, column, .. } = below.site else {
            continue;
        };
        // Nothing is any number of nothing.
        if above.amount.printed.is_zero() || below.amount.printed == Decimal::ONE {
            continue;
        }
        let whole = below.amount.printed.normalize().scale() == 0;
        let product = stated.amount.printed.checked_mul(below.amount.printed);
        let exact = whole && product == Some(above.amount.printed);
        let (backs, lines) = columns.entry((block, column)).or_default();
        (*backs, *lines) = (*backs + usize::from(exact), *lines + 1);
    }
    columns.retain(|_, (backs, lines)| *backs >= PRODUCTS && *backs * 3 >= *lines * 2);
    let mut changed = false;
    for figure in figures.iter_mut().filter(|figure| !figure.grain.is_zero()) {
        if let Site::Cell { block, column, .. } = figure.site
            && columns.contains_key(&(block, column))
            && figure.amount.printed.normalize().scale() == 0
        {
            (figure.grain, changed) = (Decimal::ZERO, true);
        }
    }
    changed
}

/// stated = above ÷ below.
fn division(claim: &Claim) -> Option<(FigureId, FigureId, FigureId)> {
    let Source::Shape(Shape::Quotient) = claim.source else {
        return None;
    };
    let Asserted::Relation {
        stated,
        computed: Expr::Binary(Operator::Divide, above, below),
        ..
    } = &claim.asserted
    else {
        return None;
    };
    match (above.as_ref(), below.as_ref()) {
        (Expr::Leaf(above), Expr::Leaf(below)) => Some((*stated, *above, *below)),
        _ => None,
    }
}
