//! Formulas over concepts: which figures their names mean, seen from the figure that the left side states.

use super::{
    any,
    bind::Scene,
    evaluate::judge,
    keyed::{Frame, Mentions, states_the_same},
};
use crate::model::{
    Agreement, Claim, ConceptId, Expr, Figure, FigureId, Formula, Function, Key, Kind, Meaning,
    Measure, Name, Period, Rule, Scope, Site, Slack, Unit, Verdict, WordClass, Words,
};
use rustc_hash::{FxHashMap, FxHashSet};

type Bound = (Vec<Claim>, Vec<(Verdict, Words)>);

/// `tied`: the concepts that another rule allows one value only.
pub fn claims(scene: &Scene<'_>, at: usize, rule: &Rule, tied: &FxHashSet<ConceptId>) -> Bound {
    let Kind::Formula {
        formulas,
        scope,
        optional,
        provided,
        any,
        ..
    } = &rule.kind
    else {
        return (Vec::new(), Vec::new());
    };
    let mut claims = Vec::new();
    let mut undone = Vec::new();
    for formula in formulas {
        let Expr::Leaf(left) = &formula.left else {
            continue;
        };
        let stated = stated(scene, left, *scope);
        if stated.is_empty() {
            undone.push(match scope {
                Scope::Sentence | Scope::Near => not_said(),
                _ => missing(scene, left.concept),
            });
        }
        let tied = tied.contains(&left.concept);
        let mut bound: Vec<(FigureId, Expr<FigureId>, u8)> = Vec::new();
        for id in stated {
            let binder = Binder {
                scene,
                stated: id,
                left,
                scope: match (scope, scene.figures[id.figure].site) {
                    (Scope::Near, Site::Prose { .. }) => Scope::Sentence,
                    (Scope::Near, Site::Cell { .. }) => Scope::Table,
                    _ => *scope,
                },
                optional,
            };
            if !provided.iter().all(|condition| binder.grants(condition)) {
                let reason = Words::new(
                    "规则的前提在这份报告里不成立",
                    "what the rule rests on does not hold in this report",
                );
                undone.push((Verdict::NotApplicable, reason));
                continue;
            }
            match binder.bind(&formula.right) {
                Ok(computed) => {
                    let far = if tied { binder.distance(&computed) } else { 0 };
                    bound.push((id, computed, far));
                }
                Err(Failure::Missing(_)) if *scope == Scope::Near => undone.push(not_beside()),
                Err(Failure::Missing(concept)) => undone.push(missing(scene, concept)),
                Err(Failure::Ambiguous(concept)) => undone.push(ambiguous(scene, concept)),
            }
        }
        if !tied {
            claims.extend(
                bound
                    .into_iter()
                    .map(|(id, computed, _)| claim(scene, at, id, formula, computed)),
            );
            continue;
        }
        // One thing stated with several values is another rule's finding: here the formula is held against the first of the mentions
        // that stand nearest to their terms, those as near, and those that say the same.
        let frame = |id: FigureId| scene.keyed.frame_of(id.figure);
        let mut nearest: FxHashMap<Option<Frame>, (FigureId, u8)> = FxHashMap::default();
        for (id, _, far) in &bound {
            let near = nearest.entry(frame(*id)).or_insert((*id, *far));
            if *far < near.1 {
                *near = (*id, *far);
            }
        }
        for (id, computed, far) in bound {
            let repeats = nearest
                .get(&frame(id))
                .is_none_or(|(other, near)| *near == far || same_value(scene, id, *other));
            if repeats {
                claims.push(claim(scene, at, id, formula, computed));
            }
        }
    }
    if *any {
        let own = (formulas.as_slice(), optional.as_slice());
        claims = any::over_concepts(scene, (at, rule), own, claims, &mut undone);
    }
    // A formula that binds somewhere is not unbound for every figure that it does not bind.
    if !claims.is_empty() {
        undone.retain(|(verdict, _)| *any && *verdict == Verdict::Indeterminate);
    }
    undone.truncate(1);
    (claims, undone)
}

fn same_value(scene: &Scene<'_>, a: FigureId, b: FigureId) -> bool {
    states_the_same(&scene.figures[a.figure], &scene.figures[b.figure])
}

pub fn claim(
    scene: &Scene<'_>,
    rule: usize,
    stated: FigureId,
    formula: &Formula,
    computed: Expr<FigureId>,
) -> Claim {
    Claim::of_rule(
        rule,
        scene.figures[stated.figure].span,
        stated,
        formula.relation,
        computed,
    )
}

