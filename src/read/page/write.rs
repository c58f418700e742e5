//! The pieces of pages written into a transcript.

use super::{Piece, Placed};
use crate::model::{Place, Words};
use crate::read::transcript::{CellSource, TableSource, Transcript};

pub fn write(transcript: &mut Transcript<'_>, pieces: Vec<Placed>) {
    for Placed { page, piece } in pieces {
        let place = Some(Place::Page { page });
        match piece {
            Piece::Heading { level, text } => transcript.heading(level, &text, place),
            Piece::Paragraph(text) => transcript.paragraph(&text, place),
            Piece::Loose(lines) => transcript.notice(Words::new(
                format!("第 {page} 页有 {lines} 行数字无法归入任何表格，未作为表格核对"),
                format!("page {page}: lines of figures that could not be put in a table: {lines}; they were read as text"),
            )),
            Piece::Table(found, pages) => {
                let mut rows = Vec::with_capacity(found.rows.len());
                let left = found.columns.first().map_or(0.0, |column| column.0);
                for (row, page) in found.rows.into_iter().zip(pages) {
                    let cell = |(column, slot): (usize, Option<super::Slot>)| {
                        slot.map(|slot| CellSource {
                            covers: slot.covers,
                            indent: indent(column, slot.area.x0 - left),
                            place: Some(Place::Page { page }),
                            ..CellSource::new(slot.text)
                        })
                    };
                    rows.push(row.into_iter().enumerate().map(cell).collect());
                }
                transcript.table(TableSource {
                    rows,
                    header_rows: found.header_rows,
                    unaligned_rows: found.unaligned,
                    ..TableSource::default()
                });
            }
        }
    }
}

/// Steps of six points; words in the first column alone are indented.
fn indent(column: usize, points: f64) -> usize {
    if column > 0 || !points.is_finite() {
        return 0;
    }
    (points / 6.0).round().clamp(0.0, 40.0) as usize
}
