//! Words that judge (`控制在预算总额以内`): where they stand, a formula must hold.

use super::bind::Scene;
use super::formula::{missing, not_said, stating};
use crate::model::{
    Asserted, Block, Claim, Expr, FigureId, Formula, Meaning, Name, Passage, Site, Source, Support,
    ValueId, Verdict, Words, fold,
};
use regex::Regex;

pub fn claims(
    scene: &Scene<'_>,
    rule: usize,
    words: (&[String], &[Regex]),
    formula: &Formula,
) -> (Vec<Claim>, Vec<(Verdict, Words)>) {
    let mut claims = Vec::new();
    let mut undone = Vec::new();
    for block in &scene.document.blocks {
        let Block::Paragraph(paragraph) = block else {
            continue;
        };
        for (at, length) in places(&paragraph.passage, words) {
            match held(scene, &paragraph.passage.text, at, formula) {
                Ok((stated, computed)) => claims.push(Claim {
                    source: Source::Rule(rule),
                    at: paragraph.passage.span(at..at + length),
                    asserted: Asserted::Relation {
                        stated,
                        relation: formula.relation,
                        computed,
                    },
                    support: Support {
                        meaning: true,
                        ..Support::default()
                    },
                }),
                Err(reason) => undone.push(reason),
            }
        }
    }
    if claims.is_empty() && undone.is_empty() {
        undone.push(not_said());
    }
    (claims, undone)
}

/// Where the words stand in a passage: (byte, length), each stretch once, the longest phrase first.
fn places(passage: &Passage, (phrases, patterns): (&[String], &[Regex])) -> Vec<(usize, usize)> {
    let text = passage.text.to_ascii_lowercase();
    let mut found: Vec<(usize, usize)> = Vec::new();
    let hits = phrases
        .iter()
        .flat_map(|phrase| {
            text.match_indices(phrase.as_str())
                .map(|(at, hit)| (at, hit.len()))
        })
        .chain(
            patterns
                .iter()
                .flat_map(|pattern| pattern.find_iter(&text).map(|hit| (hit.start(), hit.len()))),
        );
    for (at, length) in hits.filter(|&(_, length)| length > 0) {
        if !found
            .iter()
            .any(|&(start, other)| start < at + length && at < start + other)
        {
            found.push((at, length));
        }
    }
    found.sort_unstable();
    found
}

/// The two sides of the formula for what the words before the phrase speak of (支出总额, “三公”经费).
fn held(
    scene: &Scene<'_>,
    text: &str,
    at: usize,
    formula: &Formula,
) -> Result<(FigureId, Expr<FigureId>), (Verdict, Words)> {
    let from = text[..at].rfind(['。', '；', ';', '\n']).map_or(0, |end| {
        end + text[end..].chars().next().map_or(1, char::len_utf8)
    });
    let values: Vec<ValueId> = scene
        .vocabulary
        .search(&fold(&text[from..at]))
        .into_iter()
        .filter_map(|found| match found.meaning {
            Meaning::Value(_, value) if !scene.vocabulary.is_default(value) => Some(value),
            _ => None,
        })
        .collect();
    let Expr::Leaf(left) = &formula.left else {
        return Err(undecided());
    };
    let stated = one(scene, left, &values, None)?;
    let near = scene.figures[stated.figure].site.block();
    let computed = lower(scene, &formula.right, &values, near)?;
    Ok((stated, computed))
}

fn undecided() -> (Verdict, Words) {
    let reason = Words::new(
        "有几个不同的数，无法确定所指的是哪一个",
        "several values are stated and nothing tells which is meant",
    );
    (Verdict::Indeterminate, reason)
}

fn lower(
    scene: &Scene<'_>,
    expr: &Expr<Name>,
    values: &[ValueId],
    near: usize,
) -> Result<Expr<FigureId>, (Verdict, Words)> {
    Ok(match expr {
        Expr::Leaf(name) => Expr::Leaf(one(scene, name, values, Some(near))?),
        Expr::Number(number) => Expr::Number(*number),
        Expr::Negate(inner) => Expr::Negate(Box::new(lower(scene, inner, values, near)?)),
        Expr::Binary(operator, left, right) => Expr::Binary(
            *operator,
            Box::new(lower(scene, left, values, near)?),
            Box::new(lower(scene, right, values, near)?),
        ),
        Expr::Call(function, arguments) => Expr::Call(
            *function,
            arguments
                .iter()
                .map(|argument| lower(scene, argument, values, near))
                .collect::<Result<_, _>>()?,
        ),
    })
}

/// The one figure that states a name for just these values: in the table `near` before others, in a table before a sentence, and only
/// where all that are left agree.
fn one(
    scene: &Scene<'_>,
    name: &Name,
    values: &[ValueId],
    near: Option<usize>,
) -> Result<FigureId, (Verdict, Words)> {
    let mut found = stating(scene, name);
    found.retain(|id| {
        scene.figures[id.figure]
            .meaning
            .as_ref()
            .is_some_and(|key| {
                let mut wanted: Vec<ValueId> = values.iter().chain(&name.values).copied().collect();
                wanted.sort_unstable();
                wanted.dedup();
                let mut own: Vec<ValueId> = key.values.values().copied().collect();
                own.sort_unstable();
                own == wanted
            })
    });
    if found.iter().any(|id| in_table(scene, *id)) {
        found.retain(|id| in_table(scene, *id));
    }
    let beside = |id: &FigureId| Some(scene.figures[id.figure].site.block()) == near;
    if found.iter().any(beside) {
        found.retain(beside);
    }
    let latest = found
        .iter()
        .filter_map(|id| scene.figures[id.figure].meaning.as_ref()?.period)
        .max();
    found.retain(|id| {
        scene.figures[id.figure]
            .meaning
            .as_ref()
            .is_some_and(|key| key.period == latest || key.period.is_none())
    });
    let Some(&first) = found.first() else {
        return Err(missing(scene, name.concept));
    };
    let amount = |id: &FigureId| &scene.figures[id.figure].amount;
    let same =
        |id: &FigureId| amount(id).in_unit(&amount(&first).unit) == Some(amount(&first).printed);
    if found.iter().all(same) {
        Ok(first)
    } else {
        Err(undecided())
    }
}

fn in_table(scene: &Scene<'_>, id: FigureId) -> bool {
    matches!(scene.figures[id.figure].site, Site::Cell { .. })
}
