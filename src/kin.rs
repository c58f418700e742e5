//! Documents that belong together, held against each other: the same body in other years, budget and final accounts, parent and children.

use crate::{
    check,
    compile::Library,
    each,
    model::{self, Checked, Finding, Identity, Ledger, Link, Outcome, Role, Rule, Shown, Sort},
    relate,
    run::Keep,
};
use std::collections::{BTreeMap, HashMap};

/// How files belong together as settings say, beside what their titles tell. Indexes are those of the tasks.
#[derive(Clone, Debug, Default)]
pub struct Kinship {
    pub identities: Vec<(usize, Given)>,
    pub links: Vec<Link>,
}

/// What settings say of a file; the rest its title says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    pub entity: Option<String>,
    pub year: Option<i32>,
    pub sort: Option<Sort>,
}

/// A document of the run.
#[derive(Clone, Debug)]
pub(crate) struct Member<'a> {
    /// Index of its task.
    pub task: usize,
    pub library: &'a Library,
    /// As its title tells.
    pub identity: Option<Identity>,
}

/// Whether any rule speaks of several documents.
pub(crate) fn is_asked(rules: &[Rule]) -> bool {
    rules.iter().any(Rule::is_between)
}

/// What the documents of a run are held to.
pub(crate) struct Hold<'a> {
    /// One for each document of the outcome.
    pub members: &'a [Member<'a>],
    pub rules: &'a [Rule],
    pub places: &'a [(&'a Library, Vec<usize>)],
    pub kinship: &'a Kinship,
    pub keep: Keep,
    /// Reviews a document once more of which not all was kept.
    pub whole: &'a (dyn Fn(usize) -> Option<Checked> + Sync),
}

impl Hold<'_> {
    /// Holds the documents that belong together against each other, one family after the other: no more than one family is in memory
    /// for that alone.
    pub fn run(&self, outcome: &mut Outcome) {
        if !is_asked(self.rules) {
            return;
        }
        let of_task: HashMap<usize, usize> = self
            .members
            .iter()
            .enumerate()
            .map(|(at, member)| (member.task, at))
            .collect();
        let given = self.kinship.identities.iter().filter_map(|(task, given)| {
            let at = of_task.get(task)?;
            Some((*at, given))
        });
        let given: HashMap<usize, &Given> = given.collect();
        let members = self.members.iter().enumerate();
        let identities: Vec<Option<Identity>> = members
            .map(|(at, member)| identified(member.identity.clone(), given.get(&at).copied()))
            .collect();
        let links = links(&identities, &self.given_links(&of_task));
        let families = families(self.members.len(), &links);
        let mut by_from: HashMap<usize, Vec<Link>> = HashMap::new();
        for link in links {
            by_from.entry(link.from).or_default().push(link);
        }
        let accepted = Shown::of(outcome.accepted.iter().map(|one| &one.finding));
        for family in families {
            self.family(&family, &identities, &by_from, outcome);
            if self.keep == Keep::Findings {
                self.shorten(&family, &accepted, outcome);
            }
        }
    }

    /// The links that settings give, between documents; a parent one of whose children could not be read is no sum.
    fn given_links(&self, of_task: &HashMap<usize, usize>) -> Vec<Link> {
        let link = |link: &Link| {
            let to = link.to.iter().map(|task| of_task.get(task).copied());
            Some(Link {
                from: *of_task.get(&link.from)?,
                role: link.role,
                to: to.collect::<Option<Vec<usize>>>()?,
            })
        };
        self.kinship.links.iter().filter_map(link).collect()
    }

    fn family(
        &self,
        family: &[usize],
        identities: &[Option<Identity>],
        links: &HashMap<usize, Vec<Link>>,
        outcome: &mut Outcome,
    ) {
        if family.len() > 1 {
            let short = |at: &usize| {
                outcome
                    .documents
                    .get(*at)
                    .is_some_and(|own| own.kept.is_some())
            };
            let short: Vec<usize> = family.iter().copied().filter(short).collect();
            for (at, whole) in each(short, |at| (at, (self.whole)(at))) {
                if let (Some(whole), Some(place)) = (whole, outcome.documents.get_mut(at)) {
                    // A file that was changed since is no longer what was judged.
                    let text = place.document.text.as_str();
                    if text.is_empty() || text == whole.document.text.as_str() {
                        *place = whole;
                    }
                }
            }
        }
        let ledgers = self.ledgers(family, identities, links, outcome);
        let kin = check::Kin {
            identities,
            links,
            ledgers: &ledgers,
        };
        for &from in family {
            let Some(library) = self.members.get(from).map(|member| member.library) else {
                continue;
            };
            let own = self
                .places
                .iter()
                .find(|(own, _)| std::ptr::eq(*own, library));
            let own = own.map_or(&[][..], |(_, places)| places);
            let vocabulary = &library.vocabulary;
            let found = check::across(from, &outcome.documents, &kin, self.rules, own, vocabulary);
            found.enter(from, outcome, self.rules);
        }
    }

    /// Gives back what findings of a family, those accepted before included, do not show.
    fn shorten(&self, family: &[usize], accepted: &HashMap<usize, Shown>, outcome: &mut Outcome) {
        let found = family
            .iter()
            .flat_map(|&at| of_document(&outcome.findings, at));
        let mut shown = Shown::of(found);
        for at in family {
            let checked = outcome.documents.get_mut(*at);
            let Some(checked) = checked.filter(|checked| checked.kept.is_none()) else {
                continue;
            };
            if let Some(accepted) = accepted.get(at) {
                shown.entry(*at).or_default().join(accepted);
            }
            checked.shorten(shown.get(at), self.rules);
        }
    }

    /// Of the documents that are last year's to another, or have one.
    fn ledgers(
        &self,
        family: &[usize],
        identities: &[Option<Identity>],
        links: &HashMap<usize, Vec<Link>>,
        outcome: &Outcome,
    ) -> HashMap<usize, Ledger> {
        let links = family.iter().filter_map(|from| links.get(from)).flatten();
        let mut paired: Vec<usize> = links
            .filter(|link| link.role == Role::Prior)
            .flat_map(|link| link.to.iter().copied().chain([link.from]))
            .collect();
        paired.sort_unstable();
        paired.dedup();
        let ledger = |at: usize| {
            let (member, checked) = (self.members.get(at)?, outcome.documents.get(at)?);
            let own = identities.get(at)?.as_ref()?;
            let told = (own.year, own.sort);
            let vocabulary = &member.library.vocabulary;
            let ledger = relate::ledger(
                at,
                &checked.document,
                checked.all_figures(),
                vocabulary,
                told,
            );
            Some((at, ledger))
        };
        each(paired, ledger).into_iter().flatten().collect()
    }
}

