//! A prescribed table as rules see it: lines by their labels and codes, columns by their headers, cells by both.

use super::bind::Scene;
use crate::model::{
    Block, Content, Document, Expr, FigureId, Meaning, Site, Span, Table, TableId, Vocabulary,
    Wanted, WordClass, fold,
};
use rustc_hash::FxHashMap;

/// A body row's words, or its digits that are no figures, with their columns.
type Marks = Vec<(usize, String)>;

pub struct Sheet<'s> {
    pub id: TableId,
    /// Of the tables of its kind in the document, counted from 0.
    pub nth: usize,
    pub block: usize,
    pub span: Span,
    scene: &'s Scene<'s>,
    table: &'s Table,
    /// (row, column) → index of the figure.
    figures: FxHashMap<(usize, usize), usize>,
    labels: Vec<Marks>,
    codes: Vec<Marks>,
    /// Folded headers over each column from top to bottom; empty for columns that hold no values.
    paths: Vec<Vec<String>>,
    valued: Vec<bool>,
}

/// The prescribed tables of a document, in reading order.
pub fn sheets<'s>(scene: &'s Scene<'s>) -> Vec<Sheet<'s>> {
    let mut found: Vec<Sheet<'s>> = Vec::new();
    for (block, table) in scene.document.tables() {
        let Some(id) = titled(scene.document, block, table, scene.vocabulary) else {
            continue;
        };
        let nth = found.iter().filter(|sheet| sheet.id == id).count();
        found.push(Sheet::of(scene, block, table, (id, nth)));
    }
    found
}

/// Which prescribed table its caption names, or the words right before it.
fn titled(
    document: &Document,
    block: usize,
    table: &Table,
    vocabulary: &Vocabulary,
) -> Option<TableId> {
    let own = table.caption.as_ref().map(|caption| caption.text.as_str());
    let before = || match document.blocks.get(block.checked_sub(1)?)? {
        Block::Heading(heading) => Some(heading.passage.text.as_str()),
        Block::Paragraph(paragraph) if paragraph.passage.text.chars().count() <= 60 => {
            Some(paragraph.passage.text.as_str())
        }
        _ => None,
    };
    own.and_then(|own| vocabulary.table_titled(own))
        .or_else(|| vocabulary.table_titled(before()?))
}

