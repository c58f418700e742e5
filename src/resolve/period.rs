//! Years in words: `2019年决算数`, `Year ended June 30, 2019`, `本年`, `prior year`.

use crate::model::{Found, Meaning, Period, Vocabulary, WordClass, years_named};

/// The first year that some words name.
pub fn first(text: &str) -> Option<Period> {
    let folded = crate::model::fold(text);
    years_named(&folded)
        .into_iter()
        .next()
        .map(|(_, year)| Period(year))
}

/// What the words of a label say of time, and the label without them.
pub struct Dated {
    pub period: Option<Period>,
    pub rest: String,
}

/// Splits the year off a folded label. Words such as 本年 count only where the vocabulary does not know them as part of a longer
/// label (本年结转). A label that names two years (`2020-2019`) names none.
pub fn split(folded: &str, current: Option<Period>, vocabulary: &Vocabulary) -> Dated {
    let years = years_named(folded);
    let mut rest = folded.to_owned();
    for (range, _) in years.iter().rev() {
        rest.replace_range(range.clone(), "");
    }
    let mut period = match years.as_slice() {
        [(_, year)] => Some(Period(*year)),
        _ => None,
    };
    if years.is_empty() && vocabulary.meanings(folded).is_empty() {
        for Found { range, meaning } in vocabulary.search(folded).into_iter().rev() {
            let shift = match meaning {
                Meaning::Word(WordClass::CurrentYear) => 0,
                Meaning::Word(WordClass::PriorYear) => -1,
                _ => continue,
            };
            period = current.map(|current| Period(current.0 + shift));
            rest.replace_range(range, "");
        }
    }
    Dated {
        period,
        rest: crate::model::fold(rest.trim_matches(['-', ' ', ','])),
    }
}
