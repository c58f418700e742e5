//! What a page draws, written down: characters with their places, and lines.

use crate::read::page::{Glyph, Page};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
    font::{Glyph as Drawn, GlyphRun},
    hayro_cmap::BfString,
    kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape},
};

/// Characters of one page that are kept.
const MOST_GLYPHS: usize = 200_000;

pub struct Sketch {
    page: Page,
    /// Characters that are drawn so that nobody sees them: the text layer under a scan.
    hidden: Vec<Glyph>,
    missing: usize,
    /// More is drawn than is kept.
    crowded: bool,
}

/// What a page held.
pub struct Sketched {
    pub page: Page,
    /// Characters that nothing tells the meaning of.
    pub missing: usize,
    /// Characters or lines were left out, since there are too many.
    pub crowded: bool,
}

impl Sketch {
    pub fn new(number: u32, width: f64, height: f64) -> Self {
        Self {
            page: Page {
                number,
                width,
                height,
                ..Page::default()
            },
            hidden: Vec::new(),
            missing: 0,
            crowded: false,
        }
    }

    pub fn finish(mut self) -> Sketched {
        if self.page.glyphs.len() * 4 < self.hidden.len() {
            self.page.glyphs = self.hidden;
        }
        let blank = |glyph: &Glyph| glyph.character.is_whitespace();
        if self.page.glyphs.iter().all(blank) {
            self.page.glyphs.clear();
        }
        Sketched {
            crowded: self.crowded || self.page.is_full(),
            page: self.page,
            missing: self.missing,
        }
    }

    fn stroked(&mut self, path: &BezPath, transform: Affine) {
        let (mut start, mut last) = (Point::ZERO, Point::ZERO);
        let mut draw = |from: Point, to: Point| self.page.stroke((from.x, from.y), (to.x, to.y));
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(to) => {
                    start = transform * to;
                    last = start;
                }
                PathEl::LineTo(to) => {
                    let to = transform * to;
                    draw(last, to);
                    last = to;
                }
                PathEl::ClosePath => {
                    draw(last, start);
                    last = start;
                }
                PathEl::QuadTo(_, to) | PathEl::CurveTo(_, _, to) => last = transform * to,
            }
        }
    }

    /// Each closed part of a filled path that is a box.
    fn filled(&mut self, path: &BezPath, transform: Affine, paint: &Paint<'_>) {
        let mut corners: Vec<(f64, f64)> = Vec::new();
        let mut curved = false;
        let elements = path.elements().iter().copied();
        for element in elements.chain([PathEl::MoveTo(Point::ZERO)]) {
            match element {
                PathEl::MoveTo(to) => {
                    if !curved {
                        self.page.fill_outline(&corners, || !is_white(paint));
                    }
                    let to = transform * to;
                    corners.clear();
                    corners.push((to.x, to.y));
                    curved = false;
                }
                PathEl::LineTo(to) => {
                    let to = transform * to;
                    corners.push((to.x, to.y));
                }
                PathEl::ClosePath => {}
                PathEl::QuadTo(..) | PathEl::CurveTo(..) => curved = true,
            }
        }
    }
}

fn is_white(paint: &Paint<'_>) -> bool {
    match paint {
        Paint::Color(color) => {
            let [r, g, b, a] = color.to_rgba().to_rgba8();
            a == 0 || (r >= 250 && g >= 250 && b >= 250)
        }
        Paint::Pattern(_) => true,
    }
}

impl Device<'_> for Sketch {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'_>, mode: &DrawMode) {
        if self.page.is_full() {
            return;
        }
        match mode {
            DrawMode::Stroke(_) => self.stroked(path, props.transform),
            DrawMode::Fill(_) => self.filled(path, props.transform, &props.paint),
            DrawMode::FillAndStroke(..) => self.stroked(path, props.transform),
            DrawMode::Invisible => {}
        }
    }

    fn draw_rect(&mut self, area: &Rect, props: DrawProps<'_>, mode: &DrawMode) {
        if self.page.is_full() {
            return;
        }
        match mode {
            DrawMode::Fill(_) => {
                self.filled(&area.to_path(0.1), props.transform, &props.paint);
            }
            DrawMode::Invisible => {}
            DrawMode::Stroke(_) | DrawMode::FillAndStroke(..) => {
                self.stroked(&area.to_path(0.1), props.transform);
            }
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, mode: &DrawMode) {
        for glyph in run.glyphs() {
            if self.page.glyphs.len() + self.hidden.len() >= MOST_GLYPHS {
                self.crowded = true;
                return;
            }
            let place = props.transform * glyph.transform();
            let advance = match &**glyph {
                Drawn::Outline(outline) => outline.advance_width(),
                Drawn::Type3(drawn) => drawn.advance_width(),
            };
            let advance = f64::from(advance.unwrap_or(500.0));
            let from = place * Point::ZERO;
            let to = place * Point::new(advance, 0.0);
            let size = (place * Point::new(0.0, 1000.0) - from).hypot();
            let sound = [from.x, from.y, to.x, to.y, size]
                .iter()
                .all(|x| x.is_finite() && x.abs() < 1.0e6);
            if !sound || size < 0.5 {
                continue;
            }
            let text = match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(text)) => text,
                None => {
                    self.missing += 1;
                    continue;
                }
            };
            let into = match mode {
                DrawMode::Invisible => &mut self.hidden,
                _ => &mut self.page.glyphs,
            };
            let count = text.chars().count().max(1) as f64;
            let step = (to - from) / count;
            for (at, character) in text.chars().enumerate() {
                if character == '\0' || (character.is_control() && !character.is_whitespace()) {
                    continue;
                }
                let pen = from + step * at as f64;
                let end = pen + step;
                into.push(Glyph {
                    character,
                    from: (pen.x, pen.y),
                    to: (end.x, end.y),
                    size,
                });
            }
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: ImageDrawProps<'_>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
