//! Columns of variances with a budget: what is subtracted in other columns is added there, where each line says whether its variance
//! is favourable.

use super::{bind::Scene, form::holds};
use crate::model::{Expr, Figure, FigureId, Meaning, Operator, Relation, Slack, WordClass, Words};

/// The formula as it is, or, in a column of variances, with every part added, where only so it holds. `None` where it holds neither
/// way: the variances are checked against the columns that they compare.
pub fn settle(
    scene: &Scene<'_>,
    stated: usize,
    relation: Relation,
    computed: Expr<FigureId>,
    slack: &Slack,
) -> Option<Expr<FigureId>> {
    let usual = !subtracts(&computed)
        || !is_variance(scene, &scene.figures[stated])
        || holds(scene, stated, relation, &computed, slack);
    if usual {
        return Some(computed);
    }
    let added = added(computed);
    holds(scene, stated, relation, &added, slack).then_some(added)
}

/// Why a formula says nothing of such a column.
pub fn reason() -> Words {
    Words::new(
        "差异列里的正负号另有含义",
        "in a column of variances signs have a meaning of their own",
    )
}

fn is_variance(scene: &Scene<'_>, figure: &Figure) -> bool {
    figure.labels.column.iter().any(|label| {
        let words = scene.vocabulary.search_words(&label.folded);
        let difference = Meaning::Word(WordClass::Difference);
        words.iter().any(|found| found.meaning == difference)
    })
}

fn subtracts<T>(expr: &Expr<T>) -> bool {
    match expr {
        Expr::Leaf(_) | Expr::Number(_) => false,
        Expr::Negate(_) | Expr::Binary(Operator::Subtract, ..) => true,
        Expr::Binary(_, left, right) => subtracts(left) || subtracts(right),
        Expr::Call(_, arguments) => arguments.iter().any(subtracts),
    }
}

fn added(expr: Expr<FigureId>) -> Expr<FigureId> {
    match expr {
        Expr::Negate(inner) => added(*inner),
        Expr::Binary(Operator::Add | Operator::Subtract, left, right) => Expr::Binary(
            Operator::Add,
            Box::new(added(*left)),
            Box::new(added(*right)),
        ),
        other => other,
    }
}
