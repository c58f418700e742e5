//! markdown: headings, paragraphs, pipe tables, and tables of columns in code blocks.

mod html;

use super::{
    Input, Limits, ReadError, Reader, caption, columns, encoding, indent, remark, verbatim,
};
use crate::model::{
    Block, Cell, Document, Heading, Language, Notice, Paragraph, Passage, Span, Table, Text,
    Vocabulary, Words, is_cjk,
};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

pub const READER: Reader = Reader {
    name: "markdown",
    endings: &["md", "markdown", "mdown", "mkd"],
    recognises: |_| None,
    read,
};

fn read(
    input: Input<'_>,
    vocabulary: &Vocabulary,
    settings: &super::Options,
) -> Result<Document, ReadError> {
    let mut source = encoding::decode(input)?;
    let notices = verbatim::fit(&mut source, &settings.limits);
    let text = Text::new(source);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut page = Page {
        text: &text,
        vocabulary,
        limits: &settings.limits,
        blocks: Vec::new(),
        notices,
        words: None,
        grid: None,
        skipping: 0,
        code: None,
        html: 0..0,
    };
    for (event, range) in Parser::new_ext(text.as_str(), options).into_offset_iter() {
        page.take(event, range);
    }
    page.close_paragraph();
    let (blocks, notices) = (page.blocks, page.notices);
    Ok(Document {
        path: input.path.to_owned(),
        format: READER.name,
        language: Language::of(text.as_str()),
        transcript: false,
        remarks: remark::all(text.as_str()),
        text,
        blocks,
        notices,
    })
}

/// A pipe table while it is read.
#[derive(Default)]
struct Grid {
    rows: Vec<Vec<Option<Cell>>>,
    row: Vec<Option<Cell>>,
    /// Display columns before each row's label.
    leads: Vec<Option<usize>>,
}

/// What was understood so far.
struct Page<'a> {
    text: &'a Text,
    vocabulary: &'a Vocabulary,
    limits: &'a Limits,
    blocks: Vec<Block>,
    notices: Vec<Notice>,
    /// The heading, paragraph or cell that is open.
    words: Option<Passage>,
    grid: Option<Grid>,
    /// Depth of front matter and pictures, whose words are no part of the report.
    skipping: usize,
    /// The code block that is open, and whether it is in a programming language.
    code: Option<(Range<usize>, bool)>,
    /// The html that was read last: blank lines in it make it look like several pieces.
    html: Range<usize>,
}

