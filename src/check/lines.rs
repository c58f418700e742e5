//! Rules on rows and columns by their names: a claim for each line of each table that has them.

use super::bind::Scene;
use crate::model::{
    Arithmetic, Asserted, Axis, BlankPart, Claim, Content, Equation, Expr, FigureId, Line,
    LineName, Lines, NamedLine, Operator, Relation, Source, Support, Table, Verdict, Words, fold,
};
use rust_decimal::Decimal;
use std::{cell::OnceCell, collections::BTreeMap};

type Bound = (Vec<Claim>, Vec<(Verdict, Words)>);
type Undone = (Verdict, Words);

/// The rows and columns of all tables, made when the first rule asks for them.
#[derive(Default)]
pub struct Tables {
    rows: OnceCell<BTreeMap<usize, Lines>>,
    columns: OnceCell<BTreeMap<usize, Lines>>,
}

impl Tables {
    fn of(&self, scene: &Scene<'_>, axis: Axis) -> &BTreeMap<usize, Lines> {
        let cell = match axis {
            Axis::Row => &self.rows,
            Axis::Column => &self.columns,
        };
        cell.get_or_init(|| Lines::of_tables(scene.document, scene.figures, axis))
    }
}

pub fn claims(scene: &Scene<'_>, tables: &Tables, rule: usize, equation: &Equation) -> Bound {
    let own = tables.of(scene, equation.axis);
    let crossing = tables.of(scene, equation.axis.other());
    let mut claims = Vec::new();
    let mut undone: Vec<Undone> = Vec::new();
    for (block, table) in scene.document.tables() {
        let (Some(own), Some(crossing)) = (own.get(&block), crossing.get(&block)) else {
            continue;
        };
        let columns = match equation.axis {
            Axis::Row => crossing,
            Axis::Column => own,
        };
        if !is_named(scene, equation, table, own, columns) {
            continue;
        }
        let desk = Desk {
            scene,
            rule,
            equation,
            table,
            own,
            crossing,
        };
        if let Err(reason) = desk.bind(&mut claims, &mut undone) {
            undone.push(reason);
        }
    }
    if claims.is_empty() && undone.is_empty() {
        let reason = Words::new("没有这样的表", "no table is of this name");
        undone.push((Verdict::Unbound, reason));
    }
    // One that has the lines speaks for the rule; others that lack them are other tables.
    if !claims.is_empty() {
        undone.retain(|(verdict, _)| *verdict == Verdict::Indeterminate);
    }
    undone.truncate(1);
    (claims, undone)
}

/// The names of a rule, each with the figures of the lines that have it.
pub fn named(scene: &Scene<'_>, tables: &Tables, equation: &Equation) -> Vec<(String, Vec<usize>)> {
    let parts = match &equation.arithmetic {
        Arithmetic::Sum { plus, minus } => plus.iter().chain(minus).collect(),
        Arithmetic::Average(parts) => parts.iter().collect(),
        Arithmetic::Quotient { parts, .. } | Arithmetic::Growth(parts) => {
            parts.iter().collect::<Vec<_>>()
        }
    };
    let mut names: Vec<(String, Vec<usize>)> = Vec::new();
    for name in std::iter::once(&equation.result).chain(parts) {
        if names.iter().any(|(known, _)| *known == name.text) {
            continue;
        }
        let mut figures = Vec::new();
        for (block, table) in scene.document.tables() {
            let own = tables.of(scene, equation.axis).get(&block);
            let crossing = tables.of(scene, equation.axis.other()).get(&block);
            let (Some(own), Some(crossing)) = (own, crossing) else {
                continue;
            };
            let columns = match equation.axis {
                Axis::Row => crossing,
                Axis::Column => own,
            };
            if is_named(scene, equation, table, own, columns)
                && let NamedLine::One(line) = own.find(name)
                && let Some(line) = own.all.get(line)
            {
                figures.extend(line.cells.values());
            }
        }
        names.push((name.text.clone(), figures));
    }
    names
}

/// Whether a table is one that the rule names by caption and headers.
fn is_named(
    scene: &Scene<'_>,
    equation: &Equation,
    table: &Table,
    own: &Lines,
    columns: &Lines,
) -> bool {
    let name = &equation.table;
    let caption = table.caption.as_ref().map(|caption| fold(&caption.text));
    let heading = || {
        let figure = own.all.first()?.cells.values().next()?;
        let labels = &scene.figures.get(*figure)?.labels;
        Some(labels.headings.last()?.folded.clone())
    };
    let stands = |words: &String| {
        let within = |text: Option<&String>| text.is_some_and(|text| text.contains(words.as_str()));
        within(caption.as_ref()) || within(heading().as_ref())
    };
    let has = |header: &LineName| columns.find(header) != NamedLine::None;
    name.caption.iter().all(stands) && name.headers.iter().all(has)
}

/// One rule at one table.
struct Desk<'a> {
    scene: &'a Scene<'a>,
    rule: usize,
    equation: &'a Equation,
    table: &'a Table,
    own: &'a Lines,
    crossing: &'a Lines,
}

/// A figure, or that a part is blank.
enum Part {
    Figure(usize),
    Blank(BlankPart),
    Unclear,
}

