//! Reports held against each other: last year's figures as quoted this year, opening against closing balances, budget against final
//! accounts, a parent against its children.

use super::{
    evaluate::{Judged, judge},
    fingerprint,
    verdict::reported,
};
use crate::model::{
    Agreement, Asserted, Checked, Claim, Expr, Figure, FigureId, Finding, Formula, Identity, Key,
    Kind, Ledger, Link, Name, Outcome, Period, Relation, Role, Rule, Severity, Span, Verdict,
    Vocabulary, Words,
};
use rust_decimal::Decimal;
use std::collections::HashMap;

/// What holds between the documents of a run.
pub struct Kin<'a> {
    /// One for each document.
    pub identities: &'a [Option<Identity>],
    /// By the document that they go from.
    pub links: &'a HashMap<usize, Vec<Link>>,
    /// Of the documents that are last year's to another, or have one.
    pub ledgers: &'a HashMap<usize, Ledger>,
}

/// A claim over two documents, and what came of it.
struct Decided {
    rule: usize,
    claim: Claim,
    judged: Option<Judged>,
    verdict: Verdict,
}

/// Holds one document against those that it is linked to. `rules`: those that hold for it, by their indexes.
pub fn across(
    from: usize,
    documents: &[Checked],
    kin: &Kin<'_>,
    rules: &[Rule],
    own: &[usize],
    vocabulary: &Vocabulary,
) -> Across {
    let mut found = Across::default();
    for &at in own {
        let Some(Kind::Across {
            role,
            formulas,
            quotes,
        }) = rules.get(at).map(|rule| &rule.kind)
        else {
            continue;
        };
        let links = kin.links.get(&from).into_iter().flatten();
        let to: Vec<usize> = links
            .filter(|link| link.role == *role)
            .flat_map(|link| link.to.iter().copied())
            .collect();
        if to.is_empty() {
            found
                .undone
                .push((at, Verdict::NotApplicable, no_partner(*role)));
            continue;
        }
        let bench = Bench {
            from,
            to: &to,
            documents,
            kin,
            rule: at,
            own: &rules[at],
            vocabulary,
        };
        let before = found.decided.len();
        let mut asked = false;
        if *quotes {
            asked |= bench.quotes(&mut found.decided);
        }
        for formula in formulas {
            asked |= bench.formula(formula, *role, &mut found.decided);
        }
        if found.decided.len() == before {
            let (verdict, reason) = if asked {
                (Verdict::Unbound, nothing_there())
            } else {
                (Verdict::NotApplicable, nothing_here())
            };
            found.undone.push((at, verdict, reason));
        }
    }
    found
}

#[derive(Default)]
pub struct Across {
    decided: Vec<Decided>,
    undone: Vec<(usize, Verdict, Words)>,
}

impl Across {
    /// Writes what was found of a document into the outcome: claims, tallies, findings where they belong, marks at the figures of
    /// all documents that take part.
    pub fn enter(self, from: usize, outcome: &mut Outcome, rules: &[Rule]) {
        for (rule, verdict, reason) in self.undone {
            let Some(tally) = outcome.tallies.get_mut(rule) else {
                continue;
            };
            tally.count(verdict);
            if verdict != Verdict::NotApplicable {
                tally.reason.get_or_insert(reason);
            }
        }
        for one in self.decided {
            let (Some(rule), Some(tally)) =
                (rules.get(one.rule), outcome.tallies.get_mut(one.rule))
            else {
                continue;
            };
            tally.count(one.verdict);
            if one.verdict == Verdict::Indeterminate {
                tally.reason.get_or_insert_with(doubtful);
            }
            one.enter(from, outcome, rule);
        }
    }
}