impl<'s> Sheet<'s> {
    fn of(
        scene: &'s Scene<'s>,
        block: usize,
        table: &'s Table,
        (id, nth): (TableId, usize),
    ) -> Self {
        let own = scene.of_block(block).map(|at| (at, &scene.figures[at]));
        let mut figures = FxHashMap::default();
        let mut paths = vec![Vec::new(); table.width()];
        let mut valued = vec![false; table.width()];
        for (at, figure) in own {
            let Site::Cell { row, column, .. } = figure.site else {
                continue;
            };
            figures.insert((row, column), at);
            valued[column] = true;
            if let Some(path) = paths.get_mut(column).filter(|path| path.is_empty()) {
                let words = figure.labels.column.iter();
                path.extend(words.map(|label| bare(&label.folded, scene.vocabulary)));
            }
        }
        let head = table.header_rows.unwrap_or(0);
        let mut labels: Vec<Marks> = vec![Marks::new(); table.rows.len()];
        let mut codes = labels.clone();
        let mut wordy = vec![false; table.width()];
        for (r, row) in table.rows.iter().enumerate().skip(head) {
            for (c, cell) in row.iter().enumerate() {
                let Some(cell) = cell.as_ref().filter(|_| !figures.contains_key(&(r, c))) else {
                    continue;
                };
                let digits = cell.text.trim();
                let coded =
                    (1..=9).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit());
                if coded {
                    wordy[c] = true;
                    codes[r].push((c, digits.to_owned()));
                } else if Content::of(&cell.text) == Content::Words {
                    wordy[c] = true;
                    labels[r].push((c, bare(&fold(&cell.text), scene.vocabulary)));
                }
            }
        }
        // Columns without any figure: by the header alone.
        for (c, path) in paths.iter_mut().enumerate() {
            if !path.is_empty() || valued[c] || wordy[c] {
                continue;
            }
            for row in 0..head {
                if let Some(cell) = table.seen(row, c)
                    && Content::of(&cell.text) == Content::Words
                {
                    let label = bare(&fold(&cell.text), scene.vocabulary);
                    if path.last() != Some(&label) {
                        path.push(label);
                    }
                }
            }
            valued[c] = !path.is_empty();
        }
        Self {
            id,
            nth,
            block,
            span: table.span,
            scene,
            table,
            figures,
            labels,
            codes,
            paths,
            valued,
        }
    }

    /// What a finding on the whole table points at.
    pub fn title(&self) -> Span {
        let caption = self.table.caption.as_ref();
        caption.map_or(self.span, |caption| caption.span(0..caption.text.len()))
    }

    /// Whether a column holds values, or would.
    pub fn is_value(&self, column: usize) -> bool {
        self.valued.get(column).copied().unwrap_or(false)
    }

    /// Whether a row was not read into the table: the line right after it begins with a code as its rows do, or there stands a table
    /// without a head that is as wide.
    pub fn is_torn(&self) -> bool {
        let after = self.scene.document.blocks.get(self.block + 1);
        let paragraph = match after {
            Some(Block::Paragraph(paragraph)) => paragraph,
            Some(Block::Table(next)) => {
                let headless = next.header_rows.is_none_or(|rows| rows == 0);
                return headless && next.width() == self.table.width();
            }
            _ => return false,
        };
        let text = paragraph.passage.text.trim_start();
        let digits = text.chars().take_while(char::is_ascii_digit).count();
        let coded = self.codes.iter().any(|codes| !codes.is_empty());
        coded && (3..=7).contains(&digits) && text[digits..].starts_with(' ')
    }

    pub fn is_empty(&self) -> bool {
        self.figures.is_empty()
    }

    pub fn rows(&self) -> std::ops::Range<usize> {
        0..self.table.rows.len()
    }

    pub fn columns(&self) -> std::ops::Range<usize> {
        0..self.paths.len()
    }

    /// All words of its body cells.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let rows = self.labels.iter().flatten();
        rows.map(|(_, words)| words.as_str())
    }

    /// The figure of a place, where the row's columns are known.
    pub fn figure(&self, row: usize, column: usize) -> Option<usize> {
        self.figures
            .get(&(row, column))
            .copied()
            .filter(|_| self.table.is_aligned(row))
    }

    pub fn id_of(&self, figure: usize) -> FigureId {
        FigureId {
            document: self.scene.index,
            figure,
        }
    }

    pub fn leaf(&self, figure: usize) -> Expr<FigureId> {
        Expr::Leaf(self.id_of(figure))
    }

    /// The column of the words that name a place's row: the nearest on its left.
    pub fn label_at(&self, row: usize, column: usize) -> Option<(usize, &str)> {
        let marks = self.labels.get(row)?.iter().rev();
        let mut left = marks.filter(|(c, _)| *c < column);
        left.next().map(|(c, words)| (*c, words.as_str()))
    }

    /// Whether a place's row is the one asked for: by its own label, or, where that is a total, by the group's beside it.
    pub fn is_row(&self, row: usize, column: usize, wanted: &Wanted) -> bool {
        let vocabulary = self.scene.vocabulary;
        let Some((at, own)) = self.label_at(row, column) else {
            return false;
        };
        if wanted.is(own, vocabulary) {
            return true;
        }
        if !vocabulary.is_word(own, WordClass::Total) || at == 0 {
            return false;
        }
        let group = self.table.seen(row, at - 1);
        group.is_some_and(|cell| wanted.is(&bare(&fold(&cell.text), vocabulary), vocabulary))
    }

    /// The code of a place's row; codes in several cells (201, 06, 01) are one.
    pub fn code_at(&self, row: usize, column: usize) -> Option<String> {
        let mut end = self.label_at(row, column).map_or(column, |(at, _)| at);
        let codes = self.codes.get(row)?;
        let is_code = |c: usize| codes.iter().find(|(at, _)| *at == c);
        let blank = |c: usize| !self.figures.contains_key(&(row, c)) && self.word(row, c).is_none();
        // A second column of words may stand between the code and the values.
        if end > 0 && self.word(row, end - 1).is_some() {
            end -= 1;
        }
        let mut parts: Vec<&str> = Vec::new();
        for c in (0..end).rev() {
            match is_code(c) {
                Some((_, digits)) => parts.push(digits),
                None if blank(c) => {}
                None => break,
            }
        }
        let mut code = String::new();
        for part in parts.into_iter().rev() {
            if part.len() > code.len() && part.starts_with(code.as_str()) {
                code.clear();
            }
            code.push_str(part);
        }
        (!code.is_empty()).then_some(code)
    }

    /// The words of all cells of a row, heads included, with their columns.
    pub fn texts(&self, row: usize) -> Vec<(usize, String)> {
        let cells = self.table.rows.get(row).into_iter().flatten().enumerate();
        let words = cells.filter_map(|(column, cell)| {
            let cell = cell
                .as_ref()
                .filter(|_| !self.figures.contains_key(&(row, column)))?;
            Some((column, bare(&fold(&cell.text), self.scene.vocabulary)))
        });
        words.collect()
    }

    /// The words of a row left of all values, with their columns; `None` in tables with codes or with panels side by side.
    pub fn labels(&self, row: usize) -> Option<&[(usize, String)]> {
        let first = self.valued.iter().position(|valued| *valued)?;
        let mut own = self.labels.iter().flatten();
        let plain = own.all(|(c, _)| *c < first) && self.codes.iter().all(Vec::is_empty);
        self.labels.get(row).filter(|_| plain).map(Vec::as_slice)
    }

    /// The last column that names a row. A total beside the name of a group is the group's.
    pub fn level(&self, row: usize) -> Option<usize> {
        let vocabulary = self.scene.vocabulary;
        let mut marks = self.labels.get(row)?.iter().rev();
        let own = marks.find(|(_, label)| !vocabulary.is_word(label, WordClass::Total));
        own.map(|(column, _)| *column)
    }

    /// Whether a row says that it is only part of another: 其中：….
    pub fn is_of_which(&self, row: usize) -> bool {
        let words = self.scene.vocabulary.words(WordClass::OfWhich);
        let marks = self.labels.get(row).into_iter().flatten();
        let mut cells = marks.filter_map(|(column, _)| self.table.seen(row, *column));
        cells.any(|cell| {
            let folded = fold(&cell.text);
            words.iter().any(|word| folded.starts_with(word.as_str()))
        })
    }

    fn word(&self, row: usize, column: usize) -> Option<&str> {
        let mut marks = self.labels.get(row)?.iter();
        let own = marks.find(|(c, _)| *c == column);
        own.map(|(_, words)| words.as_str())
    }

    pub fn cell_span(&self, row: usize, column: usize) -> Span {
        self.table
            .seen(row, column)
            .map_or(self.span, |cell| cell.span)
    }

    /// Columns whose header is the label asked for. Words under it may only say that it is a total, or of which time its figures
    /// are (预算数, 决算数); of `like`, a column of the same formula, they are the same.
    pub fn columns_of(&self, wanted: &Wanted, like: Option<usize>) -> Vec<usize> {
        let vocabulary = self.scene.vocabulary;
        let times = |column: usize| -> Vec<&String> {
            let path = self.paths.get(column).into_iter().flatten();
            path.filter(|label| is_time(label, vocabulary)).collect()
        };
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (column, path) in self.paths.iter().enumerate() {
            let named = path.iter().rposition(|label| wanted.is(label, vocabulary));
            let Some(named) = named else {
                continue;
            };
            let over = |above: &Wanted| path.iter().any(|label| above.is(label, vocabulary));
            if !wanted.above.as_deref().is_none_or(over) {
                continue;
            }
            let plain = path.iter().skip(named + 1).all(|label| {
                vocabulary.is_word(label, WordClass::Total)
                    || vocabulary.is_word(label, WordClass::Neutral)
                    || is_time(label, vocabulary)
            });
            if !plain {
                continue;
            }
            let near = match like {
                None => 0,
                Some(like) => {
                    let own = &self.paths[like];
                    let mut theirs = times(like);
                    theirs.retain(|label| !wanted.is(label, vocabulary));
                    let mut mine = times(column);
                    mine.retain(|label| !wanted.is(label, vocabulary));
                    if column == like || !theirs.is_empty() && !mine.is_empty() && theirs != mine {
                        continue;
                    }
                    path.iter().filter(|label| own.contains(label)).count()
                }
            };
            found.push((near, column));
        }
        let nearest = found.iter().map(|(near, _)| *near).max().unwrap_or(0);
        found.retain(|(near, _)| *near == nearest);
        found.into_iter().map(|(_, column)| column).collect()
    }

    /// The labels of its rows and columns that are most like one that it does not have; how much, of 100.
    pub fn nearest(&self, wanted: &Wanted) -> Option<(&str, usize)> {
        let labels = self.labels.iter().flatten().map(|(_, words)| words);
        let all = labels.chain(self.paths.iter().flatten());
        let pairs = |label: &str| -> Vec<(char, char)> {
            label.chars().zip(label.chars().skip(1)).collect()
        };
        let own = pairs(&wanted.folded);
        let likeness = |label: &str| {
            let other = pairs(label);
            let shared = own.iter().filter(|pair| other.contains(pair)).count();
            200 * shared.min(other.len()) / (own.len() + other.len()).max(1)
        };
        let best = all.max_by_key(|label| likeness(label))?;
        let likeness = likeness(best);
        (likeness >= 40).then_some((best.as_str(), likeness))
    }
}

/// Words that say of which time or stage the figures of a column are: 预算数, 决算数.
fn is_time(label: &str, vocabulary: &Vocabulary) -> bool {
    vocabulary
        .meanings(label)
        .iter()
        .any(|meaning| matches!(meaning, Meaning::Concept(_)))
}

/// A label without the unit in brackets behind it, and without 其中 before it.
fn bare(folded: &str, vocabulary: &Vocabulary) -> String {
    let mut label = folded;
    if let Some((words, unit)) = label
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('))
        && !words.is_empty()
        && vocabulary.unit_folded(unit).is_some()
    {
        label = words;
    }
    let part = vocabulary.words(WordClass::OfWhich).iter();
    for word in part {
        if let Some(rest) = label.strip_prefix(word.as_str())
            && let Some(rest) = rest.strip_prefix([':', ',', '、'])
        {
            return fold(rest);
        }
    }
    label.to_owned()
}
