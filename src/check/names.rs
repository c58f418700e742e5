//! What the names of rules match in a document, and what comes nearest where they match nothing.

use super::{
    bind::{Scene, bind},
    formula::{stated, stating},
    lines,
};
use crate::model::{
    Bound, ConceptId, FigureId, Formula, Kind, Label, Matched, Meaning, Name, Near, Rule, Scope,
    Words, fold,
};
use std::collections::BTreeSet;

/// More runners-up than this help nobody.
const MOST_NEAR: usize = 3;

/// Every rule that speaks of concepts, with what its names matched.
pub fn names(scene: &Scene<'_>, rules: &[Rule]) -> Vec<Bound> {
    let bindings = bind(scene, rules).into_iter();
    let tables = lines::Tables::default();
    let bound = bindings.filter_map(|binding| {
        let rule = rules.get(binding.rule)?;
        if matches!(rule.kind, Kind::Shape(_) | Kind::Across { .. }) {
            return None;
        }
        Some(Bound {
            rule: binding.rule,
            claims: binding.claims.len(),
            undone: binding.undone.into_iter().next(),
            names: match &rule.kind {
                Kind::Lines(equation) => lines::named(scene, &tables, equation)
                    .into_iter()
                    .map(|(name, figures)| line(scene, name, figures))
                    .collect(),
                _ => names_of(rule)
                    .into_iter()
                    .map(|(name, scope)| matched(scene, &name, scope))
                    .collect(),
            },
        })
    });
    bound.collect()
}

/// The names that a rule's formulas have, each once, with where they are looked up.
fn names_of(rule: &Rule) -> Vec<(Name, Scope)> {
    let of = |formulas: &[Formula], scope: Scope| {
        let mut found: Vec<(Name, Scope)> = Vec::new();
        for formula in formulas {
            let names = formula
                .left
                .leaves()
                .into_iter()
                .chain(formula.right.leaves());
            for name in names {
                let known = found
                    .iter()
                    .any(|(one, _)| one.concept == name.concept && one.values == name.values);
                if !known {
                    found.push((name.clone(), scope));
                }
            }
        }
        found
    };
    match &rule.kind {
        Kind::Formula {
            formulas, scope, ..
        } => of(formulas, *scope),
        Kind::Statement { formula, .. } => of(std::slice::from_ref(formula), Scope::Document),
        Kind::Tie { concepts } => {
            let name = |&concept| Name {
                concept,
                values: Vec::new(),
                span: crate::model::Span::default(),
            };
            let names = concepts.iter().map(name);
            names.map(|name| (name, Scope::Document)).collect()
        }
        // Tables of forms are named by their titles, not by concepts.
        _ => Vec::new(),
    }
}

fn matched(scene: &Scene<'_>, name: &Name, scope: Scope) -> Matched {
    let vocabulary = scene.vocabulary;
    let concept = vocabulary.concept(name.concept);
    let values: Vec<&str> = name
        .values
        .iter()
        .map(|id| &*vocabulary.value(*id).0)
        .collect();
    let figures = stated(scene, name, scope);
    let bare = Name {
        values: Vec::new(),
        ..name.clone()
    };
    let (others, near) = match figures.is_empty() {
        true => (stating(scene, &bare), near_to_concept(scene, name.concept)),
        false => (Vec::new(), Vec::new()),
    };
    Matched {
        name: match values.as_slice() {
            [] => concept.name.to_string(),
            values => format!("{}[{}]", concept.name, values.join(", ")),
        },
        title: concept.title.clone(),
        figures,
        near: if others.is_empty() { near } else { Vec::new() },
        others,
    }
}

/// A row or column that a rule names.
fn line(scene: &Scene<'_>, name: String, figures: Vec<usize>) -> Matched {
    let last = name.rsplit('/').next().unwrap_or(&name);
    let last = fold(last.split('#').next().unwrap_or(last));
    let ids = figures.into_iter().map(|figure| FigureId {
        document: scene.index,
        figure,
    });
    let figures: Vec<FigureId> = ids.collect();
    Matched {
        near: match figures.is_empty() {
            true => near(scene, &[&last]),
            false => Vec::new(),
        },
        title: Words::default(),
        name,
        figures,
        others: Vec::new(),
    }
}

/// The labels of the document that are nearest to the labels of a concept.
fn near_to_concept(scene: &Scene<'_>, concept: ConceptId) -> Vec<Near> {
    let meanings = scene.vocabulary.meanings.iter();
    let mut own: Vec<&str> = meanings
        .filter(|(_, meanings)| meanings.contains(&Meaning::Concept(concept)))
        .map(|(label, _)| label.as_str())
        .collect();
    own.sort_unstable();
    near(scene, &own)
}

/// The labels of the document that are nearest to some known ones, folded.
fn near(scene: &Scene<'_>, own: &[&str]) -> Vec<Near> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut found: Vec<(usize, Near)> = Vec::new();
    for (figure, label) in labels(scene) {
        if label.folded.is_empty() || !seen.insert(&label.folded) {
            continue;
        }
        let best = own
            .iter()
            .filter_map(|like| Some((distance(&label.folded, like)?, *like)))
            .min();
        if let Some((distance, like)) = best {
            let near = Near {
                label: label.text.clone(),
                figure,
                like: like.to_owned(),
            };
            found.push((distance, near));
        }
    }
    found.sort_by_key(|(distance, near)| (*distance, near.figure));
    found.truncate(MOST_NEAR);
    found.into_iter().map(|(_, near)| near).collect()
}

fn labels<'a>(scene: &'a Scene<'_>) -> impl Iterator<Item = (FigureId, &'a Label)> {
    let index = scene.index;
    let figures = scene.figures.iter().enumerate();
    figures.flat_map(move |(figure, own)| {
        let id = FigureId {
            document: index,
            figure,
        };
        let labels = own.labels.row.iter().chain(own.labels.column.iter());
        labels.map(move |label| (id, label))
    })
}

/// How unlike two labels are, in per cent of the longer one; `None` where they are more unlike than alike.
fn distance(label: &str, known: &str) -> Option<usize> {
    let (a, b) = (label.chars().count(), known.chars().count());
    let longer = a.max(b);
    // A sentence is no label.
    if longer > 40 || a.min(b) < 2 {
        return None;
    }
    let inside = label.contains(known) || known.contains(label);
    let steps = match inside {
        true => a.abs_diff(b).min(longer / 2),
        false => strsim::damerau_levenshtein(label, known),
    };
    (steps * 2 <= longer).then(|| steps * 100 / longer)
}
