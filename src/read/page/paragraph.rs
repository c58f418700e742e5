//! Lines joined to paragraphs and headings, by what typesetting says: where a line ends, where the next begins, how far apart.

use super::{
    cell::glue,
    flow::{Part, Piece, Placed},
    line::{Line, is_wide},
};
use crate::read::flat::{is_sentence, is_unfinished, numbering};

/// Lines closer than this many sizes stand as close as lines of one paragraph do.
const TIGHT: f64 = 1.6;

/// Where most lines of a page begin and end.
#[derive(Clone, Copy, Default)]
pub struct Margins {
    left: f64,
    right: f64,
}

impl Margins {
    pub fn of(parts: &[Part]) -> Self {
        let lines = || {
            parts.iter().filter_map(|part| match part {
                Part::Line(line) => Some(line.area),
                Part::Table(_) => None,
            })
        };
        let tenth = |mut at: Vec<f64>, tenths: usize| {
            at.sort_by(f64::total_cmp);
            at.get(at.len() * tenths / 10).copied().unwrap_or(0.0)
        };
        Self {
            left: tenth(lines().map(|area| area.x0).collect(), 1),
            right: tenth(lines().map(|area| area.x1).collect(), 9),
        }
    }
}

/// Whether a line goes on with the paragraph above it; `over`: it stands on the next page.
pub fn continues(open: &[Line], line: &Line, margins: Margins, over: bool) -> bool {
    let Some(last) = open.last() else {
        return false;
    };
    let (words, above) = (line.text(), last.text());
    let size = last.main_size().max(line.main_size());
    let gap = line.base - last.base;
    let chinese = above.chars().next_back().is_some_and(is_wide);
    let tight = !over && gap < size * TIGHT;
    // A few larger characters within a line do not end its paragraph.
    let differs = if chinese && tight { 0.3 } else { 0.12 };
    let alike = (last.main_size() - line.main_size()).abs() < size * differs;
    let near = over || (gap < size * 2.6 && gap > -size);
    // Two things side by side are not the beginning of a sentence.
    let parted = last
        .words
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if b.area.x0 - a.area.x1 > size * 2.5));
    let leaders = ["....", "……", ". . ."]
        .iter()
        .any(|dots| above.contains(dots));
    let unfinished = is_unfinished(&above);
    if !alike || !near || parted || leaders || numbering(&words).is_some() || over && !unfinished {
        return false;
    }
    let room = (margins.right - last.area.x1) / size - unbroken(&words);
    let full = room < if chinese { 2.5 } else { 9.0 };
    let centred = (line.area.middle().0 - last.area.middle().0).abs() < size
        && line.area.x0 > last.area.x0 + size;
    let inset = line.area.x0 - last.area.x0;
    if !full || (inset > size * 1.2 && !(centred && tight)) {
        return false;
    }
    // Further out than the line above: that one was the indented first.
    if inset < -size * 1.2 || open.len() > 1 {
        return true;
    }
    // Both begin alike: lines at the margin go on, indented ones are first lines each.
    let brimming = !chinese || tight || room < 1.1;
    let indented = chinese && line.area.x0 > margins.left + size * 1.2 && !centred;
    brimming && (unfinished && !indented || chinese && tight)
}

/// The width in sizes of the part at the beginning of a line that could not have been left on the line above.
fn unbroken(words: &str) -> f64 {
    let opens = |c: char| matches!(c, '（' | '(' | '“' | '‘' | '《' | '〈' | '【' | '「');
    let closes = |c: char| {
        matches!(
            c,
            '）' | ')'
                | '”'
                | '’'
                | '》'
                | '〉'
                | '】'
                | '」'
                | '，'
                | '。'
                | '、'
                | '；'
                | '：'
                | '？'
                | '！'
                | '%'
        )
    };
    let mut width = 0.0;
    let mut last: Option<char> = None;
    for c in words.chars().take(20) {
        let held = last.is_none_or(|last| {
            opens(last) || closes(c) || (last.is_ascii_graphic() && c.is_ascii_graphic())
        });
        if !held {
            break;
        }
        width += if is_wide(c) { 1.0 } else { 0.55 };
        last = Some(c);
    }
    // One character never fits where the line is full.
    (width - 1.0_f64).max(0.0)
}

/// A paragraph or a heading; `body` is the size of the running text in tenths of a point.
pub fn piece(lines: &[Line], body: i64) -> Option<Piece> {
    let size = lines.iter().map(|line| tenths(line.main_size())).max()?;
    let mut text = String::new();
    for line in lines {
        glue(&mut text, &line.text(), false);
    }
    let short = text.chars().count() <= 60;
    let level = if is_sentence(&text) {
        None
    } else if let Some(level) = numbering(&text) {
        short.then_some(level)
    } else if size * 10 >= body * 12 && short && lines.len() <= 3 {
        Some(1)
    } else {
        None
    };
    Some(match level {
        Some(level) => Piece::Heading { level, text },
        None => Piece::Paragraph(text),
    })
}

pub fn tenths(size: f64) -> i64 {
    (size * 10.0).round() as i64
}

/// Many headings on one page with no sentence between them are a table of contents, and it may go on over the page.
pub fn list_contents(pieces: &mut [Placed]) {
    const MANY: usize = 6;
    let short = |placed: &Placed| match &placed.piece {
        Piece::Heading { .. } => true,
        Piece::Paragraph(text) => text.chars().count() < 60 && !is_sentence(text),
        Piece::Table(..) | Piece::Loose(_) => false,
    };
    let mut open = false;
    for page in pieces.chunk_by_mut(|a, b| a.page == b.page) {
        let length = page.len();
        let mut seen = 0;
        for run in page.chunk_by_mut(|a, b| short(a) && short(b)) {
            let first = seen == 0;
            seen += run.len();
            let headings = run
                .iter()
                .filter(|placed| matches!(placed.piece, Piece::Heading { .. }))
                .count();
            let whole = seen == length;
            let rest = open && first && whole;
            open = whole && (headings >= MANY || rest);
            if headings < MANY && !rest {
                continue;
            }
            // The last of them names what follows on the page, the first the whole.
            let end = run.len() - usize::from(!whole);
            for placed in run.iter_mut().take(end).skip(usize::from(!rest)) {
                if let Piece::Heading { text, .. } = &mut placed.piece {
                    placed.piece = Piece::Paragraph(std::mem::take(text));
                }
            }
        }
    }
}

/// The titles of tables are no headings of parts, however large their print.
pub fn free_titles(pieces: &mut [Placed]) {
    for at in 0..pieces.len() {
        if !matches!(
            pieces.get(at).map(|placed| &placed.piece),
            Some(Piece::Table(..))
        ) {
            continue;
        }
        // The unit may stand between.
        for above in (at.saturating_sub(2)..at).rev() {
            let Some(placed) = pieces.get_mut(above) else {
                break;
            };
            match &mut placed.piece {
                Piece::Heading { text, .. } if numbering(text).is_none() && names_table(text) => {
                    placed.piece = Piece::Paragraph(std::mem::take(text));
                    break;
                }
                Piece::Paragraph(text) if !is_sentence(text) => {}
                _ => break,
            }
        }
    }
}

/// Whether a title says that it is one of a table.
fn names_table(title: &str) -> bool {
    let title = title.trim();
    title.ends_with('表') || title.starts_with(['表', '附']) || title.starts_with("Table ")
}