/// The findings of one document; all stand in the order of their documents.
fn of_document(findings: &[Finding], at: usize) -> &[Finding] {
    let from = findings.partition_point(|finding| finding.document < at);
    let to = findings.partition_point(|finding| finding.document <= at);
    findings.get(from..to).unwrap_or(&[])
}

/// What the title tells, and over it what the settings say.
fn identified(told: Option<Identity>, given: Option<&Given>) -> Option<Identity> {
    let Some(given) = given else {
        return told;
    };
    let year = given.year.or(told.as_ref().map(|told| told.year))?;
    let entity = given.entity.as_deref().map(model::fold);
    let sort = given.sort.or(told.as_ref().map(|told| told.sort));
    let (told_entity, title) = told.map_or_else(Default::default, |told| (told.entity, told.title));
    Some(Identity {
        entity: entity.unwrap_or(told_entity),
        year,
        sort: sort.unwrap_or_default(),
        title,
    })
}

/// The links that are given, and those that identities tell; given ones stand in the place of told ones of their role.
fn links(identities: &[Option<Identity>], given: &[Link]) -> Vec<Link> {
    type Body<'a> = (&'a str, i32, Sort);
    let named = |at: &usize| {
        let own = identities.get(*at)?.as_ref()?;
        (!own.entity.is_empty()).then_some(own)
    };
    let mut bodies: HashMap<Body<'_>, Vec<usize>> = HashMap::new();
    for at in 0..identities.len() {
        if let Some(own) = named(&at) {
            let body = (own.entity.as_str(), own.year, own.sort);
            bodies.entry(body).or_default().push(at);
        }
    }
    let mut links = given.to_vec();
    for from in 0..identities.len() {
        let Some(own) = named(&from) else {
            continue;
        };
        let wanted = [
            (Role::Prior, own.year - 1, own.sort),
            (Role::Budget, own.year, Sort::Budget),
            (Role::Final, own.year, Sort::Final),
        ];
        for (role, year, sort) in wanted {
            let itself = role != Role::Prior && (sort == own.sort || own.sort == Sort::Other);
            let is_given = given
                .iter()
                .any(|link| link.from == from && link.role == role);
            if itself || is_given {
                continue;
            }
            let found = bodies.get(&(own.entity.as_str(), year, sort));
            // Reports of other sorts are one series only under one title.
            let series = |to: &usize| {
                sort != Sort::Other || named(to).is_some_and(|other| other.title == own.title)
            };
            let to: Vec<usize> = found
                .into_iter()
                .flatten()
                .copied()
                .filter(series)
                .collect();
            if !to.is_empty() {
                links.push(Link { from, role, to });
            }
        }
    }
    links
}

/// The documents that are linked, however far; each is in one family, most of them alone.
fn families(count: usize, links: &[Link]) -> Vec<Vec<usize>> {
    let mut head: Vec<usize> = (0..count).collect();
    fn find(head: &mut [usize], mut at: usize) -> usize {
        while head[at] != at {
            head[at] = head[head[at]];
            at = head[at];
        }
        at
    }
    for link in links {
        for &to in &link.to {
            let (a, b) = (find(&mut head, link.from), find(&mut head, to));
            head[a.max(b)] = a.min(b);
        }
    }
    let mut families: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..count {
        let own = find(&mut head, at);
        families.entry(own).or_default().push(at);
    }
    families.into_values().collect()
}
