//! The frame of a table: which rows name columns, which columns name rows, what each cell holds.

use crate::model::{Cell, Content, DecimalMark, Table, Vocabulary, WordClass, fold};

/// What stands around the figures of a table.
#[derive(Debug)]
pub struct Grid {
    pub header_rows: usize,
    /// True for columns that name rows, or only number them.
    pub labels: Vec<bool>,
    /// True for columns that only number the rows (行次 1 2 3 …).
    pub indexes: Vec<bool>,
    /// True for rows that only number the columns (栏次 1 2 3 …).
    pub index_rows: Vec<bool>,
    /// True for columns of codes, whose numbers are never values.
    pub codes: Vec<bool>,
    /// What each place holds, `None` where no cell stands.
    pub contents: Vec<Vec<Option<Content>>>,
}

impl Grid {
    pub fn of(table: &Table, vocabulary: &Vocabulary) -> Self {
        let read = |content: fn(&str) -> Content| -> Vec<Vec<Option<Content>>> {
            let cell = |cell: &Option<Cell>| cell.as_ref().map(|cell| content(&cell.text));
            let row = |row: &Vec<Option<Cell>>| row.iter().map(cell).collect();
            table.rows.iter().map(row).collect()
        };
        let mut contents = read(Content::of);
        if has_decimal_commas(table, &contents) {
            contents = read(Content::with_decimal_comma);
        }
        let index_rows: Vec<bool> = (table.rows.iter().zip(&contents))
            .map(|(cells, contents)| {
                is_index_row(contents) || is_named_index_row(cells, contents, vocabulary)
            })
            .collect();
        let header_rows = match table.header_rows {
            Some(given) => to_index_row(given, &contents, &index_rows),
            None => header_rows(table, &contents, &index_rows),
        };
        let header_rows = header_rows.min(table.rows.len());
        let indexes: Vec<bool> = (0..table.width())
            .map(|column| {
                is_index_column(&contents, header_rows, column)
                    || is_named_index_column(table, &contents, header_rows, column, vocabulary)
            })
            .collect();
        let mut labels = label_columns(table, &contents, header_rows, vocabulary);
        let codes: Vec<bool> = (0..table.width())
            .map(|column| is_code_column(table, &contents, header_rows, column, vocabulary))
            .collect();
        for (label, (index, code)) in labels.iter_mut().zip(indexes.iter().zip(&codes)) {
            *label |= index | code;
        }
        Self {
            header_rows,
            labels,
            indexes,
            index_rows,
            codes,
            contents,
        }
    }

    pub fn content(&self, row: usize, column: usize) -> Option<&Content> {
        self.contents.get(row)?.get(column)?.as_ref()
    }

    /// The rows under the header with what they hold; one that only numbers the columns is none.
    pub fn body(&self) -> impl Iterator<Item = (usize, &[Option<Content>])> {
        let rows = self.contents.iter().enumerate().skip(self.header_rows);
        rows.filter(|(row, _)| *row != self.header_rows || !self.index_rows[*row])
            .map(|(row, contents)| (row, contents.as_slice()))
    }

    /// Columns that name the row of a value: the block of label columns nearest to its left.
    pub fn labels_of(&self, column: usize) -> std::ops::Range<usize> {
        let end = (0..column)
            .rev()
            .find(|&c| self.labels[c])
            .map_or(0, |c| c + 1);
        let start = (0..end)
            .rev()
            .take_while(|&c| self.labels[c])
            .last()
            .unwrap_or(end);
        start..end
    }
}

/// Cells that must have a decimal comma before the others are read so.
const COMMAS: usize = 3;

