//! Formulas over lines of prescribed tables: row by row, column by column, code by code, label by label, or cell by cell.

use super::{
    any,
    bind::{Claimed, Scene},
    evaluate::judge,
    sheet::Sheet,
    unnamed, variance,
};
use crate::model::{
    Agreement, Asserted, Blank, Claim, Each, Expr, FigureId, FormCell, FormRule, Formula, Label,
    Relation, Rows, Rule, Side, Slack, TableId, Verdict, Wanted, WordClass, Words,
};

pub fn claims(
    scene: &Scene<'_>,
    sheets: &[Sheet<'_>],
    (at, rule): (usize, &Rule),
    lines: &FormRule,
) -> Claimed {
    let mut claims = Vec::new();
    let mut undone = Vec::new();
    let mut there = false;
    for formula in &lines.formulas {
        let Expr::Leaf(left) = &formula.left else {
            continue;
        };
        let own = |sheet: &&Sheet<'_>| match left.table {
            Some(table) => sheet.id == table,
            None => lines.tables.contains(&sheet.id),
        };
        for sheet in sheets.iter().filter(own) {
            there = true;
            let reader = Reader {
                scene,
                sheets,
                sheet,
                lines,
                zero: rule.blank == Blank::Zero,
            };
            if !lines
                .provided
                .iter()
                .all(|condition| reader.grants(condition))
            {
                undone.push((Verdict::NotApplicable, not_granted()));
                continue;
            }
            let mut bound = Vec::new();
            for place in reader.stated(left, &mut undone) {
                match reader.lower(&formula.right, place) {
                    // None of its names has a figure; of a formula without names there are none to have.
                    Ok(computed)
                        if computed.leaves().is_empty() && !formula.right.leaves().is_empty() => {}
                    Ok(computed)
                        if !lines.optional.is_empty()
                            && unnamed::stands_in(scene, place.figure, &computed) =>
                    {
                        undone.push((Verdict::Indeterminate, unnamed::reason()));
                    }
                    Ok(computed) if lines.each == Each::Column => {
                        let (figure, relation) = (place.figure, formula.relation);
                        match variance::settle(scene, figure, relation, computed, &rule.slack) {
                            Some(computed) => bound.push((figure, computed)),
                            None => undone.push((Verdict::NotApplicable, variance::reason())),
                        }
                    }
                    Ok(computed) => bound.push((place.figure, computed)),
                    Err(Missing::Told(told)) => undone.push(told),
                    Err(Missing::Silent) => {}
                }
            }
            let fails = |(figure, computed): &(usize, Expr<FigureId>)| {
                !holds(scene, *figure, formula.relation, computed, &rule.slack)
            };
            let broken = bound.iter().filter(|one| fails(one)).count();
            // Where most lines break, the table is another than the rule takes it for.
            if lines.each != Each::Cell && broken > 2 && broken * 2 > bound.len() && !lines.any {
                undone.push((Verdict::Indeterminate, unlike()));
                continue;
            }
            for (figure, computed) in bound {
                let id = sheet.id_of(figure);
                claims.push(claim(scene, at, id, formula.relation, computed));
            }
        }
    }
    if lines.any {
        claims = any::best(scene, claims, &rule.slack);
    }
    finish(claims, undone, there)
}

/// What became of a rule on prescribed tables: claims, else the first reason why there are none.
pub fn finish(claims: Vec<Claim>, mut undone: Vec<(Verdict, Words)>, there: bool) -> Claimed {
    if !there {
        let reason = Words::new("报告里没有这张表", "the report has no such table");
        undone = vec![(Verdict::NotApplicable, reason)];
    } else if !claims.is_empty() {
        undone.retain(|(verdict, _)| *verdict == Verdict::Indeterminate);
    } else if undone.is_empty() {
        let reason = Words::new("表里没有可核对的数", "the table has no figures to check");
        undone.push((Verdict::NotApplicable, reason));
    }
    undone.truncate(1);
    (claims, undone)
}

