//! Tables whose columns of labels are levels: a row adds up the rows under it that go one column further.

use super::{
    bind::{Claimed, Scene},
    form::{claim, finish, holds, torn},
    sheet::Sheet,
};
use crate::model::{Expr, FigureId, Relation, Rule, Slack, TableId, Verdict, Wanted, Words};
use std::collections::BTreeMap;

pub fn sums(
    scene: &Scene<'_>,
    sheets: &[Sheet<'_>],
    (at, rule): (usize, &Rule),
    (tables, total): (&[TableId], Option<&Wanted>),
) -> Claimed {
    let mut claims = Vec::new();
    let mut undone = Vec::new();
    let mut there = false;
    for sheet in sheets.iter().filter(|sheet| tables.contains(&sheet.id)) {
        there = true;
        let outline = Outline {
            scene,
            sheet,
            total,
            slack: &rule.slack,
        };
        let sums = outline.settled();
        if sums.is_empty() {
            undone.push((Verdict::NotApplicable, flat()));
            continue;
        }
        if sheet.is_torn() {
            undone.push((Verdict::Indeterminate, torn()));
            continue;
        }
        claims.extend(
            sums.into_iter()
                .flat_map(|sum| sum.bound)
                .map(|(stated, parts)| {
                    claim(scene, at, sheet.id_of(stated), Relation::Equal, parts)
                }),
        );
    }
    finish(claims, undone, there)
}

struct Outline<'a> {
    scene: &'a Scene<'a>,
    sheet: &'a Sheet<'a>,
    total: Option<&'a Wanted>,
    slack: &'a Slack,
}

/// A row with those that it adds up.
struct Sum {
    /// `None`: the total of the table.
    level: Option<usize>,
    row: usize,
    parts: Vec<usize>,
    /// In each column that states it.
    bound: Vec<(usize, Expr<FigureId>)>,
    fails: usize,
}

impl Outline<'_> {
    /// The sums of a table. A column whose rows mostly do not add up what is under them is no level of its own.
    fn settled(&self) -> Vec<Sum> {
        let mut merged: Vec<usize> = Vec::new();
        loop {
            let sums = self.sums(&merged);
            let mut standing: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
            for sum in &sums {
                if let Some(level) = sum.level {
                    let (all, fails) = standing.entry(level).or_default();
                    *all += sum.bound.len();
                    *fails += sum.fails;
                }
            }
            let doubtful = standing.iter().rev();
            let mut doubtful = doubtful.filter(|(_, (all, fails))| *fails * 2 >= *all);
            match doubtful.next() {
                Some((&level, _)) => merged.push(level),
                None if standing.is_empty() => return Vec::new(),
                None => return sums,
            }
        }
    }

    fn sums(&self, merged: &[usize]) -> Vec<Sum> {
        let sheet = self.sheet;
        let is_total = |label: &str| {
            let total = self.total;
            total.is_some_and(|total| total.is(label, self.scene.vocabulary))
        };
        let mut sums: Vec<Sum> = Vec::new();
        // The rows that are open, outermost first: their level and their place among the sums.
        let mut open: Vec<(usize, usize)> = Vec::new();
        let (mut totals, mut outermost) = (Vec::new(), Vec::new());
        for row in sheet.rows() {
            let Some(marks) = sheet.labels(row) else {
                return Vec::new();
            };
            if marks.iter().any(|(_, label)| is_total(label)) {
                totals.push(row);
                continue;
            }
            let Some(mut level) = sheet.level(row) else {
                continue;
            };
            while merged.contains(&level) {
                level += 1;
            }
            while open.last().is_some_and(|(outer, _)| *outer >= level) {
                open.pop();
            }
            match open.last() {
                Some((_, above)) => sums[*above].parts.push(row),
                None => outermost.push(row),
            }
            open.push((level, sums.len()));
            sums.push(self.sum(Some(level), row, Vec::new()));
        }
        // Rows that are only some of another do not add up to it.
        sums.retain(|sum| !sum.parts.iter().any(|row| sheet.is_of_which(*row)));
        let totals = totals.into_iter();
        sums.extend(totals.map(|total| self.sum(None, total, outermost.clone())));
        sums.into_iter()
            .map(|sum| self.sum(sum.level, sum.row, sum.parts))
            .filter(|sum| !sum.bound.is_empty())
            .collect()
    }

    fn sum(&self, level: Option<usize>, row: usize, parts: Vec<usize>) -> Sum {
        let sheet = self.sheet;
        let mut bound = Vec::new();
        for column in sheet.columns().filter(|&column| sheet.is_value(column)) {
            let terms: Vec<usize> = parts
                .iter()
                .filter_map(|&row| sheet.figure(row, column))
                .collect();
            let stated = sheet.figure(row, column);
            let stated = stated.filter(|figure| self.scene.figures[*figure].additive);
            if let Some(stated) = stated.filter(|_| !terms.is_empty()) {
                let terms = terms.into_iter().map(|part| (false, sheet.id_of(part)));
                bound.push((stated, Expr::sum(terms)));
            }
        }
        let fails = |(stated, sum): &&(usize, Expr<FigureId>)| {
            !holds(self.scene, *stated, Relation::Equal, sum, self.slack)
        };
        let fails = bound.iter().filter(fails).count();
        Sum {
            level,
            row,
            parts,
            bound,
            fails,
        }
    }
}

fn flat() -> Words {
    Words::new(
        "表里的名称没有分列成级",
        "the labels of the table are not on levels",
    )
}
