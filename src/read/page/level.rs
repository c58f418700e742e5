//! A page turned so that most of its text runs from left to right.

use super::{Glyph, Page, Rule};

/// Quarter turns of a direction, counted clockwise as seen on the page; `None` where it is slanted.
pub fn turn(glyph: &Glyph) -> Option<usize> {
    let (x, y) = (glyph.to.0 - glyph.from.0, glyph.to.1 - glyph.from.1);
    if y.abs() <= x.abs() * 0.1 {
        Some(if x >= 0.0 { 0 } else { 2 })
    } else if x.abs() <= y.abs() * 0.1 {
        Some(if y > 0.0 { 1 } else { 3 })
    } else {
        None
    }
}

/// The page with its text level. Slanted text (watermarks) is left out.
pub fn level(mut page: Page) -> Page {
    let mut votes = [0usize; 4];
    page.glyphs.retain(|glyph| match turn(glyph) {
        Some(at) => {
            if let Some(vote) = votes.get_mut(at)
                && !glyph.character.is_whitespace()
            {
                *vote += 1;
            }
            true
        }
        None => false,
    });
    let most = (0..4)
        .rev()
        .max_by_key(|&at| votes.get(at).copied().unwrap_or(0))
        .unwrap_or(0);
    if most == 0 {
        return page;
    }
    let (width, height) = (page.width, page.height);
    let place = move |(x, y): (f64, f64)| match most {
        1 => (y, width - x),
        2 => (width - x, height - y),
        _ => (height - y, x),
    };
    for glyph in &mut page.glyphs {
        glyph.from = place(glyph.from);
        glyph.to = place(glyph.to);
    }
    for stroke in &mut page.strokes {
        *stroke = place(*stroke);
    }
    for rule in &mut page.rules {
        *rule = turned(*rule, place, most != 2);
    }
    if most != 2 {
        (page.width, page.height) = (height, width);
    }
    page
}

fn turned(rule: Rule, place: impl Fn((f64, f64)) -> (f64, f64), quarter: bool) -> Rule {
    let (a, b) = if rule.upright {
        ((rule.at, rule.from), (rule.at, rule.to))
    } else {
        ((rule.from, rule.at), (rule.to, rule.at))
    };
    let (a, b) = (place(a), place(b));
    let upright = rule.upright != quarter;
    let (at, from, to) = if upright {
        (a.0, a.1.min(b.1), a.1.max(b.1))
    } else {
        (a.1, a.0.min(b.0), a.0.max(b.0))
    };
    Rule {
        upright,
        at,
        from,
        to,
        edge: rule.edge,
    }
}
