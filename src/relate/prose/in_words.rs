//! `壹佰贰拾万元整（1,200,000元）`, `four million dollars ($4,000,000)`: an amount in words beside the same in digits.

use super::Desk;
use crate::model::{Relation, Saying, Speech};

pub fn find(desk: &mut Desk<'_, '_>) {
    for at in 1..desk.speaking.mentions.len() {
        let speaking = desk.speaking;
        let mentions = &speaking.mentions;
        let spelled = |at: usize| {
            !speaking
                .figure(at)
                .text
                .contains(|c: char| c.is_numeric() && !crate::model::is_cjk(c))
        };
        let (words, digits) = match (spelled(at - 1), spelled(at)) {
            (true, false) => (at - 1, at),
            (false, true) => (at, at - 1),
            _ => continue,
        };
        let between = mentions[at - 1].range.end..mentions[at].range.start;
        let bare = speaking.words(between.clone()).trim();
        let named = speaking.says(between, Speech::InFigures);
        let bracket = bare.starts_with('(') && (bare.len() <= 2 || named)
            || (bare.strip_suffix('(')).is_some_and(|bare| bare.trim_end().ends_with("dollars"))
                && bare.len() <= 24
            || bare.ends_with("(") && bare.chars().count() <= 10;
        if bracket && speaking.alike(words, digits) {
            let computed = desk.leaf(digits);
            desk.state(Saying::InWords, words, Relation::Equal, computed, true);
        }
    }
}
