//! `追加 a，减少 b，净增加 T`, `additions of a and reductions of b, a net T`; what one name less another makes: 原值 − 累计折旧 = 净值.

use super::mention::{Mention, Role};
use super::total::{Part, tell};
use super::{Desk, minus};
use crate::model::{Relation, Saying};

const MORE: [&str; 11] = [
    "追加",
    "新增",
    "增加",
    "调增",
    "新招录",
    "调入",
    "招录",
    "additions",
    "increases of",
    "added",
    "hired",
];
const LESS: [&str; 12] = [
    "减少",
    "调减",
    "核减",
    "取消",
    "压减",
    "退休",
    "调出",
    "报废",
    "reductions",
    "decreases of",
    "removed",
    "retired",
];

/// (what is had, what goes off it, what is left), as their names say.
const TRIPLES: [(&str, &str, &str); 5] = [
    ("资产总", "负债总", "净资产"),
    ("原值", "累计折旧", "净值"),
    ("编制", "实有", "空编"),
    ("总资产", "总负债", "净资产"),
    ("资产合计", "负债合计", "净资产"),
];

pub fn find(desk: &mut Desk<'_, '_>) {
    for at in 0..desk.speaking.mentions.len() {
        net(desk, at);
        triple(desk, at);
    }
}

/// Whether a figure adds or takes away, as its own words say.
fn moves(words: &str) -> Option<bool> {
    let last = |of: &[&str]| of.iter().filter_map(|word| words.rfind(word)).max();
    match (last(&MORE), last(&LESS)) {
        (None, None) => None,
        (more, less) => Some(more > less),
    }
}

fn net(desk: &mut Desk<'_, '_>, at: usize) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let words = speaking.own_words(at).trim();
    let total = &mentions[at];
    let up = ["净增加", "净增", "净调增", "净追加"]
        .iter()
        .any(|word| words.ends_with(word))
        || words.ends_with(" a net")
        || words.ends_with("net increase of");
    let down = ["净减少", "净减", "净调减"]
        .iter()
        .any(|word| words.ends_with(word))
        || words.ends_with("net decrease of");
    if up == down || total.loose || total.reason {
        return;
    }
    let down = down
        || ["falls", "fell", "declines", "declined", "decreased"]
            .iter()
            .any(|word| words.contains(word));
    let part = |other: usize| -> Option<Part> {
        let mention: &Mention = &mentions[other];
        let own = speaking.own_words(other);
        let fine = mention.sentence == total.sentence
            && matches!(mention.role, Role::Level | Role::Delta(_))
            && !mention.loose
            && !own.contains('净')
            && speaking.alike(at, other);
        let more = moves(own).filter(|_| fine)?;
        Some((more == down, other))
    };
    let mut parts: Vec<Part> = (0..at).rev().map_while(part).take(12).collect();
    parts.reverse();
    if parts.len() < 2 {
        parts = (at + 1..mentions.len()).map_while(part).take(12).collect();
    }
    // Only where something goes each way is it a net of them.
    if parts.iter().any(|part| part.0) && parts.iter().any(|part| !part.0) {
        tell(desk, at, &parts, true);
    }
}

/// `资产总额 A，…；负债总额 B，净资产 C`.
fn triple(desk: &mut Desk<'_, '_>, at: usize) {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let words = speaking.own_words(at);
    let level = |other: usize| {
        let mention = &mentions[other];
        mention.role == Role::Level
            && !mention.loose
            && !mention.base
            && mention.sentence == mentions[at].sentence
            && speaking.alike(at, other)
    };
    if !level(at) {
        return;
    }
    for (whole, less, rest) in TRIPLES {
        if !words.trim_end_matches(['额', '为', '总']).ends_with(rest) {
            continue;
        }
        let named = |name: &str| {
            let mut own = (0..at)
                .rev()
                .take(8)
                .filter(|&other| level(other) && speaking.own_words(other).contains(name));
            own.next().filter(|_| own.next().is_none())
        };
        if let (Some(whole), Some(less)) = (named(whole), named(less))
            && whole < less
            && whole + 2 < at + usize::from(rest != "净资产")
        {
            let computed = minus(desk.leaf(whole), desk.leaf(less));
            desk.state(Saying::Difference, at, Relation::Equal, computed, true);
            return;
        }
    }
}