/// Whether the table is written with decimal commas: several numbers can be read in no other way, and none denies it. Lists of notes
/// (`4,5`) stand beside single ones, and thousands (`1,234`) beside thousands.
fn has_decimal_commas(table: &Table, contents: &[Vec<Option<Content>>]) -> bool {
    let (mut proofs, mut either, mut bare) = (0usize, 0usize, 0usize);
    let mut columns = vec![[0usize; 2]; table.width()];
    for (row, contents) in table.rows.iter().zip(contents) {
        for ((cell, content), column) in row.iter().zip(contents).zip(&mut columns) {
            let (Some(cell), Some(content)) = (cell, content) else {
                continue;
            };
            match (DecimalMark::of(&cell.text), content) {
                (Some(DecimalMark::Point), _) => return false,
                // With a decimal comma most numbers are words to those who expect a point.
                (Some(DecimalMark::Comma), Content::Words) => {
                    proofs += 1;
                    column[0] += 1;
                }
                (_, Content::Number(_)) if cell.text.contains(',') => either += 1,
                (_, Content::Number(_)) => column[1] += 1,
                _ => {}
            }
        }
    }
    for [own, others] in columns {
        bare += if own > 0 { others } else { 0 };
    }
    proofs >= COMMAS && proofs >= 4 * either && proofs >= bare
}

/// A bare four-digit year, as columns of a series are headed.
pub fn is_year(content: &Content) -> bool {
    matches!(content, Content::Number(number)
        if number.value.scale() == 0
            && number.currency.is_none()
            && number.suffix.is_empty()
            && number.range.len() == 4
            && (1950..=2100).contains(&i32::try_from(number.value.mantissa()).unwrap_or(0)))
}

/// Rows before the first row of figures that have words (or years, or the index row `1 2 3`) over value columns.
fn header_rows(table: &Table, contents: &[Vec<Option<Content>>], index_rows: &[bool]) -> usize {
    let mut header = 0;
    for (r, row) in contents.iter().enumerate() {
        let beyond = || row.iter().skip(1).flatten();
        let values = beyond()
            .filter(|content| content.is_number() && !is_year(content))
            .count();
        let years = beyond().filter(|content| is_year(content)).count();
        // A number, a year or a code in front of words begins the body, under a header that does not.
        let begun = header > 0 && matches!(row.first(), Some(Some(Content::Number(_))));
        if (values > 0 || begun || (years > 0 && header > 0 && years < 2)) && !index_rows[r] {
            break;
        }
        let words = beyond().any(|content| !matches!(content, Content::Blank | Content::Nil));
        let spans = table.rows[r].iter().flatten().any(|cell| cell.covers.0 > 1);
        if words || spans {
            header = r + 1;
        }
        if r > 12 {
            break;
        }
    }
    header.min(table.rows.len().saturating_sub(1))
}

/// Rows that may follow the header that the file marks before one that numbers the columns.
const UNMARKED: usize = 4;

/// The header that a file marks, and on to a row that numbers the columns where nothing but words stands between.
fn to_index_row(given: usize, contents: &[Vec<Option<Content>>], index_rows: &[bool]) -> usize {
    let number = |row: &[Option<Content>]| {
        let mut all = row.iter().flatten();
        all.any(|content| content.is_number() && !is_year(content))
    };
    let rows = contents.iter().zip(index_rows).enumerate().skip(given);
    let mut rest = rows.take(UNMARKED);
    let found = rest.find(|(_, (row, index))| **index || number(row));
    match found {
        Some((row, (_, true))) => row + 1,
        _ => given,
    }
}

/// `栏次 | | 1 | 栏次 | | 2`: what its words call it, with whole numbers that count up by one.
fn is_named_index_row(
    cells: &[Option<Cell>],
    contents: &[Option<Content>],
    vocabulary: &Vocabulary,
) -> bool {
    let mut named = false;
    let mut last = None;
    for (cell, content) in cells.iter().zip(contents) {
        match (cell, content) {
            (Some(cell), Some(Content::Words))
                if vocabulary.is_word(&fold(&cell.text), WordClass::RowNumber) =>
            {
                named = true;
            }
            (_, None | Some(Content::Blank)) => {}
            (_, Some(Content::Number(number)))
                if number.value.scale() == 0
                    && last
                        .is_none_or(|last| number.value == last + rust_decimal::Decimal::ONE) =>
            {
                last = Some(number.value);
            }
            _ => return false,
        }
    }
    named && last.is_some()
}

