//! Numbers typed in where the other figures of their row or column are formulas of one kind.

mod language;

use crate::model::{
    Asserted, Cell, Claim, Document, Figure, FigureId, Measure, Place, Shape, SheetFormula, Site,
    Source, Support,
};
use language::{Axis, Reference, Spot, Token, arithmetic, is_sum, tokens, written};
use std::{
    cell::OnceCell,
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
};

/// Formulas of one kind that make a rule of a row or column.
const FEWEST: usize = 3;
/// Places of a range that are looked at.
const WIDEST: usize = 10_000;

/// All such numbers of a document; `index` is the document's.
pub fn claims(index: usize, document: &Document, figures: &[Figure]) -> Vec<Claim> {
    let tables: Vec<usize> = document
        .tables()
        .filter(|(_, table)| {
            let cells = table.rows.iter().flatten().flatten();
            cells.filter(|cell| cell.formula.is_some()).count() >= FEWEST
        })
        .map(|(block, _)| block)
        .collect();
    if tables.is_empty() {
        return Vec::new();
    }
    let grid = Grid::of(document, figures);
    let mut claims = Vec::new();
    let mut found: Vec<Typed<'_>> = Vec::new();
    for block in tables {
        let before = found.len();
        for down in [false, true] {
            for line in grid.lines(block, down) {
                found.extend(typed(&line, down, &grid));
            }
        }
        if found.len() == before {
            claims.extend(
                grid.sample(block)
                    .and_then(|figure| holding(index, figure, figures)),
            );
        }
    }
    // One that stands out in its row and in its column is told once, where more speaks against it.
    found.sort_by_key(|typed| (typed.figure, Reverse(typed.like)));
    found.dedup_by_key(|typed| typed.figure);
    claims.extend(
        found
            .into_iter()
            .filter_map(|typed| typed.claim(index, &grid)),
    );
    claims
}

/// Says of a table that its formulas are where one expects them; `figure` is one of them.
fn holding(index: usize, figure: usize, figures: &[Figure]) -> Option<Claim> {
    Some(Claim {
        source: Source::Shape(Shape::Computed),
        at: figures.get(figure)?.span,
        asserted: Asserted::Computed {
            stated: FigureId {
                document: index,
                figure,
            },
            typed: false,
            like: 0,
            down: false,
            formula: String::new(),
            is_sum: false,
            computed: None,
        },
        support: Support::default(),
    })
}

/// A figure of a table whose file computes.
#[derive(Clone, Copy)]
struct Spotted<'a> {
    figure: usize,
    /// (row, column) in its sheet, 0-based.
    place: (u32, u32),
    sheet: &'a str,
    formula: Option<&'a SheetFormula>,
    is_zero: bool,
}

/// A typed figure, and the kind of formula that stands around it.
struct Typed<'a> {
    figure: usize,
    place: (u32, u32),
    sheet: &'a str,
    tokens: Vec<Token>,
    like: usize,
    down: bool,
    /// It stands before or behind the formulas, not between them.
    edge: bool,
}

/// The figures of a document, table by table and by their places in the sheets.
struct Grid<'a> {
    document: &'a Document,
    figures: &'a [Figure],
    by_block: HashMap<usize, Vec<usize>>,
    /// Asked for only where something typed was found.
    by_place: OnceCell<HashMap<Address<'a>, Spot<usize>>>,
}

/// Sheet, row and column, 0-based.
type Address<'a> = (&'a str, u32, u32);

fn address(cell: &Cell) -> Option<Address<'_>> {
    match &cell.place {
        Some(Place::Cell { sheet, column, row }) => {
            Some((sheet, row.checked_sub(1)?, column.checked_sub(1)?))
        }
        _ => None,
    }
}

impl<'a> Grid<'a> {
    fn of(document: &'a Document, figures: &'a [Figure]) -> Self {
        let mut by_block: HashMap<usize, Vec<usize>> = HashMap::new();
        for (at, figure) in figures.iter().enumerate() {
            if let Site::Cell { block, .. } = figure.site {
                by_block.entry(block).or_default().push(at);
            }
        }
        Self {
            document,
            figures,
            by_block,
            by_place: OnceCell::new(),
        }
    }

    /// A computed figure of a table.
    fn sample(&self, block: usize) -> Option<usize> {
        let mut figures = self.by_block.get(&block).into_iter().flatten().copied();
        figures.find(|&at| {
            let site = self.figures.get(at).map(|figure| figure.site);
            let Some(Site::Cell { row, column, .. }) = site else {
                return false;
            };
            let table = self.document.table(block);
            let cell = table.and_then(|table| table.cell(row, column));
            cell.is_some_and(|cell| cell.formula.is_some())
        })
    }