impl<'a> Desk<'a> {
    fn bind(&self, claims: &mut Vec<Claim>, undone: &mut Vec<Undone>) -> Result<(), Undone> {
        let equation = self.equation;
        let result = self.line(self.own, &equation.result, equation.axis)?;
        let mut terms: Vec<(bool, &Line)> = Vec::new();
        let mut of: Option<usize> = None;
        let named = match &equation.arithmetic {
            Arithmetic::Sum { plus, minus } => {
                let minus = minus.iter().map(|name| (true, name));
                let plus = plus.iter().map(|name| (false, name));
                plus.chain(minus).collect()
            }
            Arithmetic::Average(parts) => parts.iter().map(|name| (false, name)).collect(),
            Arithmetic::Quotient { parts, of: whole } => {
                if let Some(whole) = whole {
                    of = Some(self.line(self.crossing, whole, equation.axis.other())?.at);
                }
                parts.iter().map(|name| (false, name)).collect()
            }
            Arithmetic::Growth(parts) => parts
                .iter()
                .map(|name| (false, name))
                .collect::<Vec<(bool, &LineName)>>(),
        };
        for (minus, name) in named {
            terms.push((minus, self.line(self.own, name, equation.axis)?));
        }
        let crossing = |names: &[LineName]| -> Result<Vec<usize>, Undone> {
            let axis = equation.axis.other();
            let at = |name| Ok(self.line(self.crossing, name, axis)?.at);
            names.iter().map(at).collect()
        };
        let (only, except) = (crossing(&equation.only)?, crossing(&equation.except)?);
        let sums = matches!(equation.arithmetic, Arithmetic::Sum { .. });
        for (&across, &stated) in &result.cells {
            let Some(figure) = self.scene.figures.get(stated) else {
                continue;
            };
            let meant = match only.as_slice() {
                // Rates do not add where nobody says that they do.
                [] => figure.additive || !sums,
                only => only.contains(&across),
            };
            if !meant || except.contains(&across) || of == Some(across) && !sums && only.is_empty()
            {
                continue;
            }
            let mut support = Support {
                meaning: true,
                ..Support::default()
            };
            let mut parts: Vec<(bool, usize)> = Vec::new();
            let mut unclear = false;
            for (number, &(minus, line)) in terms.iter().enumerate() {
                let across = of.filter(|_| number == 1).unwrap_or(across);
                match self.part(line, across, minus) {
                    Part::Figure(part) => parts.push((minus, part)),
                    Part::Blank(blank) => support.blanks.push(blank),
                    Part::Unclear => unclear = true,
                }
            }
            if parts.is_empty() {
                continue;
            }
            if unclear {
                let reason = Words::new("有一项不是数字", "a part is no number");
                undone.push((Verdict::Indeterminate, reason));
                continue;
            }
            let Some(computed) = self.computed(&parts, support.blanks.is_empty()) else {
                continue;
            };
            claims.push(Claim {
                source: Source::Rule(self.rule),
                at: figure.span,
                asserted: Asserted::Relation {
                    stated: self.id(stated),
                    relation: Relation::Equal,
                    computed,
                },
                support,
            });
        }
        Ok(())
    }

    fn id(&self, figure: usize) -> FigureId {
        FigureId {
            document: self.scene.index,
            figure,
        }
    }

    fn line(&self, lines: &'a Lines, name: &LineName, axis: Axis) -> Result<&'a Line, Undone> {
        let text = &name.text;
        let (zh, en) = match axis {
            Axis::Row => ("行", "row"),
            Axis::Column => ("列", "column"),
        };
        let missing = || {
            let reason = Words::new(
                format!("没有叫“{text}”的{zh}"),
                format!("no {en} is called “{text}”"),
            );
            (Verdict::Unbound, reason)
        };
        match lines.find(name) {
            NamedLine::One(line) => lines.all.get(line).ok_or_else(missing),
            NamedLine::None => Err(missing()),
            NamedLine::Many => {
                let reason = Words::new(
                    format!("有几{zh}叫“{text}”；写上它上面的名称，或“{text} #1”"),
                    format!(
                        "several {en}s are called “{text}”; write the label above it as well, or “{text} #1”"
                    ),
                );
                Err((Verdict::Indeterminate, reason))
            }
        }
    }

    fn part(&self, line: &Line, across: usize, minus: bool) -> Part {
        if let Some(&figure) = line.cells.get(&across) {
            return Part::Figure(figure);
        }
        let (row, column) = match self.equation.axis {
            Axis::Row => (line.at, across),
            Axis::Column => (across, line.at),
        };
        let text = self
            .table
            .seen(row, column)
            .map_or("", |cell| cell.text.as_str());
        match Content::of(text) {
            Content::Blank | Content::Nil => Part::Blank(BlankPart { row, column, minus }),
            _ => Part::Unclear,
        }
    }

    /// `None` where a quotient lacks one of its two parts.
    fn computed(&self, parts: &[(bool, usize)], whole: bool) -> Option<Expr<FigureId>> {
        let leaf = |part: usize| Expr::Leaf(self.id(part));
        let over = |above, below| Expr::Binary(Operator::Divide, Box::new(above), Box::new(below));
        let sum = || Expr::sum(parts.iter().map(|&(minus, part)| (minus, self.id(part))));
        let computed = match (&self.equation.arithmetic, parts) {
            (Arithmetic::Sum { .. }, _) => sum(),
            (Arithmetic::Average(_), _) => over(sum(), Expr::Number(Decimal::from(parts.len()))),
            (Arithmetic::Quotient { .. }, [(_, above), (_, below)]) if whole => {
                over(leaf(*above), leaf(*below))
            }
            (Arithmetic::Growth(_), [(_, earlier), (_, later)]) if whole => {
                let change = Expr::Binary(
                    Operator::Subtract,
                    Box::new(leaf(*later)),
                    Box::new(leaf(*earlier)),
                );
                over(change, leaf(*earlier))
            }
            _ => return None,
        };
        Some(match self.equation.times {
            Some(times) => Expr::Binary(
                Operator::Multiply,
                Box::new(computed),
                Box::new(Expr::Number(times)),
            ),
            None => computed,
        })
    }
}