pub fn claim(
    scene: &Scene<'_>,
    rule: usize,
    stated: FigureId,
    relation: Relation,
    computed: Expr<FigureId>,
) -> Claim {
    Claim::of_rule(
        rule,
        scene.figures[stated.figure].span,
        stated,
        relation,
        computed,
    )
}

/// Whether a claim holds, or cannot be decided.
pub fn claim_holds(scene: &Scene<'_>, claim: &Claim, slack: &Slack) -> bool {
    match &claim.asserted {
        Asserted::Relation {
            stated,
            relation,
            computed,
        } => holds(scene, stated.figure, *relation, computed, slack),
        _ => true,
    }
}

/// Whether a figure is so related to what is computed, or that cannot be decided.
pub fn holds(
    scene: &Scene<'_>,
    stated: usize,
    relation: Relation,
    computed: &Expr<FigureId>,
    slack: &Slack,
) -> bool {
    let lookup = |id: FigureId| scene.figures.get(id.figure);
    judge(&scene.figures[stated], relation, computed, slack, &lookup)
        .map_or(true, |judged| judged.agreement <= Agreement::Rounding)
}

/// Why lines are left alone of which most break.
pub fn unlike() -> Words {
    Words::new(
        "多数行都不符，这张表的结构可能与规则所说的不同",
        "most lines break: the table is probably built in another way than the rule says",
    )
}

/// Why a table is left alone that is not whole.
pub fn torn() -> Words {
    Words::new(
        "表后紧跟着一行，像是表中的行没有读进表里",
        "right after the table stands a line that looks like one of its rows",
    )
}

fn not_granted() -> Words {
    Words::new(
        "规则的前提在这份报告里不成立",
        "what the rule rests on does not hold in this report",
    )
}

/// Where the stated figure stands.
#[derive(Clone, Copy)]
struct Place {
    row: usize,
    column: usize,
    figure: usize,
}

enum Missing {
    Told((Verdict, Words)),
    /// The other table does not list this line: nothing to hold against.
    Silent,
}

/// Looks up the names of a formula from one table.
struct Reader<'a> {
    scene: &'a Scene<'a>,
    sheets: &'a [Sheet<'a>],
    sheet: &'a Sheet<'a>,
    lines: &'a FormRule,
    /// A blank cell counts as 0.
    zero: bool,
}