/// Whether a column's header, or the row right below it where the header is taken to end too early, has a word.
fn is_headed(
    table: &Table,
    header_rows: usize,
    column: usize,
    class: WordClass,
    vocabulary: &Vocabulary,
) -> bool {
    (0..=header_rows).any(|row| {
        let cell = table.seen(row, column);
        cell.is_some_and(|cell| vocabulary.is_word(&fold(&cell.text), class))
    })
}

/// A column that its header calls the numbers of rows, and nothing but whole numbers that ascend stands in it.
fn is_named_index_column(
    table: &Table,
    contents: &[Vec<Option<Content>>],
    header_rows: usize,
    column: usize,
    vocabulary: &Vocabulary,
) -> bool {
    let headed = is_headed(table, header_rows, column, WordClass::RowNumber, vocabulary);
    let mut last = rust_decimal::Decimal::ZERO;
    let body = contents.iter().skip(header_rows);
    headed
        && body
            .filter_map(|row| row.get(column)?.as_ref())
            .all(|content| match content {
                Content::Blank | Content::Nil => true,
                Content::Number(number)
                    if number.value.scale() == 0
                        && number.value > last
                        && number.currency.is_none() =>
                {
                    last = number.value;
                    true
                }
                _ => false,
            })
        && !last.is_zero()
}

/// `栏次 1 2 3 …`: at least three whole numbers that count up by one. Years that do so head their columns.
fn is_index_row(row: &[Option<Content>]) -> bool {
    let numbers: Vec<_> = row
        .iter()
        .flatten()
        .filter_map(|content| match content {
            Content::Number(number) if number.currency.is_none() => Some(number.value),
            _ => None,
        })
        .collect();
    numbers.len() >= 3
        && numbers
            .iter()
            .all(|number| number.scale() == 0 && *number < rust_decimal::Decimal::ONE_THOUSAND)
        && numbers
            .windows(2)
            .all(|pair| pair[1] == pair[0] + rust_decimal::Decimal::ONE)
}

fn is_ascending(contents: &[Vec<Option<Content>>], header_rows: usize, column: usize) -> bool {
    let numbers: Vec<_> = contents
        .iter()
        .skip(header_rows)
        .filter_map(|row| match row.get(column)? {
            // Codes have a length, 301 before 30101: they ascend as words do.
            Some(Content::Number(number)) => Some(number.value.to_string()),
            _ => None,
        })
        .collect();
    numbers.windows(2).all(|pair| pair[0] < pair[1])
}

/// A column that counts its rows: at least three bare whole numbers, each the one above plus one, and nothing else. Where rows have
/// no number of their own (a heading, a total), the count goes on below.
fn is_index_column(contents: &[Vec<Option<Content>>], header_rows: usize, column: usize) -> bool {
    let mut last = None;
    let mut count = 0usize;
    for row in contents.iter().skip(header_rows) {
        match row.get(column).and_then(Option::as_ref) {
            None | Some(Content::Blank) => {}
            Some(Content::Number(number))
                if number.value.scale() == 0
                    && number.currency.is_none()
                    && number.suffix.is_empty()
                    && number.mark == crate::model::Mark::None =>
            {
                // Years count up as well, and name their rows.
                let follows = match last {
                    Some(last) => number.value == last + rust_decimal::Decimal::ONE,
                    None => number.value < rust_decimal::Decimal::ONE_THOUSAND,
                };
                if !follows {
                    return false;
                }
                last = Some(number.value);
                count += 1;
            }
            Some(_) => return false,
        }
    }
    count >= 3
}