/// Figures that a name means where it is looked up.
pub fn stated(scene: &Scene<'_>, name: &Name, scope: Scope) -> Vec<FigureId> {
    match scope {
        Scope::Sentence => naming(scene, name.concept),
        Scope::Near => {
            let mut found = stating(scene, name);
            found.retain(|id| matches!(scene.figures[id.figure].site, Site::Cell { .. }));
            let said = naming(scene, name.concept).into_iter();
            found.extend(said.filter(|id| is_bare(scene, *id)));
            found.sort_unstable();
            found
        }
        Scope::Table | Scope::Document => stating(scene, name),
    }
}

/// Whether the words of a figure name what it states and nothing else: 执行率为, not 执行率目标值, 执行率控制在.
fn is_bare(scene: &Scene<'_>, id: FigureId) -> bool {
    let Some(label) = scene.figures[id.figure].labels.row.last() else {
        return false;
    };
    let mut rest = label.folded.clone();
    let plain = |meaning: Meaning| match meaning {
        Meaning::Word(class) => matches!(class, WordClass::Filler | WordClass::CurrentYear),
        _ => true,
    };
    let found = scene.vocabulary.search(&label.folded).into_iter().rev();
    for found in found.filter(|found| plain(found.meaning)) {
        if rest.get(found.range.clone()).is_some() {
            rest.replace_range(found.range, "");
        }
    }
    rest.chars().all(|c| !c.is_alphabetic() || c == '年')
}

/// Figures of sentences whose own words name a concept.
pub fn naming(scene: &Scene<'_>, concept: ConceptId) -> Vec<FigureId> {
    // A rate of an amount is not the amount: 实际完成率.
    let is_rate = |unit: &Unit| unit.measure == Measure::Ratio;
    let wanted = scene.vocabulary.concept(concept).measure == Measure::Ratio;
    let said = scene.keyed.said(concept).iter();
    let said = said.filter(|at| is_rate(&scene.figures[**at].amount.unit) == wanted);
    said.map(|&figure| FigureId {
        document: scene.index,
        figure,
    })
    .collect()
}

/// Figures that state a name.
pub fn stating(scene: &Scene<'_>, name: &Name) -> Vec<FigureId> {
    let figures = scene.keyed.stating(name.concept).iter().copied();
    let has_values = |key: &Key| {
        let mut values = name.values.iter();
        values.all(|value| key.values.get(&scene.vocabulary.value(*value).2) == Some(value))
    };
    figures
        .filter(|at| {
            scene.figures[*at]
                .meaning
                .as_deref()
                .is_some_and(has_values)
        })
        .map(|figure| FigureId {
            document: scene.index,
            figure,
        })
        .collect()
}

pub fn missing(scene: &Scene<'_>, concept: ConceptId) -> (Verdict, Words) {
    let title = &scene.vocabulary.concept(concept).title;
    let reason = Words::new(
        format!("报告中没有找到“{}”", title.zh),
        format!("no figure for “{}” was found", title.en),
    );
    (Verdict::Unbound, reason)
}

pub fn ambiguous(scene: &Scene<'_>, concept: ConceptId) -> (Verdict, Words) {
    let title = &scene.vocabulary.concept(concept).title;
    let reason = Words::new(
        format!("“{}”有几个不同的数，无法确定用哪一个", title.zh),
        format!(
            "“{}” is stated with several values and nothing tells which is meant",
            title.en
        ),
    );
    (Verdict::Indeterminate, reason)
}

/// A rule on what sentences say, in a report that does not say it.
pub fn not_said() -> (Verdict, Words) {
    let reason = Words::new("报告中没有这样的说法", "the report makes no such statement");
    (Verdict::NotApplicable, reason)
}

/// A rule on figures that stand side by side, where they do not.
fn not_beside() -> (Verdict, Words) {
    let reason = Words::new(
        "旁边没有可以算出它的数",
        "what it is computed from does not stand beside it",
    );
    (Verdict::NotApplicable, reason)
}

pub enum Failure {
    Missing(ConceptId),
    Ambiguous(ConceptId),
}

/// Looks up the names of a formula from where one figure stands.
pub struct Binder<'a> {
    pub scene: &'a Scene<'a>,
    pub stated: FigureId,
    pub left: &'a Name,
    pub scope: Scope,
    pub optional: &'a [ConceptId],
}

