//! Rules of which one formula must hold, not all: what a rate is divided by, and which form a table has, differs from place to place.

use super::{
    bind::Scene,
    evaluate::judge,
    form::claim_holds,
    formula::{Binder, Failure, ambiguous, claim},
};
use crate::model::{
    Agreement, Asserted, Claim, ConceptId, Expr, FigureId, Formula, Operator, Rule, Scope, Slack,
    Verdict, Words,
};
use rustc_hash::FxHashMap;

/// Of the claims on each figure one that holds, else the one that leaves the least out.
pub fn best(scene: &Scene<'_>, claims: Vec<Claim>, slack: &Slack) -> Vec<Claim> {
    let mut kept: Vec<Claim> = Vec::new();
    let mut places: FxHashMap<FigureId, usize> = FxHashMap::default();
    for claim in claims {
        let Asserted::Relation { stated, .. } = claim.asserted else {
            continue;
        };
        match places.get(&stated) {
            Some(&at) => {
                let rank = |claim: &Claim| (claim_holds(scene, claim, slack), terms_of(claim));
                let known = &mut kept[at];
                if rank(&claim) > rank(known) {
                    *known = claim;
                }
            }
            None => {
                places.insert(stated, kept.len());
                kept.push(claim);
            }
        }
    }
    kept
}

fn terms_of(claim: &Claim) -> usize {
    match &claim.asserted {
        Asserted::Relation { computed, .. } => computed.leaves().len(),
        _ => 0,
    }
}

/// The same over concepts. Where none of the formulas holds in the table or sentence, one whose figures stand elsewhere may be meant:
/// it counts where it holds, and where nothing tells which its figures are, nothing is said.
pub fn over_concepts(
    scene: &Scene<'_>,
    (at, rule): (usize, &Rule),
    (formulas, optional): (&[Formula], &[ConceptId]),
    claims: Vec<Claim>,
    undone: &mut Vec<(Verdict, Words)>,
) -> Vec<Claim> {
    let mut kept = best(scene, claims, &rule.slack);
    kept.retain_mut(|known| {
        let Asserted::Relation { stated, .. } = known.asserted else {
            return true;
        };
        if claim_holds(scene, known, &rule.slack) {
            return true;
        }
        for formula in formulas {
            let Expr::Leaf(left) = &formula.left else {
                continue;
            };
            let binder = Binder {
                scene,
                stated,
                left,
                scope: Scope::Document,
                optional,
            };
            match binder.bind(&formula.right) {
                Ok(computed) => {
                    let other = claim(scene, at, stated, formula, computed);
                    if claim_holds(scene, &other, &rule.slack) {
                        *known = other;
                        return true;
                    }
                }
                Err(Failure::Ambiguous(concept)) => {
                    undone.push(ambiguous(scene, concept));
                    return false;
                }
                Err(Failure::Missing(_)) => {}
            }
        }
        if is_of_another(scene, known, &rule.slack) {
            undone.push((Verdict::Indeterminate, of_another()));
            return false;
        }
        true
    });
    kept
}

/// Whether a rate is just that of another figure beside it: divided by what the rule has no name for.
fn is_of_another(scene: &Scene<'_>, known: &Claim, slack: &Slack) -> bool {
    let Asserted::Relation {
        stated,
        relation,
        computed: Expr::Binary(Operator::Divide, above, below),
    } = &known.asserted
    else {
        return false;
    };
    let own = &scene.figures[stated.figure];
    let leaves: Vec<&FigureId> = above.leaves().into_iter().chain(below.leaves()).collect();
    let lookup = |id: FigureId| scene.figures.get(id.figure);
    scene.of_block(own.site.block()).any(|figure| {
        let other = FigureId { figure, ..*stated };
        let fresh = other != *stated && !leaves.contains(&&other);
        let divided = || Expr::Binary(Operator::Divide, above.clone(), Box::new(Expr::Leaf(other)));
        fresh
            && scene.figures[figure].additive
            && judge(own, *relation, &divided(), slack, &lookup)
                .is_ok_and(|judged| judged.agreement <= Agreement::Rounding)
    })
}

fn of_another() -> Words {
    Words::new(
        "这个比率正好等于除以旁边另一个数的结果，规则没有写这个数的名字",
        "the rate is just that of another figure beside it, which the rule does not name",
    )
}