    /// The columns (or rows) of a table, each from top to bottom (or left to right).
    fn lines(&self, block: usize, down: bool) -> Vec<Vec<Spotted<'a>>> {
        let mut lines: BTreeMap<usize, Vec<Spotted<'a>>> = BTreeMap::new();
        for &at in self.by_block.get(&block).into_iter().flatten() {
            let Some(figure) = self.figures.get(at) else {
                continue;
            };
            let Site::Cell { row, column, .. } = figure.site else {
                continue;
            };
            // Years, codes and other names of things are typed wherever they stand.
            let counts = figure.additive || figure.amount.unit.measure == Measure::Ratio;
            let table = self.document.table(block);
            let cell = table.and_then(|table| table.cell(row, column));
            let Some(cell) = cell.filter(|_| counts) else {
                continue;
            };
            if let Some((sheet, at_row, at_column)) = address(cell)
                && (cell.formula.is_some() || cell.stored.is_some())
            {
                let line = if down { column } else { row };
                lines.entry(line).or_default().push(Spotted {
                    figure: at,
                    place: (at_row, at_column),
                    sheet,
                    formula: cell.formula.as_ref(),
                    is_zero: figure.amount.printed.is_zero(),
                });
            }
        }
        for line in lines.values_mut() {
            line.sort_by_key(|spotted| spotted.place);
        }
        lines.into_values().collect()
    }
}

/// The typed figures of a row or column.
fn typed<'a>(line: &[Spotted<'a>], down: bool, grid: &Grid<'_>) -> Vec<Typed<'a>> {
    let formulas = || line.iter().filter_map(|spotted| spotted.formula);
    if formulas().count() < FEWEST || formulas().count() == line.len() {
        return Vec::new();
    }
    // Kinds by the hash of their tokens: a long column of one kind holds them once.
    let hash = |formula: &SheetFormula| tokens(formula).map(|tokens| hash(&tokens));
    let kinds: Vec<Option<u64>> = line
        .iter()
        .map(|spotted| spotted.formula.and_then(hash))
        .collect();
    let mut places: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, kind) in kinds.iter().enumerate() {
        if let Some(kind) = kind {
            places.entry(*kind).or_default().push(at);
        }
    }
    let is_typed = |at: usize| {
        line.get(at)
            .is_some_and(|spotted| spotted.formula.is_none())
    };
    let mut found: Vec<Typed<'a>> = Vec::new();
    for places in places.values().filter(|places| places.len() >= FEWEST) {
        let (Some(&first), Some(&last)) = (places.first(), places.last()) else {
            continue;
        };
        let Some(kind) = line
            .get(first)
            .and_then(|spotted| spotted.formula)
            .and_then(tokens)
        else {
            continue;
        };
        // Where many are typed, typing is the rule.
        let inside: Vec<usize> = (first..last).filter(|&at| is_typed(at)).collect();
        if inside.len() * FEWEST > places.len() {
            continue;
        }
        let mut suspects: Vec<(usize, bool)> = inside.into_iter().map(|at| (at, false)).collect();
        if !is_chain(&kind, down) && is_sum(&kind) {
            // Formulas stand as close to each other as the farthest two of them do; a number beyond that is of something else.
            let apart = |a: usize, b: usize| -> Option<u32> {
                let (a, b) = (line.get(a)?.place, line.get(b)?.place);
                Some(a.0.abs_diff(b.0).max(a.1.abs_diff(b.1)))
            };
            let step = places
                .windows(2)
                .filter_map(|pair| apart(*pair.first()?, *pair.get(1)?));
            let step = step.max();
            let before = first.checked_sub(1).filter(|&at| {
                is_typed(at) && !at.checked_sub(1).is_some_and(is_typed) && apart(at, first) <= step
            });
            let behind = Some(last + 1)
                .filter(|&at| is_typed(at) && !is_typed(at + 1) && apart(last, at) <= step);
            suspects.extend(before.into_iter().chain(behind).map(|at| (at, true)));
        }
        for (at, edge) in suspects {
            let Some(spotted) = line.get(at).filter(|spotted| !spotted.is_zero) else {
                continue;
            };
            let typed = Typed {
                figure: spotted.figure,
                place: spotted.place,
                sheet: spotted.sheet,
                tokens: kind.clone(),
                like: places.len(),
                down,
                edge,
            };
            if grid.feeds(&typed) {
                found.push(typed);
            }
        }
    }
    found
}