/// A column of codes: so its header says (科目编码, 类, 款, 项), and nothing but bare whole numbers stand in it. Where the header is
/// taken to end too early, its last row is the first of the body.
fn is_code_column(
    table: &Table,
    contents: &[Vec<Option<Content>>],
    header_rows: usize,
    column: usize,
    vocabulary: &Vocabulary,
) -> bool {
    let headed = is_headed(table, header_rows, column, WordClass::Code, vocabulary);
    let (mut numbers, mut words) = (0usize, 0usize);
    for (row, cells) in contents.iter().enumerate().skip(header_rows) {
        let Some(content) = cells.get(column).and_then(Option::as_ref) else {
            continue;
        };
        let text = table.cell(row, column).map_or("", |cell| cell.text.trim());
        let digits = (1..=9).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit());
        match content {
            _ if digits => numbers += 1,
            Content::Number(_) => return false,
            Content::Words => words += 1,
            Content::Blank | Content::Nil => {}
        }
    }
    headed && numbers > words
}

/// Columns that name rows: words in most of their body cells, or years or codes left of the first column of words or values.
fn label_columns(
    table: &Table,
    contents: &[Vec<Option<Content>>],
    header_rows: usize,
    vocabulary: &Vocabulary,
) -> Vec<bool> {
    let width = table.width();
    let mut labels = vec![false; width];
    let mut leading = true;
    for (column, label) in labels.iter_mut().enumerate() {
        let body = contents
            .iter()
            .enumerate()
            .skip(header_rows)
            .filter_map(|(row, cells)| Some((row, cells.get(column)?.as_ref()?)));
        let says_something = |row: usize| {
            let cell = table.cell(row, column);
            cell.is_some_and(|cell| cell.text.chars().any(char::is_alphanumeric))
        };
        let (mut words, mut numbers, mut years, mut codes) = (0usize, 0usize, 0usize, 0usize);
        for (row, content) in body {
            match content {
                // Dots that stand for rows left out say nothing of the column.
                Content::Words => words += usize::from(says_something(row)),
                Content::Number(number) => {
                    numbers += 1;
                    years += usize::from(is_year(content));
                    let whole = number.value.scale() == 0 && number.currency.is_none();
                    codes += usize::from(
                        whole && number.range.len() >= 3 && number.value.mantissa() >= 100,
                    );
                }
                Content::Blank | Content::Nil => {}
            }
        }
        let next_is_words = contents
            .iter()
            .skip(header_rows)
            .any(|row| matches!(row.get(column + 1), Some(Some(Content::Words))));
        let all_of = |count: usize| count == numbers && numbers > 0;
        // Years beside words (`2021`, `2022`, `Thereafter`, `Total`) name rows as well.
        // Codes ascend, so that they are told from amounts in a second panel and beside a 合计.
        let ascending = || numbers > 2 && is_ascending(contents, header_rows, column);
        let coded = next_is_words && all_of(codes) && (words == 0 && leading || ascending());
        let named = coded || leading && all_of(years);
        *label = words > numbers || (words > 0 && words == numbers && leading) || named;
        // The only column of years is the label; a lone first column without any words is one, too, where it is blank.
        if leading && column == 0 && words == 0 && numbers == 0 {
            *label = true;
        }
        leading &= *label;
    }
    let has_total = |column: usize| {
        table
            .rows
            .iter()
            .skip(header_rows)
            .filter_map(|row| row.get(column)?.as_ref())
            .any(|cell| vocabulary.is_word(&fold(&cell.text), WordClass::Total))
    };
    // A column of text right of the values is a remark, not a label, unless a value column follows it.
    for column in (1..width).rev() {
        let value_follows = (column + 1..width).any(|c| !labels[c]);
        if labels[column]
            && !value_follows
            && !has_total(column)
            && labels[..column].contains(&false)
        {
            labels[column] = false;
        }
    }
    labels
}
