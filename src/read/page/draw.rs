//! Strokes and filled boxes written down on a page.

use super::{Area, Page, Rule};

/// Lines of one page that are kept.
const MOST: usize = 40_000;
/// A filled box thinner than this is a line.
const THIN: f64 = 3.0;

impl Page {
    /// Whether as many lines were drawn as are kept.
    pub fn is_full(&self) -> bool {
        self.rules.len() >= MOST
    }

    /// A straight stroke; only level and upright ones are rules.
    pub fn stroke(&mut self, a: (f64, f64), b: (f64, f64)) {
        if (a.0 - b.0).abs().min((a.1 - b.1).abs()) > 1.0 && self.strokes.len() < MOST {
            self.strokes.push(((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0));
        }
        self.rule(a, b, false);
    }

    /// A filled box: a line where it is thin, else its edges, unless nobody sees them.
    pub fn fill(&mut self, area: Area, seen: bool) {
        let (wide, high) = (area.width(), area.height());
        let (x, y) = area.middle();
        if high <= THIN && wide > high {
            self.rule((area.x0, y), (area.x1, y), false);
        } else if wide <= THIN {
            self.rule((x, area.y0), (x, area.y1), false);
        } else if seen && high > 5.0 && wide > 5.0 && wide * high < self.width * self.height * 0.6 {
            let corners = [
                (area.x0, area.y0),
                (area.x1, area.y0),
                (area.x1, area.y1),
                (area.x0, area.y1),
            ];
            for (from, to) in corners.iter().zip(corners.iter().cycle().skip(1)) {
                self.rule(*from, *to, true);
            }
        }
    }

    /// A filled outline, where it is a box.
    pub fn fill_outline(&mut self, corners: &[(f64, f64)], seen: impl FnOnce() -> bool) {
        if !(4..=6).contains(&corners.len()) {
            return;
        }
        let points = corners.iter().map(|&(x, y)| Area::new(x, y, x, y));
        let Some(area) = Area::of(points) else { return };
        let near = |a: f64, b: f64| (a - b).abs() < 0.6;
        let boxed = corners.iter().all(|&(x, y)| {
            (near(x, area.x0) || near(x, area.x1)) && (near(y, area.y0) || near(y, area.y1))
        });
        if boxed {
            let thin = area.width() <= THIN || area.height() <= THIN;
            self.fill(area, !thin && seen());
        }
    }

    fn rule(&mut self, a: (f64, f64), b: (f64, f64), edge: bool) {
        let (dx, dy) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
        if self.is_full() || dx.max(dy) < 1.0 || dx.min(dy) > 1.0 {
            return;
        }
        let upright = dy > dx;
        let (at, from, to) = if upright {
            ((a.0 + b.0) / 2.0, a.1.min(b.1), a.1.max(b.1))
        } else {
            ((a.1 + b.1) / 2.0, a.0.min(b.0), a.0.max(b.0))
        };
        self.rules.push(Rule {
            upright,
            at,
            from,
            to,
            edge,
        });
    }
}