impl Decided {
    fn enter(self, from: usize, outcome: &mut Outcome, rule: &Rule) {
        let Decided {
            rule: at,
            claim,
            judged,
            verdict,
        } = self;
        if let (
            Verdict::Holds | Verdict::Fails,
            Asserted::Relation {
                stated, computed, ..
            },
        ) = (verdict, &claim.asserted)
        {
            for id in computed.leaves().into_iter().chain([stated]) {
                let document = outcome.documents.get_mut(id.document);
                if let Some(ticks) = document.and_then(|own| own.ticks.get_mut(id.figure)) {
                    *ticks += 1;
                }
            }
        }
        let Some(checked) = outcome.documents.get_mut(from) else {
            return;
        };
        let number = checked.claims.len();
        if let (Verdict::Fails, Some(judged)) = (verdict, judged) {
            let severity = match judged.agreement {
                Agreement::Unlikely => rule.severity.min(Severity::Warning),
                _ => rule.severity,
            };
            let mut finding = reported(at, from, number, &claim, severity, judged);
            let own = outcome
                .findings
                .iter()
                .filter(|other| other.document == from);
            finding.fingerprint = fingerprint::beside(rule, &finding, &checked.figures, own);
            let place = |other: &Finding| (other.document, other.at.start);
            let after = outcome
                .findings
                .iter()
                .position(|other| place(other) > place(&finding));
            let after = after.unwrap_or(outcome.findings.len());
            outcome.findings.insert(after, finding);
        }
        checked.claims.push((claim, verdict));
    }
}

fn no_partner(role: Role) -> Words {
    let (zh, en) = match role {
        Role::Prior => ("上年的报告", "report of last year"),
        Role::Budget => ("预算", "budget"),
        Role::Final => ("决算", "final accounts"),
        Role::Parent => ("上级的报告", "report of a parent"),
        Role::Children => ("下级的报告", "reports of children"),
    };
    Words::new(
        format!("所检查的文件里没有它的{zh}"),
        format!("its {en} is not among the files checked"),
    )
}

/// This report states something, and the other does not.
fn nothing_there() -> Words {
    Words::new(
        "另一份报告里没有可以对照的数",
        "the other report states nothing to hold it against",
    )
}

fn nothing_here() -> Words {
    Words::new(
        "这份报告里没有要对照的数",
        "the report states nothing of the kind",
    )
}

fn doubtful() -> Words {
    Words::new(
        "同名的数不同，但不能确定说的是同一件事",
        "figures of one name differ, but it is not certain that they are the same thing",
    )
}

struct Bench<'a> {
    from: usize,
    to: &'a [usize],
    documents: &'a [Checked],
    kin: &'a Kin<'a>,
    rule: usize,
    own: &'a Rule,
    vocabulary: &'a Vocabulary,
}

/// What one figure of this report could be held against.
struct Candidate {
    at: Span,
    stated: FigureId,
    /// For each figure of the other report that has its name: what is computed.
    computed: Vec<Expr<FigureId>>,
}

