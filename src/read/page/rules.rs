//! Drawn lines put in order: pieces of one line joined, lines drawn twice made one.

use super::Rule;

/// Lines nearer than this are one line drawn twice, or the two edges of a thick one.
pub const SAME: f64 = 2.5;
/// Pieces of one line with a gap up to this are one.
const GAP: f64 = 4.0;
/// Shorter lines are ornaments, not rules.
const SHORTEST: f64 = 6.0;
/// More lines than this on one page are a drawing.
const MOST: usize = 6_000;

#[derive(Clone, Debug, Default)]
pub struct Ruling {
    /// By y.
    pub level: Vec<Rule>,
    /// By x.
    pub upright: Vec<Rule>,
}

pub fn put_in_order(rules: &[Rule]) -> Ruling {
    if rules.len() > MOST * 8 {
        return Ruling::default();
    }
    let of = |upright: bool| {
        let mut own: Vec<Rule> = rules
            .iter()
            .copied()
            .filter(|rule| rule.upright == upright)
            .filter(|rule| [rule.at, rule.from, rule.to].iter().all(|x| x.is_finite()))
            .collect();
        own.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
        let mut joined = merge(own);
        joined.retain(|rule| rule.to - rule.from >= SHORTEST);
        joined.truncate(MOST);
        joined
    };
    Ruling {
        level: of(false),
        upright: of(true),
    }
}

/// Rules at nearly one place that touch are one.
fn merge(rules: Vec<Rule>) -> Vec<Rule> {
    let mut groups: Vec<Vec<Rule>> = Vec::new();
    for rule in rules {
        match groups.last_mut() {
            Some(group)
                if group
                    .first()
                    .is_some_and(|first| rule.at - first.at <= SAME) =>
            {
                group.push(rule);
            }
            _ => groups.push(vec![rule]),
        }
    }
    let mut out = Vec::new();
    for mut group in groups {
        group.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut open: Option<Rule> = None;
        for rule in group {
            match &mut open {
                Some(last) if rule.from <= last.to + GAP => {
                    if rule.to - rule.from > last.to - last.from {
                        last.at = rule.at;
                    }
                    last.to = last.to.max(rule.to);
                    last.edge &= rule.edge;
                }
                _ => out.extend(open.replace(rule)),
            }
        }
        out.extend(open);
    }
    out.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    out
}