fn hash(tokens: &[Token]) -> u64 {
    let mut hasher = DefaultHasher::new();
    tokens.hash(&mut hasher);
    hasher.finish()
}

/// Whether a formula computes from its own row (column): then the first of them must be typed.
fn is_chain(kind: &[Token], down: bool) -> bool {
    let along = |cell: &Reference| {
        let across = if down { cell.column } else { cell.row };
        cell.sheet.is_none() && across == Axis::Steps(0)
    };
    kind.iter().any(|token| match token {
        Token::Cell(cell) => along(cell),
        Token::Range(first, last) => along(first) && along(last),
        _ => false,
    })
}

impl Grid<'_> {
    /// What stands at a place of a sheet, 0-based.
    fn spot(&self, sheet: &str, row: u32, column: u32) -> Spot<usize> {
        let by_place = self.by_place.get_or_init(|| {
            let mut by_place = HashMap::new();
            for (_, table) in self.document.tables() {
                for cell in table.rows.iter().flatten().flatten() {
                    by_place.extend(address(cell).map(|place| (place, Spot::Other)));
                }
            }
            for (at, figure) in self.figures.iter().enumerate() {
                if let Site::Cell { block, row, column } = figure.site {
                    let table = self.document.table(block);
                    let cell = table.and_then(|table| table.cell(row, column));
                    by_place.extend(
                        cell.and_then(address)
                            .map(|place| (place, Spot::Figure(at))),
                    );
                }
            }
            by_place
        });
        by_place
            .get(&(sheet, row, column))
            .copied()
            .unwrap_or(Spot::Blank)
    }

    fn look(&self, typed: &Typed<'_>, cell: &Reference) -> Spot<usize> {
        match cell.from(typed.place) {
            Some((row, column)) => {
                let sheet = cell.sheet.as_deref().unwrap_or(typed.sheet);
                self.spot(sheet, row, column)
            }
            None => Spot::Other,
        }
    }

    fn all(&self, typed: &Typed<'_>, first: &Reference, last: &Reference) -> Vec<usize> {
        let (Some(from), Some(to)) = (first.from(typed.place), last.from(typed.place)) else {
            return Vec::new();
        };
        let sheet = first.sheet.as_deref().unwrap_or(typed.sheet);
        (from.0..=to.0)
            .flat_map(|row| (from.1..=to.1).map(move |column| (row, column)))
            .take(WIDEST)
            .filter_map(|(row, column)| match self.spot(sheet, row, column) {
                Spot::Figure(figure) => Some(figure),
                _ => None,
            })
            .collect()
    }

    /// Whether the formula would have figures to compute from: a lump sum beside blanks is typed for good reason.
    fn feeds(&self, typed: &Typed<'_>) -> bool {
        let mut any = false;
        for token in &typed.tokens {
            match token {
                Token::Cell(cell) => match self.look(typed, cell) {
                    Spot::Figure(figure) if figure == typed.figure => return false,
                    Spot::Figure(_) => any = true,
                    Spot::Blank => return false,
                    Spot::Other => {}
                },
                Token::Range(first, last) => {
                    let all = self.all(typed, first, last);
                    if all.contains(&typed.figure) {
                        return false;
                    }
                    any = any || all.len() > 1;
                }
                _ => {}
            }
        }
        any
    }
}

impl Typed<'_> {
    fn claim(self, index: usize, grid: &Grid<'_>) -> Option<Claim> {
        let id = |figure: usize| FigureId {
            document: index,
            figure,
        };
        let look = |cell: &Reference| match grid.look(&self, cell) {
            Spot::Figure(figure) => Spot::Figure(id(figure)),
            Spot::Blank => Spot::Blank,
            Spot::Other => Spot::Other,
        };
        let all = |first: &Reference, last: &Reference| {
            let all = grid.all(&self, first, last).into_iter();
            all.map(id).collect::<Vec<_>>()
        };
        let computed = arithmetic(&self.tokens, &look, &all);
        if self.edge && computed.is_none() {
            return None;
        }
        Some(Claim {
            source: Source::Shape(Shape::Computed),
            at: grid.figures.get(self.figure)?.span,
            asserted: Asserted::Computed {
                stated: id(self.figure),
                typed: true,
                like: self.like,
                down: self.down,
                formula: written(&self.tokens, self.place),
                is_sum: is_sum(&self.tokens),
                computed,
            },
            support: Support {
                meaning: true,
                ..Support::default()
            },
        })
    }
}