impl Bench<'_> {
    fn figure(&self, id: FigureId) -> Option<&Figure> {
        let document = self.documents.get(id.document)?;
        document.all_figures().get(id.figure)
    }

    fn figures(&self, document: usize) -> &[Figure] {
        self.documents
            .get(document)
            .map_or(&[], Checked::all_figures)
    }

    fn year(&self, document: usize) -> Option<i32> {
        let identity = self.kin.identities.get(document)?.as_ref()?;
        Some(identity.year)
    }

    fn judge(
        &self,
        stated: FigureId,
        relation: Relation,
        computed: &Expr<FigureId>,
    ) -> Option<Judged> {
        let lookup = |id: FigureId| self.figure(id);
        judge(
            lookup(stated)?,
            relation,
            computed,
            &self.own.slack,
            &lookup,
        )
        .ok()
    }

    /// What this report says of last year, in sentences by name and in tables by meaning. Whether it says anything.
    fn quotes(&self, decided: &mut Vec<Decided>) -> bool {
        let mut candidates = Vec::new();
        let ledger = self.kin.ledgers.get(&self.from);
        let quotes = ledger.map_or(&[][..], |ledger| &ledger.quotes);
        let mut names: HashMap<&str, Vec<FigureId>> = HashMap::new();
        for other in self.to {
            for (name, id) in self
                .kin
                .ledgers
                .get(other)
                .iter()
                .flat_map(|own| &own.names)
            {
                names.entry(name).or_default().push(*id);
            }
        }
        for quote in quotes {
            let last = names.get(quote.name.as_str());
            let last = last.map_or(&[][..], Vec::as_slice).iter();
            candidates.push(Candidate {
                at: quote.at,
                stated: quote.stated,
                computed: last.map(|id| quote.form.computed(*id)).collect(),
            });
        }
        candidates.extend(self.prior_columns());
        let says = !candidates.is_empty();
        self.settle(candidates, decided);
        says
    }

    /// The figures of this report's tables that state last year, against the same of last year's report.
    fn prior_columns(&self) -> Vec<Candidate> {
        let Some(year) = self.year(self.from) else {
            return Vec::new();
        };
        let mut keyed: HashMap<&Key, Vec<FigureId>> = HashMap::new();
        for &document in self.to {
            for (figure, own) in self.figures(document).iter().enumerate() {
                if let Some(key) = &own.meaning {
                    keyed
                        .entry(key)
                        .or_default()
                        .push(FigureId { document, figure });
                }
            }
        }
        let mut candidates = Vec::new();
        for (figure, own) in self.figures(self.from).iter().enumerate() {
            let Some(key) = own.meaning.as_ref().filter(|key| {
                key.period == Some(Period(year - 1))
                    && !self.vocabulary.concept(key.concept).generic
            }) else {
                continue;
            };
            if let Some(last) = keyed.get(&**key) {
                candidates.push(Candidate {
                    at: own.span,
                    stated: FigureId {
                        document: self.from,
                        figure,
                    },
                    computed: last.iter().map(|id| Expr::Leaf(*id)).collect(),
                });
            }
        }
        candidates
    }

    /// Each candidate holds where one figure of its name agrees. Where none does it fails only if it is certain what is meant: all
    /// figures of its name say one thing, that value is not found elsewhere, and what these reports say of each other holds
    /// otherwise.
    fn settle(&self, candidates: Vec<Candidate>, decided: &mut Vec<Decided>) {
        let mut broken = Vec::new();
        let mut held = 0usize;
        for candidate in candidates {
            let judged: Vec<(&Expr<FigureId>, Judged)> = candidate
                .computed
                .iter()
                .filter_map(|computed| {
                    let judged = self.judge(candidate.stated, Relation::Equal, computed)?;
                    Some((computed, judged))
                })
                .collect();
            let best = judged.iter().min_by_key(|(_, judged)| judged.agreement);
            let Some((computed, best)) = best else {
                continue;
            };
            let claim = self.claim(
                candidate.at,
                candidate.stated,
                Relation::Equal,
                (*computed).clone(),
            );
            if best.agreement <= Agreement::Rounding {
                held += 1;
                decided.push(self.decided(claim, Some(best.clone()), Verdict::Holds));
                continue;
            }
            let value = |judged: &Judged| judged.computed.value.normalize();
            let one = judged
                .iter()
                .all(|(_, judged)| value(judged) == value(best));
            let certain = one && !self.is_elsewhere(candidate.stated, computed, best);
            broken.push((claim, best.clone(), certain));
        }
        let sure = broken.iter().filter(|(.., certain)| *certain).count();
        for (claim, judged, certain) in broken {
            let verdict = if certain && held >= 2 && held >= 2 * sure {
                Verdict::Fails
            } else {
                Verdict::Indeterminate
            };
            decided.push(self.decided(claim, Some(judged), verdict));
        }
    }

    /// Whether last year's report states, under whatever name, the value that would make a claim hold.
    fn is_elsewhere(&self, stated: FigureId, computed: &Expr<FigureId>, judged: &Judged) -> bool {
        let last = computed
            .leaves()
            .into_iter()
            .find(|id| id.document != self.from);
        let Some((last, own)) = last.and_then(|id| Some((self.figure(*id)?, self.figure(stated)?)))
        else {
            return false;
        };
        // The term enters with its sign: what it would have to be is itself, moved by the gap.
        let sign = judged
            .computed
            .terms
            .iter()
            .find(|term| term.figure.document != self.from)
            .map_or(Decimal::ONE, |term| term.factor);
        let unit = &own.amount.unit;
        let wanted = last.amount.in_unit(unit).and_then(|value| {
            let moved = judged.gap.checked_mul(sign)?;
            value.checked_add(moved)
        });
        let Some(wanted) = wanted.filter(|wanted| !wanted.is_zero()) else {
            return false;
        };
        let mut others = self.to.iter().flat_map(|&other| self.figures(other));
        others.any(|figure| {
            figure.amount.unit.measure == unit.measure
                && figure.amount.in_unit(unit) == Some(wanted)
        })
    }

    /// Whether this report states the left side at all.
    fn formula(&self, formula: &Formula, role: Role, decided: &mut Vec<Decided>) -> bool {
        let Expr::Leaf(left) = &formula.left else {
            return false;
        };
        let mut states = false;
        let mut candidates = Vec::new();
        for (figure, own) in self.figures(self.from).iter().enumerate() {
            let Some(key) = own
                .meaning
                .as_ref()
                .filter(|key| self.names(left, key, self.from))
            else {
                continue;
            };
            states = true;
            let parts: Vec<Option<Expr<FigureId>>> = self
                .to
                .iter()
                .map(|&other| self.lower(&formula.right, left, key, other))
                .collect();
            let computed = match role {
                // All children, or nothing: a sum without one of them is another sum.
                Role::Children => parts
                    .into_iter()
                    .collect::<Option<Vec<_>>>()
                    .and_then(added),
                _ => parts.into_iter().flatten().next(),
            };
            if let Some(computed) = computed {
                let stated = FigureId {
                    document: self.from,
                    figure,
                };
                candidates.push((own.span, stated, computed));
            }
        }
        for (at, stated, computed) in candidates {
            let judged = self.judge(stated, formula.relation, &computed);
            let verdict = match judged.as_ref().map(|judged| judged.agreement) {
                Some(Agreement::Exact | Agreement::Rounding) => Verdict::Holds,
                Some(_) => Verdict::Fails,
                None => Verdict::Indeterminate,
            };
            let claim = self.claim(at, stated, formula.relation, computed);
            decided.push(self.decided(claim, judged, verdict));
        }
        states
    }

    /// Whether a figure states a name for its own report's year.
    fn names(&self, name: &Name, key: &Key, document: usize) -> bool {
        let year = self.year(document).map(Period);
        key.concept == name.concept
            && (key.period.is_none() || year.is_none() || key.period == year)
            && name
                .values
                .iter()
                .all(|value| key.values.get(&self.vocabulary.value(*value).2) == Some(value))
    }

    /// The right side, its names looked up in another report; `None` where one is missing or has several values.
    fn lower(
        &self,
        expr: &Expr<Name>,
        left: &Name,
        key: &Key,
        other: usize,
    ) -> Option<Expr<FigureId>> {
        let inner = |expr: &Expr<Name>| self.lower(expr, left, key, other);
        Some(match expr {
            Expr::Leaf(name) => Expr::Leaf(self.find(name, left, key, other)?),
            Expr::Number(number) => Expr::Number(*number),
            Expr::Negate(one) => Expr::Negate(Box::new(inner(one)?)),
            Expr::Binary(operator, a, b) => {
                Expr::Binary(*operator, Box::new(inner(a)?), Box::new(inner(b)?))
            }
            Expr::Call(function, arguments) => Expr::Call(
                *function,
                arguments.iter().map(inner).collect::<Option<_>>()?,
            ),
        })
    }

    fn find(&self, name: &Name, left: &Name, key: &Key, document: usize) -> Option<FigureId> {
        let mut values = key.values.clone();
        for value in &left.values {
            values.remove(&self.vocabulary.value(*value).2);
        }
        for value in &name.values {
            values.insert(self.vocabulary.value(*value).2, *value);
        }
        let bare = Name {
            values: Vec::new(),
            ..name.clone()
        };
        let figures = self.figures(document);
        let mut found = figures.iter().enumerate().filter(|(_, figure)| {
            let own = figure.meaning.as_ref();
            own.is_some_and(|own| own.values == values && self.names(&bare, own, document))
        });
        let (figure, first) = found.next()?;
        let one = found.all(|(_, other)| {
            other.amount.in_unit(&first.amount.unit) == Some(first.amount.printed)
        });
        one.then_some(FigureId { document, figure })
    }

    fn claim(
        &self,
        at: Span,
        stated: FigureId,
        relation: Relation,
        computed: Expr<FigureId>,
    ) -> Claim {
        Claim::of_rule(self.rule, at, stated, relation, computed)
    }

    fn decided(&self, claim: Claim, judged: Option<Judged>, verdict: Verdict) -> Decided {
        Decided {
            rule: self.rule,
            claim,
            judged,
            verdict,
        }
    }
}

fn added(parts: Vec<Expr<FigureId>>) -> Option<Expr<FigureId>> {
    parts.into_iter().reduce(|sum, part| {
        Expr::Binary(crate::model::Operator::Add, Box::new(sum), Box::new(part))
    })
}