impl Reader<'_> {
    /// The figures that the left side means.
    fn stated(&self, left: &FormCell, undone: &mut Vec<(Verdict, Words)>) -> Vec<Place> {
        let sheet = self.sheet;
        let columns = match &left.column {
            Some(wanted) => sheet.columns_of(wanted, None),
            None => sheet.columns().collect(),
        };
        let mut places = Vec::new();
        // The headings over the last row that is asked for by its own name: it ends their section.
        let mut ended: Option<&[Label]> = None;
        for row in sheet.rows() {
            let mut taken = false;
            for &column in &columns {
                let Some(figure) = sheet.figure(row, column) else {
                    continue;
                };
                // Rates of a column are no sums of rates.
                if self.lines.each == Each::Column && !self.scene.figures[figure].additive {
                    continue;
                }
                let fits = self.is_under(figure, &mut ended)
                    && match &left.row {
                        Rows::Named(wanted) => sheet.is_row(row, column, wanted),
                        _ => true,
                    };
                // A name of a cell without a column is the first figure of its row.
                let first = left.column.is_some() || self.lines.each == Each::Column || !taken;
                if fits && first {
                    taken = true;
                    places.push(Place {
                        row,
                        column,
                        figure,
                    });
                }
            }
        }
        if places.is_empty() && !sheet.is_empty() {
            let wanted = match &left.row {
                Rows::Named(wanted) if left.column.is_none() => Some(wanted),
                _ => left.column.as_ref(),
            };
            undone.extend(wanted.map(|wanted| self.missing(sheet, wanted, true)));
        }
        places
    }

    /// Whether a figure's row is one of those that the rule is for, or stands under one whose section has not ended.
    fn is_under<'l>(&'l self, figure: usize, ended: &mut Option<&'l [Label]>) -> bool {
        let wanted = &self.lines.under;
        let is = |label: &Label| {
            let mut wanted = wanted.iter();
            wanted.any(|wanted| wanted.is(&label.folded, self.scene.vocabulary))
        };
        let Some((own, headings)) = self.scene.figures[figure].labels.row.split_last() else {
            return wanted.is_empty();
        };
        let named = !wanted.is_empty() && is(own);
        if named {
            *ended = Some(headings);
        }
        let same = |ended: &[Label]| {
            let words = |label: &Label| label.folded.clone();
            ended.iter().map(words).eq(headings.iter().map(words))
        };
        wanted.is_empty() || named || headings.iter().any(is) && !ended.is_some_and(same)
    }

    fn lower(&self, expr: &Expr<FormCell>, from: Place) -> Result<Expr<FigureId>, Missing> {
        Ok(match expr {
            Expr::Leaf(line) => self.find(line, from)?,
            Expr::Number(number) => Expr::Number(*number),
            Expr::Negate(inner) => Expr::Negate(Box::new(self.lower(inner, from)?)),
            Expr::Binary(operator, left, right) => Expr::Binary(
                *operator,
                Box::new(self.lower(left, from)?),
                Box::new(self.lower(right, from)?),
            ),
            Expr::Call(function, arguments) => Expr::Call(
                *function,
                arguments
                    .iter()
                    .map(|argument| self.lower(argument, from))
                    .collect::<Result<_, _>>()?,
            ),
        })
    }

    fn find(&self, line: &FormCell, from: Place) -> Result<Expr<FigureId>, Missing> {
        let Some(sheet) = self.other(line.table)? else {
            return Ok(Expr::Number(0.into()));
        };
        let near = std::ptr::eq(sheet, self.sheet);
        if line.row == Rows::Above {
            return self.above(from);
        }
        let same_panel = |row: usize, column: usize| {
            sheet.label_at(row, column).map(|(at, _)| at)
                == sheet.label_at(from.row, from.column).map(|(at, _)| at)
        };
        let columns = match &line.column {
            Some(wanted) => sheet.columns_of(wanted, near.then_some(from.column)),
            None if near && self.lines.each == Each::Column => vec![from.column],
            None => sheet.columns().collect(),
        };
        let wanted = match (&line.column, &line.row) {
            (Some(wanted), _) | (None, Rows::Named(wanted)) => Some(wanted),
            _ => None,
        };
        let absent = || match wanted {
            Some(wanted) if self.lines.optional.contains(wanted) => Ok(Expr::Number(0.into())),
            Some(wanted) => Err(Missing::Told(self.missing(sheet, wanted, false))),
            None => Err(Missing::Silent),
        };
        if sheet.is_empty() && self.zero {
            return Ok(Expr::Number(0.into()));
        }
        if columns.is_empty() {
            return absent();
        }
        let code = self.sheet.code_at(from.row, from.column);
        let coded = |row: usize, column: usize| sheet.code_at(row, column) == code;
        let rows: Vec<usize> = match (&line.row, self.lines.each) {
            (Rows::Named(wanted), _) => {
                let named = |row: &usize| {
                    let mut columns = columns.iter();
                    columns.any(|&column| {
                        sheet.is_row(*row, column, wanted)
                            && !(near && (*row, column) == (from.row, from.column))
                    })
                };
                let rows = sheet.rows().filter(named).collect();
                outermost(sheet, &columns, self.on_side(rows, from.row))
            }
            _ if near => vec![from.row],
            (_, Each::Code) => {
                if code.is_none() {
                    return Err(Missing::Silent);
                }
                let listed = |row: &usize| columns.iter().any(|&column| coded(*row, column));
                sheet.rows().filter(listed).collect()
            }
            (_, Each::Label) => self.labelled(sheet, from),
            _ => vec![from.row],
        };
        if rows.is_empty() {
            return match self.lines.each {
                Each::Code | Each::Label => Ok(Expr::Number(0.into())),
                _ => absent(),
            };
        }
        let mut found: Vec<usize> = Vec::new();
        let mut blank = false;
        for &row in &rows {
            for &column in &columns {
                let named = match &line.row {
                    Rows::Named(wanted) => sheet.is_row(row, column, wanted),
                    _ if near => same_panel(row, column),
                    _ if self.lines.each == Each::Label => {
                        self.is_labelled(sheet, row, column, from)
                    }
                    _ => coded(row, column),
                };
                if !named {
                    continue;
                }
                match sheet.figure(row, column) {
                    Some(figure) => {
                        found.push(figure);
                        if line.column.is_none() {
                            break;
                        }
                    }
                    None => blank = true,
                }
            }
        }
        let amount = |at: &usize| {
            let unit = &self.scene.figures[found[0]].amount.unit;
            self.scene.figures[*at].amount.in_unit(unit)
        };
        match found.as_slice() {
            [] if blank && self.zero => Ok(Expr::Number(0.into())),
            [] => absent(),
            [first, rest @ ..] if rest.iter().all(|at| amount(at) == amount(first)) => {
                Ok(sheet.leaf(*first))
            }
            _ => Err(match wanted {
                Some(wanted) => Missing::Told(ambiguous(wanted)),
                None => Missing::Silent,
            }),
        }
    }

    /// The table that a name speaks of: of the same number where there are as many of it. `None`: it counts as 0.
    fn other(&self, table: Option<TableId>) -> Result<Option<&Sheet<'_>>, Missing> {
        let Some(table) = table.filter(|table| *table != self.sheet.id) else {
            return Ok(Some(self.sheet));
        };
        let of = |id: TableId| self.sheets.iter().filter(move |sheet| sheet.id == id);
        let count = of(table).count();
        let title = &self.scene.vocabulary.tables[table.0 as usize].title;
        if count == 0 && self.lines.optional_tables.contains(&table) {
            return Ok(None);
        }
        if count == 0 {
            let reason = Words::new(
                format!("报告里没有《{}》", title.zh),
                format!("the report has no “{}”", title.en),
            );
            return Err(Missing::Told((Verdict::Unbound, reason)));
        }
        let nth = match count {
            1 => 0,
            _ if count == of(self.sheet.id).count() => self.sheet.nth,
            _ => {
                let reason = Words::new(
                    format!("《{}》有几张，无法确定用哪一张", title.zh),
                    format!(
                        "there are several “{}” and nothing tells which is meant",
                        title.en
                    ),
                );
                return Err(Missing::Told((Verdict::Indeterminate, reason)));
            }
        };
        Ok(of(table).nth(nth))
    }

    /// All figures over the stated one in its column, those of its panel that are neither totals nor parts of another.
    fn above(&self, from: Place) -> Result<Expr<FigureId>, Missing> {
        let sheet = self.sheet;
        let vocabulary = self.scene.vocabulary;
        let panel = sheet.label_at(from.row, from.column).map(|(at, _)| at);
        let part = |row: usize| {
            let label = sheet.label_at(row, from.column);
            label.filter(|(at, label)| {
                Some(*at) == panel && !vocabulary.is_word(label, WordClass::Total)
            })
        };
        let rows = (0..from.row).filter(|row| part(*row).is_some());
        let figures = rows.filter_map(|row| sheet.figure(row, from.column));
        Ok(Expr::sum(
            figures.map(|figure| (false, sheet.id_of(figure))),
        ))
    }

    /// Of several rows of one label those on the side where the rule says that the parts stand, the nearest of them.
    fn on_side(&self, rows: Vec<usize>, from: usize) -> Vec<usize> {
        let near = match self.lines.parts {
            None => return rows,
            Some(Side::Above) => rows.into_iter().rfind(|row| *row < from),
            Some(Side::Below) => rows.into_iter().find(|row| *row > from),
        };
        near.into_iter().collect()
    }

    fn labelled(&self, sheet: &Sheet<'_>, from: Place) -> Vec<usize> {
        let wanted = |row: &usize| {
            let mut columns = sheet.columns();
            columns.any(|column| self.is_labelled(sheet, *row, column, from))
        };
        let outermost = self
            .sheet
            .code_at(from.row, from.column)
            .is_none_or(|code| code.len() == 3);
        if !outermost {
            return Vec::new();
        }
        sheet.rows().filter(wanted).collect()
    }

    /// Whether a place's row has the label of the stated one, or another name of the same code, and stands outermost.
    fn is_labelled(&self, sheet: &Sheet<'_>, row: usize, column: usize, from: Place) -> bool {
        let Some((_, own)) = self.sheet.label_at(from.row, from.column) else {
            return false;
        };
        let Some((_, other)) = sheet.label_at(row, column) else {
            return false;
        };
        let vocabulary = self.scene.vocabulary;
        let one_code = || {
            let code = vocabulary.outermost.get(own);
            code.is_some() && code == vocabulary.outermost.get(other)
        };
        (own == other || one_code())
            && sheet
                .code_at(row, column)
                .is_none_or(|code| code.len() == 3)
    }

    /// Whether a condition of the rule holds; where its figures are not stated, nothing speaks against it.
    fn grants(&self, condition: &Formula<FormCell>) -> bool {
        let Expr::Leaf(left) = &condition.left else {
            return true;
        };
        let lines = FormRule {
            each: Each::Cell,
            ..self.lines.clone()
        };
        let Ok(Some(sheet)) = self.other(left.table) else {
            return true;
        };
        let reader = Reader {
            sheet,
            lines: &lines,
            ..*self
        };
        let places = reader.stated(left, &mut Vec::new());
        let Some(place) = places.first() else {
            return true;
        };
        match reader.lower(&condition.right, *place) {
            Ok(computed) => holds(
                self.scene,
                place.figure,
                condition.relation,
                &computed,
                &Slack::Printed,
            ),
            Err(_) => true,
        }
    }

    /// A label that the table does not have. Where it has one that is nearly the same, the report probably means it; where a name of
    /// the left side is nowhere near, the table is of another form.
    fn missing(&self, sheet: &Sheet<'_>, wanted: &Wanted, left: bool) -> (Verdict, Words) {
        let title = &self.scene.vocabulary.tables[sheet.id.0 as usize].title;
        let text = &wanted.text;
        let mut reason = Words::new(
            format!("《{}》里没有“{text}”", title.zh),
            format!("“{}” has no “{text}”", title.en),
        );
        let near = sheet.nearest(wanted);
        if let Some((near, _)) = near {
            reason.zh.push_str(&format!("，最接近的是“{near}”"));
            reason.en.push_str(&format!("; the nearest is “{near}”"));
        }
        let likeness = near.map_or(0, |(_, likeness)| likeness);
        let verdict = match likeness {
            // It stands on the other axis.
            100.. => Verdict::NotApplicable,
            ..NEAR if left => Verdict::NotApplicable,
            _ if left && self.lines.optional.contains(wanted) => Verdict::NotApplicable,
            _ => Verdict::Unbound,
        };
        (verdict, reason)
    }
}

/// From here on, of 100, a label is likely to be meant.
const NEAR: usize = 65;

/// Of several rows of one label those with the shortest code: 其他支出 is a class and an item under it.
fn outermost(sheet: &Sheet<'_>, columns: &[usize], mut rows: Vec<usize>) -> Vec<usize> {
    if rows.len() < 2 {
        return rows;
    }
    let length = |row: &usize| {
        let codes = columns
            .iter()
            .filter_map(|&column| sheet.code_at(*row, column));
        codes.map(|code| code.len()).min().unwrap_or(0)
    };
    let shortest = rows.iter().map(length).min().unwrap_or(0);
    rows.retain(|row| length(row) == shortest);
    rows
}

fn ambiguous(wanted: &Wanted) -> (Verdict, Words) {
    let text = &wanted.text;
    let reason = Words::new(
        format!("“{text}”有几个不同的数，无法确定用哪一个"),
        format!("“{text}” is stated with several values and nothing tells which is meant"),
    );
    (Verdict::Indeterminate, reason)
}