impl Page<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::MetadataBlock(_) | Tag::Image { .. }) => self.skipping += 1,
            Event::End(TagEnd::MetadataBlock(_) | TagEnd::Image) => {
                self.skipping = self.skipping.saturating_sub(1);
            }
            _ if self.skipping > 0 || self.html.contains(&range.start) => {}
            Event::Start(tag) => self.open(&tag, range),
            Event::End(tag) => self.close(tag, range),
            _ if self.code.is_some() => {}
            Event::Text(words) => self.push(&words, range),
            Event::Code(words) => {
                let raw = self.text.as_str().get(range.clone()).unwrap_or("");
                let lead = raw.find(&*words).unwrap_or(0);
                self.push(&words, range.start + lead..range.end);
            }
            Event::SoftBreak | Event::HardBreak => self.push_break(range.start),
            Event::InlineHtml(tag) if tag.to_lowercase().starts_with("<br") => {
                self.push_break(range.start);
            }
            Event::Html(_) => {}
            _ => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::Item => {
                self.close_paragraph();
                self.words = Some(Passage::default());
            }
            Tag::TableCell => self.words = Some(Passage::default()),
            Tag::Table(_) => {
                self.close_paragraph();
                self.grid = Some(Grid::default());
            }
            Tag::CodeBlock(kind) => {
                self.close_paragraph();
                let program = match kind {
                    CodeBlockKind::Fenced(name) => {
                        !matches!(name.trim(), "" | "text" | "txt" | "plain" | "table" | "csv")
                    }
                    CodeBlockKind::Indented => false,
                };
                self.code = Some((range, program));
            }
            Tag::HtmlBlock => {
                self.close_paragraph();
                self.read_html(range);
            }
            Tag::List(_) | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_) => {
                self.close_paragraph()
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Heading(level) => {
                if let Some(passage) = self
                    .words
                    .take()
                    .filter(|words| !words.text.trim().is_empty())
                {
                    let level = level as u8;
                    self.blocks.push(Block::Heading(Heading { level, passage }));
                }
            }
            TagEnd::Paragraph | TagEnd::Item => self.close_paragraph(),
            TagEnd::TableCell => self.close_cell(),
            TagEnd::TableHead | TagEnd::TableRow => self.close_row(range),
            TagEnd::Table => self.close_table(),
            TagEnd::CodeBlock => self.close_code(),
            _ => {}
        }
    }

    fn push(&mut self, words: &str, range: Range<usize>) {
        // A tight list gives its words without a paragraph around them.
        self.words.get_or_insert_default().push(words, range.start);
    }

    /// The end of a source line: a space, but for Chinese.
    fn push_break(&mut self, at: usize) {
        let Some(words) = &mut self.words else { return };
        let next = self.text.as_str().get(at..).and_then(|rest| {
            rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\\')
                .chars()
                .next()
        });
        let wide = |c: Option<char>| {
            c.is_some_and(|c| is_cjk(c) || "，。；：、（）《》“”！？".contains(c))
        };
        if !(wide(words.text.chars().next_back()) && wide(next)) {
            words.push(" ", at);
        }
    }

    fn close_paragraph(&mut self) {
        if let Some(passage) = self
            .words
            .take()
            .filter(|words| !words.text.trim().is_empty())
        {
            self.blocks.push(Block::Paragraph(Paragraph { passage }));
        }
    }

    fn close_cell(&mut self) {
        let (Some(words), Some(grid)) = (self.words.take(), &mut self.grid) else {
            return;
        };
        let lead = words.text.len() - words.text.trim_start().len();
        let trimmed = words.text.trim();
        let cell = (!trimmed.is_empty())
            .then(|| Cell::new(trimmed, words.span(lead..lead + trimmed.len())));
        if grid.row.is_empty() {
            let before = words.text.get(..lead).map_or(0, UnicodeWidthStr::width);
            grid.leads.push(cell.is_some().then_some(before));
        }
        grid.row.push(cell);
    }

    fn close_row(&mut self, range: Range<usize>) {
        let Some(grid) = &mut self.grid else { return };
        let row = std::mem::take(&mut grid.row);
        let source = self.text.as_str().get(range.clone()).unwrap_or("");
        if places(source) > row.len() {
            self.notices.push(Notice {
                span: Span::new(range.start, range.start + source.trim_end().len()),
                message: Words::new(
                    "此行的单元格多于表头，多出的未读取",
                    "this row has more cells than the header; those beyond it were not read",
                ),
            });
        }
        grid.rows.push(row);
    }

    fn close_table(&mut self) {
        let Some(mut grid) = self.grid.take() else {
            return;
        };
        for (row, indent) in grid.rows.iter_mut().zip(indent::ranks(&grid.leads)) {
            if let Some(Some(label)) = row.first_mut() {
                label.indent = indent;
            }
        }
        let cells = grid.rows.iter().flatten().flatten();
        let Some(span) = cells.map(|cell| cell.span).reduce(Span::to) else {
            return;
        };
        self.push_table(Table {
            rows: grid.rows,
            header_rows: Some(1),
            aligned: true,
            span,
            ..Table::default()
        });
    }

    fn tables(&self) -> usize {
        let tables = self.blocks.iter();
        tables
            .filter(|block| matches!(block, Block::Table(_)))
            .count()
    }

    /// Numbers a table and gives it the short paragraphs right before it as its caption.
    fn push_table(&mut self, mut table: Table) {
        table.number = self.tables() + 1;
        table.caption = caption::take(&mut self.blocks, self.vocabulary);
        self.blocks.push(Block::Table(table));
    }

    /// Tables of columns inside a code block; its other lines as paragraphs, unless it is a program.
    fn close_code(&mut self) {
        let Some((range, program)) = self.code.take() else {
            return;
        };
        let text = self.text;
        let (first, last) = (
            text.line(range.start),
            text.line(range.end.saturating_sub(1)),
        );
        let mut next = first;
        for region in columns::find_among(text, first..last + 1) {
            for line in next..region.lines.start {
                self.push_line(line);
            }
            next = region.lines.end;
            self.push_table(region.table);
        }
        if next > first || !program {
            for line in next..=last {
                self.push_line(line);
            }
        }
    }

    fn push_line(&mut self, line: usize) {
        let span = self.text.line_span(line);
        let raw = self.text.slice(span);
        let words = raw.trim();
        if !words.is_empty() && !words.starts_with("```") && !words.starts_with("~~~") {
            let at = span.start + raw.len() - raw.trim_start().len();
            let passage = Passage::verbatim(words, at);
            self.blocks.push(Block::Paragraph(Paragraph { passage }));
        }
    }

    /// Reads a block of html; a table to its end.
    fn read_html(&mut self, range: Range<usize>) {
        let text = self.text;
        let all = text.as_str();
        let source = all.get(range.clone()).unwrap_or("");
        let mut end = range.end;
        if let Some(at) = source.to_ascii_lowercase().find("<table")
            && let Some(length) = all.get(range.start + at..).and_then(html::end_of_table)
        {
            end = end.max(range.start + at + length);
        }
        let source = all.get(range.start..end).unwrap_or("");
        let Some(blocks) = html::read(source, range.start, self.vocabulary, self.limits) else {
            self.skip_html(range);
            return;
        };
        self.html = range.start..end;
        for block in blocks {
            match block {
                Block::Table(table) if table.caption.is_none() => self.push_table(table),
                Block::Table(mut table) => {
                    table.number = self.tables() + 1;
                    self.blocks.push(Block::Table(table));
                }
                block => self.blocks.push(block),
            }
        }
    }

    /// Says what a block of html keeps from being read.
    fn skip_html(&mut self, range: Range<usize>) {
        let source = self.text.as_str().get(range.clone()).unwrap_or("");
        let mut tag = false;
        let figures = source.chars().any(|c| {
            tag = (tag || c == '<') && c != '>';
            !tag && c.is_ascii_digit()
        });
        if !figures {
            return;
        }
        let message = if source.to_lowercase().contains("<table") {
            Words::new(
                "markdown 中的 html 表格未读取，请改用管道表格",
                "an html table inside markdown was not read; write it as a pipe table",
            )
        } else {
            Words::new(
                "markdown 中的 html 段落含有数字，未读取",
                "a block of html with figures inside markdown was not read",
            )
        };
        let span = Span::new(range.start, range.start + source.trim_end().len());
        self.notices.push(Notice { span, message });
    }
}

/// How many cells a row of a pipe table has in its source.
fn places(source: &str) -> usize {
    let row = source.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row
        .strip_suffix('|')
        .filter(|rest| !rest.ends_with('\\'))
        .unwrap_or(row);
    let mut escaped = false;
    let bars = row.chars().filter(|&c| {
        let bar = c == '|' && !escaped;
        escaped = c == '\\' && !escaped;
        bar
    });
    bars.count() + 1
}
