//! Figures of several years: which year each is of, and which are compared with.

use super::mention::{Mention, Role, Speaking, years_in};
use super::story::Sign;
use crate::model::Speech;

/// Gives figures the years that a list before or after them tells, and tells those of earlier years to compare with.
pub fn read(speaking: &mut Speaking<'_>) {
    years(speaking);
    earlier(speaking);
}

/// `300 and 250 in 2019 and 2018, respectively`
fn years(speaking: &mut Speaking<'_>) {
    for at in 1..speaking.mentions.len() {
        let (first, second) = (&speaking.mentions[at - 1], &speaking.mentions[at]);
        let pair = matches!(speaking.between(at - 1, at).trim(), "and" | "和" | "、")
            && first.role == Role::Level
            && second.role == Role::Level;
        if !pair {
            continue;
        }
        let sentence = speaking.sentence(second.range.end);
        let rest = speaking.words(second.range.end..sentence.end);
        let until = rest.find("respectively").unwrap_or(0);
        let mut years = years_in(rest.get(..until).unwrap_or(""));
        // `revenues for 2022 and 2021 were A and B, respectively`, `2024年和2023年分别为A和B`
        let lead = speaking.words(sentence.start..first.range.start);
        let ordered = rest
            .trim_start_matches([',', ' '])
            .starts_with("respectively")
            || lead.contains("分别");
        if years.is_empty() && ordered {
            years = years_in(lead);
        }
        if let [one, other] = years.as_slice() {
            speaking.mentions[at - 1].year = Some(*one);
            speaking.mentions[at].year = Some(*other);
        }
    }
}

/// Of figures of several years, those of the earlier ones are compared with.
fn earlier(speaking: &mut Speaking<'_>) {
    let levels = |mention: &&Mention| matches!(mention.role, Role::Level | Role::Rate);
    let mut from = 0;
    while from < speaking.mentions.len() {
        let sentence = speaking.mentions[from].sentence;
        let to = from
            + speaking.mentions[from..]
                .iter()
                .take_while(|mention| mention.sentence == sentence)
                .count();
        let latest = speaking.mentions[from..to]
            .iter()
            .filter(levels)
            .filter_map(|mention| mention.year)
            .max();
        if by_years(speaking, from, to) {
            from = to;
            continue;
        }
        for mention in &mut speaking.mentions[from..to] {
            if levels(&&*mention) && mention.year.is_some_and(|year| Some(year) < latest) {
                mention.base = true;
            }
        }
        from = to;
    }
}

/// Whether a sentence parts a total by years, each named once: `$36.0 million: $10.0 million in 2024, $12.0 million in 2025 and …`.
fn by_years(speaking: &Speaking<'_>, from: usize, to: usize) -> bool {
    let mentions = &speaking.mentions;
    let moves = |at: usize| matches!(mentions[at].role, Role::Delta(_) | Role::Change(_));
    let dated: Vec<usize> = (from..to)
        .filter(|&at| mentions[at].role == Role::Level && mentions[at].year.is_some())
        .collect();
    let (Some(&first), false) = (dated.first(), (from..to).any(moves)) else {
        return false;
    };
    let mut years: Vec<Option<i32>> = dated.iter().map(|&at| mentions[at].year).collect();
    years.sort_unstable();
    years.dedup();
    let total = (from..first)
        .rev()
        .find(|&at| mentions[at].role == Role::Level);
    total
        .filter(|_| years.len() == dated.len() && years.len() > 1)
        .is_some_and(|total| {
            let between = mentions[total].range.end..mentions[first].range.start;
            let colon = |sign: &(Sign, usize)| sign.0 == Sign::Colon;
            speaking.alike(total, first)
                && (speaking.says(between.clone(), Speech::OfWhich)
                    || speaking.story.signs_in(between).iter().any(colon))
        })
}
