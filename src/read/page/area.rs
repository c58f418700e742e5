//! A rectangle of a page.

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    pub x0: f64,
    pub y0: f64,
    pub x1: f64,
    pub y1: f64,
}

impl Area {
    pub fn new(x0: f64, y0: f64, x1: f64, y1: f64) -> Self {
        Self { x0, y0, x1, y1 }
    }

    pub fn width(&self) -> f64 {
        self.x1 - self.x0
    }

    pub fn height(&self) -> f64 {
        self.y1 - self.y0
    }

    pub fn middle(&self) -> (f64, f64) {
        ((self.x0 + self.x1) / 2.0, (self.y0 + self.y1) / 2.0)
    }

    /// The smallest area that holds both.
    pub fn to(self, other: Area) -> Area {
        Area::new(
            self.x0.min(other.x0),
            self.y0.min(other.y0),
            self.x1.max(other.x1),
            self.y1.max(other.y1),
        )
    }

    pub fn holds(&self, (x, y): (f64, f64)) -> bool {
        self.x0 <= x && x <= self.x1 && self.y0 <= y && y <= self.y1
    }

    /// The length that both cover from left to right; negative: the gap between them.
    pub fn beside(&self, other: &Area) -> f64 {
        self.x1.min(other.x1) - self.x0.max(other.x0)
    }

    /// The length that both cover from top to bottom; negative: the gap between them.
    pub fn level_with(&self, other: &Area) -> f64 {
        self.y1.min(other.y1) - self.y0.max(other.y0)
    }

    pub fn of(areas: impl IntoIterator<Item = Area>) -> Option<Area> {
        areas.into_iter().reduce(Area::to)
    }
}
