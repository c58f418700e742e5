//! Paragraphs whose figures stand at tab stops: together they are a table.

use super::{Piece, is_figure};
use crate::{
    model::Place,
    read::transcript::{CellSource, TableSource, Transcript},
};
use unicode_width::UnicodeWidthStr;

/// A tab stop; places in twips from the left edge of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    pub at: u32,
    /// Words end (or have their decimal point) there instead of beginning there.
    pub flush: bool,
}

/// Twips that a column of text takes, about: what stands before a tab tells which stop it reaches.
const COLUMN: u32 = 110;
/// Twips between the stops that are there where none is set.
const DEFAULT: u32 = 720;
/// Figures whose stops are no farther from each other than this stand in one column.
const NEAR: u32 = 420;

/// More columns than this no hand sets with tabs.
const MOST_COLUMNS: usize = 100;

/// Whether words are parted by tabs inside.
pub fn is_tabbed(words: &str) -> bool {
    words.lines().any(|line| line.trim().contains('\t'))
}

/// How many of the pieces that follow go on with a run of tabbed paragraphs: other ones, and a line that leads to one.
pub fn reach(pieces: &[Piece]) -> usize {
    let tabbed = |piece: Option<&Piece>| matches!(piece, Some(Piece::Paragraph { words, .. }) if is_tabbed(words));
    let mut reach = 0;
    loop {
        if tabbed(pieces.get(reach)) {
            reach += 1;
        } else if tabbed(pieces.get(reach + 1))
            && matches!(pieces.get(reach), Some(Piece::Paragraph { words, .. })
                if words.trim_end().ends_with([':', '：']) && words.width() <= 60)
        {
            reach += 2;
        } else {
            return reach;
        }
    }
}

/// A line of a run, cut at its tabs.
struct Line {
    segments: Vec<Segment>,
    words: String,
    place: Option<Place>,
}

struct Segment {
    text: String,
    /// Where it begins, or ends where it stands flush right at a stop.
    at: u32,
    /// A tab stands before it.
    stopped: bool,
}

impl Segment {
    fn is_figure(&self) -> bool {
        self.stopped && is_figure(&self.text)
    }
}

/// Writes a run of paragraphs as a table where figures stand in columns, else as paragraphs.
pub fn write(run: Vec<Piece>, transcript: &mut Transcript<'_>) {
    let mut lines = Vec::new();
    for piece in run {
        if let Piece::Paragraph {
            words,
            place,
            indent,
            stops,
        } = piece
        {
            let from = u32::try_from(indent).unwrap_or(0).saturating_mul(105);
            lines.extend(
                words
                    .lines()
                    .filter(|line| !line.trim().is_empty())
                    .map(|line| Line {
                        segments: cut(line, from, &stops),
                        words: line.to_owned(),
                        place: place.clone(),
                    }),
            );
        }
    }
    let columns = columns(&lines);
    let counted = lines
        .iter()
        .filter(|line| line.segments.iter().any(Segment::is_figure));
    // Numbers before texts are those of a list.
    let labelled = counted.clone().filter(|line| {
        let words = line.segments.iter().position(|it| !it.is_figure());
        words == Some(0)
    });
    if columns.is_empty()
        || columns.len() > MOST_COLUMNS
        || labelled.count() < 2.max(counted.count().div_ceil(2))
    {
        for line in lines {
            transcript.paragraph(&line.words, line.place);
        }
        return;
    }
    let rows = lines.into_iter().map(|line| row(line, &columns)).collect();
    transcript.table(TableSource {
        rows,
        ..TableSource::default()
    });
}

/// The pieces of a line between its tabs, each with its place.
fn cut(line: &str, from: u32, stops: &[Stop]) -> Vec<Segment> {
    let mut at = from;
    let mut segments = Vec::new();
    for (index, text) in line.split('\t').enumerate() {
        let mut anchor = at;
        let width = u32::try_from(text.trim().width()).unwrap_or(u32::MAX);
        let width = width.saturating_mul(COLUMN);
        if index > 0 {
            let set = stops
                .iter()
                .filter(|stop| stop.at > at)
                .min_by_key(|it| it.at);
            let stop = set.copied().unwrap_or(Stop {
                at: (at / DEFAULT).saturating_add(1).saturating_mul(DEFAULT),
                flush: false,
            });
            anchor = stop.at;
            at = match stop.flush {
                true => stop.at.max(at.saturating_add(width)),
                false => stop.at.saturating_add(width),
            };
        } else {
            at = at.saturating_add(width);
        }
        if !text.trim().is_empty() {
            segments.push(Segment {
                text: text.trim().to_owned(),
                at: anchor,
                stopped: index > 0,
            });
        }
    }
    segments
}

/// Where the columns of figures stand: the reach of the stops of each.
fn columns(lines: &[Line]) -> Vec<(u32, u32)> {
    let figures = lines.iter().flat_map(|line| &line.segments);
    let mut stops: Vec<u32> = figures
        .filter(|it| it.is_figure())
        .map(|it| it.at)
        .collect();
    stops.sort_unstable();
    stops.dedup();
    let mut columns: Vec<(u32, u32)> = Vec::new();
    for at in stops {
        if columns.len() > MOST_COLUMNS {
            break;
        }
        match columns.last_mut() {
            Some((_, last)) if at - *last <= NEAR && !meet(lines, *last, at) => *last = at,
            _ => columns.push((at, at)),
        }
    }
    columns
}

/// Whether a line has figures at both of two stops.
fn meet(lines: &[Line], one: u32, other: u32) -> bool {
    let has = |line: &Line, at: u32| line.segments.iter().any(|it| it.at == at && it.is_figure());
    lines.iter().any(|line| has(line, one) && has(line, other))
}

/// A line as a row: the label, then a place for each column.
fn row(line: Line, columns: &[(u32, u32)]) -> Vec<Option<CellSource>> {
    let mut row: Vec<Option<CellSource>> = vec![None; columns.len() + 1];
    let first = columns.first().map_or(0, |column| column.0);
    for segment in line.segments {
        let before = !segment.stopped || (segment.at + NEAR < first && !segment.is_figure());
        let place = if before {
            0
        } else {
            let distance = |column: &(u32, u32)| match segment.at {
                at if at < column.0 => column.0 - at,
                at => at.saturating_sub(column.1),
            };
            let nearest = columns
                .iter()
                .enumerate()
                .min_by_key(|(_, it)| distance(it));
            nearest.map_or(0, |(column, _)| column + 1)
        };
        match row.get_mut(place) {
            Some(Some(cell)) => {
                cell.text.push(' ');
                cell.text.push_str(&segment.text);
            }
            Some(cell) => {
                *cell = Some(CellSource {
                    indent: if place == 0 {
                        segment.at as usize / 105
                    } else {
                        0
                    },
                    place: line.place.clone(),
                    ..CellSource::new(segment.text)
                });
            }
            None => {}
        }
    }
    row
}
