//! What an OFD page draws: text objects character by character, and paths.

use super::{
    is_shown,
    parts::{Element, Tree},
};
use crate::read::page::{Glyph, Page, is_wide};

/// Characters and strokes of one page that are kept.
const MOST: usize = 200_000;

/// Characters, strokes and filled boxes in millimetres.
#[derive(Clone, Default)]
pub struct Drawing {
    glyphs: Vec<Glyph>,
    strokes: Vec<((f64, f64), (f64, f64))>,
    outlines: Vec<Vec<(f64, f64)>>,
}

impl Drawing {
    pub fn add(&mut self, other: &Drawing) {
        self.glyphs.extend(&other.glyphs);
        self.strokes.extend(&other.strokes);
        self.outlines.extend(other.outlines.iter().cloned());
    }

    pub fn onto(self, page: &mut Page, place: impl Fn((f64, f64)) -> (f64, f64)) {
        let scale = place((1.0, 0.0)).0 - place((0.0, 0.0)).0;
        for glyph in self.glyphs {
            page.glyphs.push(Glyph {
                from: place(glyph.from),
                to: place(glyph.to),
                size: glyph.size * scale,
                ..glyph
            });
        }
        for (from, to) in self.strokes {
            page.stroke(place(from), place(to));
        }
        for outline in self.outlines {
            let outline: Vec<_> = outline.into_iter().map(&place).collect();
            page.fill_outline(&outline, || true);
        }
    }
}

/// The numbers of an attribute; what is no number is left out.
pub fn numbers(text: &str) -> Vec<f64> {
    text.split_whitespace()
        .filter_map(|part| part.parse::<f64>().ok())
        .filter(|number| number.is_finite() && number.abs() < 1.0e6)
        .collect()
}

/// Where an object's own measures stand on the page.
#[derive(Clone, Copy)]
struct Frame {
    corner: (f64, f64),
    matrix: [f64; 6],
}

