//! Parts of a prescribed table that a rule does not name.

use super::bind::Scene;
use crate::model::{Expr, Figure, FigureId, Site, Words};
use rust_decimal::Decimal;

/// Lines without a name in the rule that are tried.
const UNNAMED: usize = 10;

/// Whether what is missing in a sum is just what other lines of its column (row) state: the report has parts that the rule does not
/// name.
pub fn stands_in(scene: &Scene<'_>, stated: usize, computed: &Expr<FigureId>) -> bool {
    let own = &scene.figures[stated];
    let leaves = computed.leaves();
    let Site::Cell { block, row, column } = own.site else {
        return false;
    };
    let site = |id: &&FigureId| scene.figures.get(id.figure).map(|figure| figure.site);
    let all = |wanted: &dyn Fn(usize, usize) -> bool| {
        leaves.iter().map(site).all(|site| {
            matches!(site, Some(Site::Cell { block: own, row, column }) if own == block && wanted(row, column))
        })
    };
    let (down, across) = (all(&|_, c| c == column), all(&|r, _| r == row));
    let value = |figure: &Figure| figure.amount.in_unit(&own.amount.unit);
    let sum = leaves.iter().try_fold(Decimal::ZERO, |sum, id| {
        sum.checked_add(value(scene.figures.get(id.figure)?)?)
    });
    let gap = sum.and_then(|sum| own.amount.printed.checked_sub(sum));
    let Some(gap) = gap.filter(|gap| !gap.is_zero() && (down || across)) else {
        return false;
    };
    let others = scene.of_block(block).filter(|&at| {
        let figure = &scene.figures[at];
        let line = match figure.site {
            Site::Cell { column: c, .. } if down => c == column,
            Site::Cell { row: r, .. } => r == row,
            Site::Prose { .. } => false,
        };
        let named = at == stated || leaves.iter().any(|id| id.figure == at);
        line && !named && figure.additive && !figure.amount.printed.is_zero()
    });
    let values: Vec<Decimal> = others
        .filter_map(|at| value(&scene.figures[at]))
        .take(UNNAMED)
        .collect();
    (1..1u32 << values.len()).any(|chosen| {
        let parts = values
            .iter()
            .enumerate()
            .filter(|(at, _)| chosen >> at & 1 == 1);
        parts
            .map(|(_, value)| value)
            .try_fold(Decimal::ZERO, |sum, value| sum.checked_add(*value))
            == Some(gap)
    })
}

pub fn reason() -> Words {
    Words::new(
        "合计里有规则没有写名字的行（列）",
        "the total holds a line that the rule does not name",
    )
}
