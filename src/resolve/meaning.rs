//! Labels to meaning: concept, period and dimension values, by the vocabulary alone.

use super::period;
use crate::model::{
    ConceptId, DimensionId, Found, Key, Label, Meaning, Period, ValueId, Vocabulary, WordClass,
    fold,
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

impl Sense {
    /// Whether a word of change beside the concept makes it another figure: an amount of change.
    pub fn is_change(&self) -> bool {
        let change = [WordClass::Increase, WordClass::Decrease];
        change.iter().any(|class| self.words.contains(class))
    }
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
        if !is_named_by(&rest, &found) {
            take(&mut sense, found.meaning, vocabulary);
        }
    }
    sense.unknown = rest
        .char_indices()
        .filter(|(at, c)| !known[*at] && c.is_alphanumeric())
        .count();
    sense
}

/// A rate that only names an amount: `6.25 % notes`, `long-term debt`.
fn is_named_by(text: &str, found: &Found) -> bool {
    let (before, after) = (&text[..found.range.start], &text[found.range.end..]);
    let letters = before
        .strip_suffix('-')
        .is_some_and(|stem| stem.ends_with(|c: char| c.is_ascii_alphabetic()));
    let stated = matches!(&text[found.range.clone()], "%" | "percent" | "per cent")
        && before.trim_end().ends_with(|c: char| c.is_ascii_digit())
        && !after.is_empty();
    found.meaning == Meaning::Word(WordClass::NotAdditive) && (letters || stated)
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

/// What the labels of a row or a column say together.
#[derive(Clone, Debug, Default)]
pub struct PathSense {
    concepts: Vec<ConceptId>,
    period: Option<Period>,
    values: BTreeMap<DimensionId, ValueId>,
    /// Every label is known.
    known: bool,
    /// A rate, an average, a price: never added, and no amount of its concept.
    pub rate: bool,
    /// Index of the label that names the concept.
    pub says: Option<usize>,
    /// The last label names neither concept nor value.
    pub silent: bool,
}

impl PathSense {
    pub fn of(labels: &[Label], current: Option<Period>, vocabulary: &Vocabulary) -> Self {
        let mut path = PathSense {
            known: true,
            ..PathSense::default()
        };
        for (at, label) in labels.iter().enumerate() {
            let sense = sense(&label.text, current, vocabulary);
            let rate = sense.words.contains(&WordClass::NotAdditive);
            path.rate |= rate;
            path.known &= sense.unknown == 0 && !(rate && sense.concept.is_none());
            path.silent = sense.concept.is_none() && sense.values.is_empty();
            path.values.extend(sense.values);
            if sense.concept.is_some() {
                path.says = Some(at);
            }
            if let Some(concept) = sense.concept
                && !path.concepts.contains(&concept)
            {
                path.concepts.push(concept);
            }
            path.period = sense.period.or(path.period);
        }
        path
    }

    pub fn names_concept(&self) -> bool {
        !self.concepts.is_empty()
    }
}

/// The key of a table's figure. `None` unless every label of its row and column is known and exactly one concept among row and
/// column (or, failing that, the caption's) says what it states.
pub fn of_cell(
    row: &PathSense,
    column: &PathSense,
    caption: Option<&Sense>,
    current: Option<Period>,
) -> Option<Key> {
    if !row.known || !column.known {
        return None;
    }
    let concept = match (row.concepts.as_slice(), column.concepts.as_slice()) {
        ([concept], []) | ([], [concept]) => *concept,
        ([a], [b]) if a == b => *a,
        ([], []) => caption?.concept?,
        _ => return None,
    };
    let mut values = caption
        .map(|caption| caption.values.clone())
        .unwrap_or_default();
    values.extend(row.values.iter().chain(&column.values));
    let period = column
        .period
        .or(row.period)
        .or(caption.and_then(|caption| caption.period));
    Some(Key {
        concept,
        period: period.or(current),
        values,
    })
}
