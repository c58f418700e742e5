//! Labels to meaning: concept, period and dimension values, by the vocabulary alone.

use super::period;
use crate::model::{
    ConceptId, DimensionId, Key, Label, Meaning, Period, ValueId, Vocabulary, WordClass, fold,
};
use std::collections::BTreeMap;

/// What some words say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sense {
    pub concept: Option<ConceptId>,
    pub period: Option<Period>,
    pub values: BTreeMap<DimensionId, ValueId>,
    /// Characters that the vocabulary does not know.
    pub unknown: usize,
    /// Whether a word of change or comparison makes this another figure than its concept alone (增加, 占).
    pub words: Vec<WordClass>,
}

/// The sense of words. A whole label that the vocabulary knows counts as it stands; running words are searched.
pub fn sense(text: &str, current: Option<Period>, vocabulary: &Vocabulary) -> Sense {
    let folded = without_unit(&fold(text), vocabulary);
    let dated = period::split(&folded, current, vocabulary);
    let mut sense = Sense {
        period: dated.period,
        ..Sense::default()
    };
    let rest = without_unit(&dated.rest, vocabulary);
    let whole = vocabulary.meanings(&rest);
    if !whole.is_empty() {
        whole
            .iter()
            .for_each(|&meaning| take(&mut sense, meaning, vocabulary));
        return sense;
    }
    let mut known = vec![false; rest.len()];
    for found in vocabulary.search(&rest) {
        known[found.range.clone()].fill(true);
        take(&mut sense, found.meaning, vocabulary);
    }
    sense.unknown = rest
        .char_indices()
        .filter(|(at, c)| !known[*at] && c.is_alphanumeric())
        .count();
    sense
}

fn take(sense: &mut Sense, meaning: Meaning, vocabulary: &Vocabulary) {
    match meaning {
        // The last concept is the head: 预算可用指标, “三公”经费预算.
        Meaning::Concept(concept) => sense.concept = Some(concept),
        Meaning::Value(dimension, value) => {
            if !vocabulary.is_default(value) {
                sense.values.insert(dimension, value);
            }
        }
        Meaning::Word(class) => {
            if !sense.words.contains(&class) {
                sense.words.push(class);
            }
        }
    }
}

/// A label without the brackets that only name its unit: `基本支出(万元)`.
fn without_unit(folded: &str, vocabulary: &Vocabulary) -> String {
    let Some(open) = folded.rfind('(') else {
        return folded.to_owned();
    };
    let Some(inner) = folded[open + 1..].strip_suffix(')') else {
        return folded.to_owned();
    };
    let named = inner.trim_start_matches("单位").trim_start_matches(':');
    if vocabulary.unit(named).is_some() || inner == "%" {
        folded[..open].trim_end().to_owned()
    } else {
        folded.to_owned()
    }
}

/// The key of a table's figure. `None` unless every label of its row and column is known and exactly one concept among row and
/// column (or, failing that, the caption) says what it states.
pub fn of_cell(
    row: &[Label],
    column: &[Label],
    caption: Option<&Label>,
    current: Option<Period>,
    vocabulary: &Vocabulary,
) -> Option<Key> {
    let mut key = KeyBuilder::default();
    let caption = caption.map(|caption| sense(&caption.text, current, vocabulary));
    if let Some(caption) = &caption {
        key.values.clone_from(&caption.values);
    }
    let mut concepts = Vec::new();
    for label in row.iter().chain(column) {
        let sense = sense(&label.text, current, vocabulary);
        if sense.unknown > 0
            || sense.words.contains(&WordClass::NotAdditive) && sense.concept.is_none()
        {
            return None;
        }
        key.values.extend(sense.values);
        if let Some(concept) = sense.concept
            && !concepts.contains(&concept)
        {
            concepts.push(concept);
        }
        key.period = sense.period.or(key.period);
    }
    let concept = match concepts.as_slice() {
        [concept] => *concept,
        [] => caption.as_ref()?.concept?,
        _ => return None,
    };
    Some(Key {
        concept,
        period: key
            .period
            .or(caption.and_then(|caption| caption.period))
            .or(current),
        values: key.values,
    })
}

#[derive(Default)]
struct KeyBuilder {
    period: Option<Period>,
    values: BTreeMap<DimensionId, ValueId>,
}
