//! One thing stated more than once has one value.

use super::bind::Scene;
use crate::model::{
    Asserted, Claim, ConceptId, Expr, Figure, FigureId, Key, Relation, Site, Source, Support,
    Verdict, Words,
};
use std::collections::BTreeMap;

pub fn claims(
    scene: &Scene<'_>,
    rule: usize,
    concepts: &[ConceptId],
) -> (Vec<Claim>, Vec<(Verdict, Words)>) {
    let mut groups: BTreeMap<&Key, Vec<usize>> = BTreeMap::new();
    for (at, figure) in scene.figures.iter().enumerate() {
        if let Some(key) = &figure.meaning
            && concepts.contains(&key.concept)
        {
            groups.entry(key).or_default().push(at);
        }
    }
    let mut claims = Vec::new();
    for mentions in groups.values().filter(|mentions| mentions.len() > 1) {
        let reference = reference(scene.figures, mentions);
        for &at in mentions.iter().filter(|&&at| at != reference) {
            claims.push(Claim {
                source: Source::Rule(rule),
                at: scene.figures[at].span,
                asserted: Asserted::Relation {
                    stated: FigureId {
                        document: scene.index,
                        figure: at,
                    },
                    relation: Relation::Equal,
                    computed: Expr::Leaf(FigureId {
                        document: scene.index,
                        figure: reference,
                    }),
                },
                support: Support {
                    meaning: true,
                    ..Support::default()
                },
            });
        }
    }
    let mut undone = Vec::new();
    if claims.is_empty() {
        let reason = Words::new("没有重复出现的数字", "no figure is stated twice");
        undone.push((Verdict::NotApplicable, reason));
    }
    (claims, undone)
}

/// The mention that the others are held against: the value stated most often, tables before sentences, the first of these.
fn reference(figures: &[Figure], mentions: &[usize]) -> usize {
    let unit = &figures[mentions[0]].amount.unit;
    let value = |at: usize| figures[at].amount.in_unit(unit);
    let score = |at: usize| {
        let same = mentions
            .iter()
            .filter(|&&other| value(other) == value(at))
            .count();
        let in_table = matches!(figures[at].site, Site::Cell { .. });
        (in_table, same, std::cmp::Reverse(at))
    };
    mentions
        .iter()
        .copied()
        .max_by_key(|&at| score(at))
        .unwrap_or(mentions[0])
}