impl Binder<'_> {
    pub fn bind(&self, expr: &Expr<Name>) -> Result<Expr<FigureId>, Failure> {
        self.lower(expr, 0)
    }

    /// Whether a condition of the rule holds around the stated figure; where its figures are not stated, nothing speaks against it.
    fn grants(&self, condition: &Formula) -> bool {
        let (Expr::Leaf(left), Ok(right)) = (&condition.left, self.bind(&condition.right)) else {
            return true;
        };
        let Ok(left) = self.find(left, 0) else {
            return true;
        };
        let lookup = |id: FigureId| self.scene.figures.get(id.figure);
        lookup(left).is_none_or(|figure| {
            judge(figure, condition.relation, &right, &Slack::Printed, &lookup)
                .is_ok_and(|judged| judged.agreement <= Agreement::Unlikely)
        })
    }

    fn lower(&self, expr: &Expr<Name>, years_back: i32) -> Result<Expr<FigureId>, Failure> {
        Ok(match expr {
            Expr::Leaf(name) => match self.find(name, years_back) {
                Ok(id) => Expr::Leaf(id),
                Err(Failure::Missing(_)) if self.optional.contains(&name.concept) => {
                    Expr::Number(0.into())
                }
                Err(failure) => return Err(failure),
            },
            Expr::Number(number) => Expr::Number(*number),
            Expr::Negate(inner) => Expr::Negate(Box::new(self.lower(inner, years_back)?)),
            Expr::Binary(operator, left, right) => Expr::Binary(
                *operator,
                Box::new(self.lower(left, years_back)?),
                Box::new(self.lower(right, years_back)?),
            ),
            Expr::Call(Function::Prior, arguments) => match arguments.as_slice() {
                [inner] => self.lower(inner, years_back + 1)?,
                _ => Expr::Number(0.into()),
            },
            Expr::Call(function, arguments) => Expr::Call(
                *function,
                arguments
                    .iter()
                    .map(|argument| self.lower(argument, years_back))
                    .collect::<Result<_, _>>()?,
            ),
        })
    }

    fn find(&self, name: &Name, years_back: i32) -> Result<FigureId, Failure> {
        let figures = self.scene.figures;
        let stated = &figures[self.stated.figure];
        if self.scope == Scope::Sentence {
            return self.find_in_sentence(name, stated, years_back);
        }
        let Some(key) = stated.meaning.as_deref() else {
            return Err(Failure::Missing(name.concept));
        };
        let lists = self.mentions(key, name, years_back);
        match self.nearest(stated, &lists) {
            Some((figure, true)) => Ok(FigureId {
                document: self.scene.index,
                figure,
            }),
            Some(_) => Err(Failure::Ambiguous(name.concept)),
            None => Err(Failure::Missing(name.concept)),
        }
    }

    /// The figures that a name means for the year and the values of a key.
    fn mentions(&self, key: &Key, name: &Name, years_back: i32) -> Vec<&Mentions> {
        let keyed = &self.scene.keyed;
        let vocabulary = self.scene.vocabulary;
        if self.left.values.is_empty() && name.values.is_empty() && years_back == 0 {
            let frame = keyed.frame_of(self.stated.figure);
            let own = frame.and_then(|frame| keyed.mentions(name.concept, frame));
            return own.into_iter().collect();
        }
        let mut values = key.values.clone();
        for value in &self.left.values {
            values.remove(&vocabulary.value(*value).2);
        }
        for value in &name.values {
            values.insert(vocabulary.value(*value).2, *value);
        }
        let of = |concept: ConceptId, period: Option<Period>| {
            keyed.mentions(concept, keyed.frame(period, &values)?)
        };
        let period = key.period.map(|period| Period(period.0 - years_back));
        let mut lists: Vec<&Mentions> = of(name.concept, period).into_iter().collect();
        // 年初结转 of this year states 年末结转 of the year before, and the other way round.
        if years_back > 0 {
            let concepts = (0..).map(ConceptId).zip(&vocabulary.concepts);
            let later = concepts.filter(|(_, concept)| concept.prior == Some(name.concept));
            lists.extend(later.filter_map(|(id, _)| of(id, key.period)));
        }
        lists
    }

    /// The figure of some lists that stands nearest to the stated one, and whether all that stand as near say the same.
    fn nearest(&self, stated: &Figure, lists: &[&Mentions]) -> Option<(usize, bool)> {
        let (own, block) = (self.stated.figure, stated.site.block());
        let keyed = &self.scene.keyed;
        if lists
            .iter()
            .any(|list| list.all.binary_search(&own).is_ok())
        {
            let others = lists.iter().flat_map(|list| &list.all).copied();
            return self.agreed(stated, others.filter(|at| *at != own));
        }
        let beside = || {
            let near = lists
                .iter()
                .flat_map(|list| keyed.in_block(&list.all, block));
            self.agreed(stated, near.copied())
        };
        let anywhere = |of: fn(&Mentions) -> Option<(usize, bool)>| {
            let found = lists.iter().filter_map(|list| of(list));
            found.reduce(|(a, one), (b, other)| {
                let same = || states_the_same(&self.scene.figures[b], &self.scene.figures[a]);
                (a.min(b), one && other && same())
            })
        };
        let tables = || anywhere(|list| list.in_tables);
        let sentences = || anywhere(|list| list.in_sentences);
        match (self.scope, stated.site) {
            (Scope::Table, _) => beside(),
            (_, Site::Cell { .. }) => beside().or_else(tables).or_else(sentences),
            (_, Site::Prose { .. }) => tables().or_else(beside).or_else(sentences),
        }
    }

    /// The nearest of some figures, and whether all that stand as near say the same.
    fn agreed(
        &self,
        stated: &Figure,
        candidates: impl Iterator<Item = usize> + Clone,
    ) -> Option<(usize, bool)> {
        let figures = self.scene.figures;
        let ranked = candidates.filter_map(|at| Some((self.rank(stated, &figures[at])?, at)));
        let (nearest, first) = ranked.clone().min()?;
        let mut as_near = ranked.filter(|(rank, _)| *rank == nearest);
        let same = as_near.all(|(_, at)| states_the_same(&figures[at], &figures[first]));
        Some((first, same))
    }

    /// The figure of the same sentence (else of an earlier one of the passage) whose own words name a concept, of the stated one's
    /// year or so many years before it: the nearest before the stated one, else the nearest after it.
    fn find_in_sentence(
        &self,
        name: &Name,
        stated: &Figure,
        years_back: i32,
    ) -> Result<FigureId, Failure> {
        let at = self.stated.figure;
        let wanted = stated.period.map(|period| Period(period.0 - years_back));
        let mut named = naming(self.scene, name.concept);
        named.retain(|id| self.scene.figures[id.figure].period == wanted);
        let near = |id: &&FigureId| self.rank(stated, &self.scene.figures[id.figure]) == Some(0);
        let before = named.iter().rev().filter(|id| id.figure < at);
        let after = named.iter().filter(|id| id.figure > at);
        let earlier = before
            .clone()
            .find(|id| self.rank(stated, &self.scene.figures[id.figure]).is_some());
        let found = before
            .clone()
            .find(near)
            .or(after.clone().find(near))
            .or(earlier);
        found.copied().ok_or(Failure::Missing(name.concept))
    }

    /// How far the terms of a bound formula stand from the stated figure: the sum of their ranks.
    fn distance(&self, computed: &Expr<FigureId>) -> u8 {
        let stated = &self.scene.figures[self.stated.figure];
        let ranks = computed
            .leaves()
            .into_iter()
            .filter_map(|id| self.rank(stated, &self.scene.figures[id.figure]));
        ranks.fold(0, u8::saturating_add)
    }

    /// How near a figure stands to the stated one, 0 the nearest; `None` outside the scope.
    fn rank(&self, stated: &Figure, figure: &Figure) -> Option<u8> {
        let same_block = stated.site.block() == figure.site.block();
        match (self.scope, stated.site, figure.site) {
            (Scope::Sentence, Site::Prose { sentence: a, .. }, Site::Prose { sentence: b, .. })
                if same_block =>
            {
                (b <= a).then_some(u8::from(a != b))
            }
            (Scope::Sentence, ..) => None,
            (Scope::Table, ..) if !same_block => None,
            (
                _,
                Site::Cell {
                    row: r, column: c, ..
                },
                Site::Cell { row, column, .. },
            ) if same_block => Some(if r == row || c == column { 0 } else { 1 }),
            (_, _, Site::Cell { .. }) => Some(2),
            (_, _, Site::Prose { .. }) => Some(if same_block { 3 } else { 4 }),
        }
    }
}
