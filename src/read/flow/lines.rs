//! Lines set as they are: tables of columns among them, the rest as paragraphs.

use crate::{
    model::Text,
    read::{
        columns,
        transcript::{CellSource, TableSource, Transcript},
    },
};

pub fn write(words: String, transcript: &mut Transcript<'_>) {
    let text = Text::new(words);
    let mut line = 1;
    let mut regions = columns::find(&text).into_iter().peekable();
    while line <= text.lines() {
        let Some(region) = regions.next_if(|region| region.lines.start <= line) else {
            transcript.paragraph(text.slice(text.line_span(line)), None);
            line += 1;
            continue;
        };
        line = region.lines.end.max(line + 1);
        let table = region.table;
        let rows = table.rows.into_iter().map(|row| {
            let cells = row.into_iter().map(|cell| {
                let cell = cell?;
                Some(CellSource {
                    covers: cell.covers,
                    indent: cell.indent,
                    ..CellSource::new(cell.text)
                })
            });
            cells.collect()
        });
        transcript.table(TableSource {
            rows: rows.collect(),
            header_rows: table.header_rows,
            unaligned: !table.aligned,
            unaligned_rows: table.unaligned_rows,
            ..TableSource::default()
        });
    }
}
