//! Score tables: the weights of a level add up to the one over them, and the total row adds up weights and scores.

use super::{
    bind::{Claimed, Scene},
    form::{claim, finish, holds, unlike},
    sheet::Sheet,
};
use crate::model::{Expr, FigureId, Relation, Rule, ScoreRule, Verdict, Wanted, Words};
use rust_decimal::Decimal;

/// A row that names columns of weights, from the outermost level to the innermost, and the column of scores.
struct Head {
    row: usize,
    weights: Vec<usize>,
    score: usize,
}

pub fn claims(
    scene: &Scene<'_>,
    sheets: &[Sheet<'_>],
    (at, rule): (usize, &Rule),
    own: &ScoreRule,
) -> Claimed {
    let mut claims = Vec::new();
    let mut undone = Vec::new();
    let mut there = false;
    for sheet in sheets.iter().filter(|sheet| own.tables.contains(&sheet.id)) {
        there = true;
        let board = Board { scene, sheet, own };
        let mut bound = board.levels();
        let fails = |(stated, sum): &&(usize, Expr<FigureId>)| {
            !holds(scene, *stated, Relation::Equal, sum, &rule.slack)
        };
        let broken = bound.iter().filter(fails).count();
        if broken * 2 > bound.len() {
            undone.push((Verdict::Indeterminate, unlike()));
            bound.clear();
        }
        match board.total() {
            Ok(totals) => bound.extend(totals),
            Err(reason) => undone.push(reason),
        }
        claims.extend(
            bound
                .into_iter()
                .map(|(stated, sum)| claim(scene, at, sheet.id_of(stated), Relation::Equal, sum)),
        );
    }
    finish(claims, undone, there)
}

/// Stated figures, each with what it is the sum of.
type Sums = Vec<(usize, Expr<FigureId>)>;

struct Board<'a> {
    scene: &'a Scene<'a>,
    sheet: &'a Sheet<'a>,
    own: &'a ScoreRule,
}

impl Board<'_> {
    fn heads(&self) -> Vec<Head> {
        let vocabulary = self.scene.vocabulary;
        let named = |row: usize, wanted: &Wanted| -> Vec<usize> {
            let cells = self.sheet.texts(row).into_iter();
            let named = cells.filter(|(_, text)| wanted.is(text, vocabulary));
            named.map(|(column, _)| column).collect()
        };
        let head = |row: usize| {
            let score = named(row, &self.own.score).last().copied()?;
            let mut weights = named(row, &self.own.weight);
            weights.retain(|column| *column < score);
            (!weights.is_empty()).then_some(Head {
                row,
                weights,
                score,
            })
        };
        self.sheet.rows().filter_map(head).collect()
    }

    fn total_row(&self) -> Option<usize> {
        let vocabulary = self.scene.vocabulary;
        let is_total = |row: &usize| {
            let texts = self.sheet.texts(*row);
            let mut texts = texts.iter();
            texts.any(|(_, text)| self.own.total.is(text, vocabulary))
        };
        self.sheet.rows().rev().find(is_total)
    }

    /// Each weight of an outer level with those of the next level in the rows that it spans.
    fn levels(&self) -> Sums {
        let Some(head) = self.heads().pop() else {
            return Vec::new();
        };
        let end = self.total_row().unwrap_or(self.sheet.rows().end);
        let mut bound = Vec::new();
        for pair in head.weights.windows(2) {
            let [outer, inner] = *pair else { continue };
            let places: Vec<(usize, usize)> = (head.row + 1..end)
                .filter_map(|row| Some((row, self.sheet.figure(row, outer)?)))
                .collect();
            for (at, (row, stated)) in places.iter().enumerate() {
                let until = places.get(at + 1).map_or(end, |(next, _)| *next);
                let parts: Vec<usize> = (*row..until)
                    .filter_map(|row| self.sheet.figure(row, inner))
                    .collect();
                if !parts.is_empty() {
                    bound.push((*stated, self.sum(&parts)));
                }
            }
        }
        bound
    }

    /// The weight and the score of the total row. Which rows it counts the weights tell: those under the last head, or those of all.
    fn total(&self) -> Result<Sums, (Verdict, Words)> {
        let nothing = |zh: &str, en: &str| (Verdict::NotApplicable, Words::new(zh, en));
        let heads = self.heads();
        let (Some(last), Some(total)) = (heads.last(), self.total_row()) else {
            return Err(nothing("表里没有总分", "the table has no total"));
        };
        let weight = *last.weights.last().unwrap_or(&last.score);
        let stated = (
            self.sheet.figure(total, weight),
            self.sheet.figure(total, last.score),
        );
        let (Some(weight_total), Some(score_total)) = stated else {
            return Err(nothing("总分没有写全", "the total is not given in full"));
        };
        let section = |head: &Head, until: usize| -> Vec<(usize, Option<usize>)> {
            let column = head.weights.last().copied().unwrap_or(head.score);
            let rows = head.row + 1..until;
            let own = rows.filter_map(|row| {
                let weight = self.sheet.figure(row, column)?;
                Some((weight, self.sheet.figure(row, head.score)))
            });
            own.collect()
        };
        let below = section(last, total);
        let ends = heads.iter().skip(1).map(|next| next.row);
        let above = heads
            .iter()
            .zip(ends)
            .flat_map(|(head, end)| section(head, end));
        let all: Vec<_> = above.chain(below.iter().copied()).collect();
        let printed = |figure: usize| self.scene.figures[figure].amount.printed;
        let adds_up = |rows: &Vec<(usize, Option<usize>)>| {
            let mut weights = rows.iter().map(|(weight, _)| printed(*weight));
            let sum = weights.try_fold(Decimal::ZERO, Decimal::checked_add);
            !rows.is_empty() && sum == Some(printed(weight_total))
        };
        let Some(rows) = [below, all].into_iter().find(adds_up) else {
            let reason = Words::new(
                "各项分值相加不等于总分的分值，无法确定总分包括哪些行",
                "the weights do not add up to that of the total, so that it is not certain which rows it counts",
            );
            return Err((Verdict::Indeterminate, reason));
        };
        let scores: Option<Vec<usize>> = rows.iter().map(|(_, score)| *score).collect();
        let weights: Vec<usize> = rows.iter().map(|(weight, _)| *weight).collect();
        let mut bound = vec![(weight_total, self.sum(&weights))];
        bound.extend(scores.map(|scores| (score_total, self.sum(&scores))));
        Ok(bound)
    }

    fn sum(&self, figures: &[usize]) -> Expr<FigureId> {
        let terms = figures.iter();
        Expr::sum(terms.map(|figure| (false, self.sheet.id_of(*figure))))
    }
}