impl Frame {
    fn of(element: &Element) -> Self {
        let edges = element.get("Boundary").map(|text| numbers(&text));
        let edges = edges.unwrap_or_default();
        let corner = (
            edges.first().copied().unwrap_or(0.0),
            edges.get(1).copied().unwrap_or(0.0),
        );
        let matrix = element.get("CTM").map(|text| numbers(&text));
        let matrix = matrix
            .and_then(|numbers| <[f64; 6]>::try_from(numbers).ok())
            .unwrap_or([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
        Self { corner, matrix }
    }

    fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.matrix;
        (
            a * x + c * y + e + self.corner.0,
            b * x + d * y + f + self.corner.1,
        )
    }
}

pub fn drawing(tree: &Tree) -> Drawing {
    let mut out = Drawing::default();
    let mut object: Option<&Element> = None;
    let mut filled = false;
    let mut pen = (0.0, 0.0);
    for element in &tree.elements {
        if object.is_some_and(|object| element.depth <= object.depth) {
            object = None;
        }
        match element.name.as_str() {
            "TextObject" | "PathObject" if is_shown(element) => {
                object = Some(element);
                filled = element.get("Fill").is_some_and(|fill| fill == "true");
                pen = (0.0, 0.0);
            }
            "TextCode" => {
                if let Some(object) = object {
                    text(&mut out, object, element, &mut pen);
                }
            }
            "AbbreviatedData" => {
                if let Some(object) = object.filter(|object| object.name == "PathObject") {
                    let stroked = object.get("Stroke").is_none_or(|stroke| stroke != "false");
                    path(&mut out, &Frame::of(object), &element.text, stroked, filled);
                }
            }
            _ => {}
        }
    }
    out
}

/// Steps between characters: `g n d` stands for n times d; the last goes on to the end.
fn steps(text: Option<String>, count: usize) -> Option<Vec<f64>> {
    let text = text?;
    let mut out: Vec<f64> = Vec::new();
    let mut parts = text.split_whitespace();
    while let Some(part) = parts.next() {
        if out.len() >= count {
            break;
        }
        let (times, step) = if part == "g" {
            (parts.next(), parts.next())
        } else {
            (Some("1"), Some(part))
        };
        let times = times.and_then(|times| times.parse::<usize>().ok());
        let step = step.and_then(|step| step.parse::<f64>().ok());
        if let (Some(times), Some(step)) = (times, step)
            && step.is_finite()
        {
            out.extend(std::iter::repeat_n(step, times.min(count - out.len())));
        }
    }
    let last = out.last().copied()?;
    out.resize(count, last);
    Some(out)
}

fn text(out: &mut Drawing, object: &Element, code: &Element, pen: &mut (f64, f64)) {
    let number = |element: &Element, name: &str| {
        element
            .get(name)
            .and_then(|text| text.trim().parse::<f64>().ok())
            .filter(|number| number.is_finite() && number.abs() < 1.0e6)
    };
    let size = number(object, "Size").unwrap_or(3.0);
    let stretch = number(object, "HScale").unwrap_or(1.0);
    let frame = Frame::of(object);
    pen.0 = number(code, "X").unwrap_or(pen.0);
    pen.1 = number(code, "Y").unwrap_or(pen.1);
    let characters: Vec<char> = code.text.trim_matches(['\n', '\r', '\t']).chars().collect();
    let count = characters.len();
    let across = steps(code.get("DeltaX"), count);
    let down = steps(code.get("DeltaY"), count);
    let origin = frame.place((0.0, 0.0));
    let up = frame.place((0.0, size));
    let height = (up.0 - origin.0).hypot(up.1 - origin.1);
    for (at, &character) in characters.iter().enumerate() {
        if out.glyphs.len() >= MOST || !(0.05..1.0e4).contains(&height) {
            return;
        }
        let natural = size * stretch * width(character);
        let step =
            |steps: &Option<Vec<f64>>| steps.as_ref().and_then(|steps| steps.get(at)).copied();
        let right = match (step(&across), step(&down)) {
            (Some(step), _) => step,
            (None, Some(_)) => 0.0,
            (None, None) => natural,
        };
        // What a step leaves beyond the character itself is a gap.
        let taken = if right > 0.0 {
            natural.min(right)
        } else {
            natural
        };
        let end = (pen.0 + taken, pen.1);
        out.glyphs.push(Glyph {
            character,
            from: frame.place(*pen),
            to: frame.place(end),
            size: height,
        });
        pen.0 += right;
        pen.1 += step(&down).unwrap_or(0.0);
    }
}

/// About how wide a character is, in heights of its font.
fn width(character: char) -> f64 {
    match character {
        c if is_wide(c) => 1.0,
        'W' | 'M' | 'm' | '@' | '%' => 0.95,
        c if c.is_uppercase() => 0.75,
        _ => 0.58,
    }
}

/// A path of the letters S M L Q B A C and their numbers.
fn path(out: &mut Drawing, frame: &Frame, data: &str, stroked: bool, filled: bool) {
    let mut start = (0.0, 0.0);
    let mut last = (0.0, 0.0);
    let mut corners: Vec<(f64, f64)> = Vec::new();
    let mut parts = data.split_whitespace().peekable();
    while let Some(letter) = parts.next() {
        if out.strokes.len() >= MOST || out.outlines.len() >= MOST {
            return;
        }
        let mut taken: Vec<f64> = Vec::new();
        while let Some(number) = parts.peek().and_then(|part| part.parse::<f64>().ok()) {
            parts.next();
            if taken.len() < 16 {
                taken.push(if number.is_finite() { number } else { 0.0 });
            }
        }
        let point = match taken.as_slice() {
            [.., x, y] => frame.place((*x, *y)),
            _ => last,
        };
        match letter {
            "S" | "M" => {
                if filled {
                    out.outlines.push(std::mem::take(&mut corners));
                }
                corners = vec![point];
                start = point;
            }
            "L" => {
                corners.push(point);
                if stroked {
                    out.strokes.push((last, point));
                }
            }
            "C" => {
                if stroked {
                    out.strokes.push((last, start));
                }
                last = start;
                continue;
            }
            _ => {}
        }
        last = point;
    }
    if filled {
        out.outlines.push(corners);
    }
}
