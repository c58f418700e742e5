//! "Did you mean": the known name nearest to an unknown one, and the list of all that are known.

use super::fields::both;
use crate::model::Words;

/// The nearest of the known names, if any is near.
pub(super) fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    // A name of a thousand characters is no slip of the finger, and would cost time.
    if name.chars().count() > 64 {
        return None;
    }
    let name = name.to_lowercase();
    known
        .iter()
        .map(|&candidate| {
            (
                strsim::damerau_levenshtein(&name, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|&(distance, candidate)| {
            let longer = name.chars().count().max(candidate.chars().count());
            distance <= (longer / 3).max(1) && distance < longer
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// Help for an unknown name.
pub(super) fn suggest(name: &str, known: &[&str]) -> Words {
    let list = join(known);
    match nearest(name, known) {
        Some(near) => both(
            format!("是不是 `{near}`？可用的有：{list}"),
            format!("did you mean `{near}`? Known are: {list}"),
        ),
        None => both(format!("可用的有：{list}"), format!("known are: {list}")),
    }
}

/// Names in a row; a long list is cut.
pub(super) fn join(names: &[&str]) -> String {
    const MOST: usize = 40;
    let mut list = names[..names.len().min(MOST)].join(", ");
    if names.len() > MOST {
        list.push_str(", …");
    }
    list
}
