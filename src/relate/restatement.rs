//! A sentence that repeats a table's figure: same key, so the same value.

use crate::model::{
    Asserted, Claim, Expr, Figure, FigureId, Key, Relation, Shape, Site, Source, Support,
    Vocabulary,
};
use std::collections::BTreeMap;

pub fn claims(index: usize, figures: &[Figure], vocabulary: &Vocabulary) -> Vec<Claim> {
    let mut in_tables: BTreeMap<&Key, Vec<usize>> = BTreeMap::new();
    for (at, figure) in figures.iter().enumerate() {
        if let (Some(key), Site::Cell { .. }) = (&figure.meaning, figure.site) {
            in_tables.entry(key).or_default().push(at);
        }
    }
    let mut claims = Vec::new();
    for (at, figure) in figures.iter().enumerate() {
        let (Some(key), Site::Prose { block, .. }) = (&figure.meaning, figure.site) else {
            continue;
        };
        let Some(candidates) = in_tables.get(key) else {
            continue;
        };
        // The one that says the same, else the nearest table's.
        let value = |other: usize| figures[other].amount.in_unit(&figure.amount.unit);
        let same = candidates
            .iter()
            .find(|&&other| value(other) == Some(figure.amount.printed));
        let near = candidates
            .iter()
            .min_by_key(|&&other| figures[other].site.block().abs_diff(block));
        let Some(&table) = same.or(near) else {
            continue;
        };
        claims.push(Claim {
            source: Source::Shape(Shape::Restatement),
            at: figure.span,
            asserted: Asserted::Relation {
                stated: FigureId {
                    document: index,
                    figure: at,
                },
                relation: Relation::Equal,
                computed: Expr::Leaf(FigureId {
                    document: index,
                    figure: table,
                }),
            },
            support: Support {
                meaning: !vocabulary.concept(key.concept).generic,
                ..Support::default()
            },
        });
    }
    claims
}
