//! Candidate sums: a run of neighbours before or after the total, read in each way that its marks allow.

use super::{
    lookup::Spot,
    settle::{Form, Reading},
    sheet::{Axis, Sheet},
    weight::{Running, Tally, price},
};

/// What is searched: the items that are not yet parts of another total, and the lines that are asked.
pub struct Field<'a> {
    pub sheet: &'a Sheet,
    /// Items that are no parts of an accepted total, in order.
    pub roots: &'a [usize],
    /// Which items have an accepted sum of their own.
    pub summed: &'a [[bool; 2]],
    /// The total that each item is a part of.
    pub parent: &'a [Option<usize>],
    pub lines: &'a [usize],
    /// How many neighbours are tried.
    pub reach: usize,
    /// The first of the items that each sums up, directly or not.
    pub outset: &'a [usize],
}

/// What a word is worth that says "total", in bits.
pub const LABEL: i64 = 14;
/// What it is worth that a row has no name and stands where a total stands.
const NAMELESS: i64 = 10;
/// What it is worth that a block starts where a reader would start it.
const NATURAL: i64 = 3;
/// What words cost that say of a part that it does not add.
const DENIED: i64 = 6;
/// A sum is likelier than a first term less the others.
const UNUSUAL: i64 = 4;
/// Totals mostly follow their parts, the more so a part that is a total itself.
const TURNED: i64 = 2;
/// Starts of a block that are tried under a label alone.
const STARTS: usize = 6;
/// Levels of totals of totals.
const DEEPEST: usize = 64;

impl Field<'_> {
    /// The best readings of an item as the sum of a block before it, and of one after it.
    pub fn best_blocks(&self, total: usize) -> [Option<Reading>; 2] {
        let after = self.roots.partition_point(|&root| root <= total);
        let before = self.roots.partition_point(|&root| root < total);
        // What the item itself is a part of is none of its parts.
        let above = self.above(total);
        let other = |root: &usize| !above.contains(root);
        let back = self.roots[..before].iter().rev().copied();
        let back = back.filter(other).take(self.reach);
        let forth = self.roots[after..].iter().copied();
        let forth = forth.filter(other).take(self.reach);
        let tries = price(4 * (before + self.roots.len() - after).min(2 * self.reach));
        let first = self.walk(total, back, false, tries);
        let second = self.walk(total, forth, true, tries);
        [first, second]
    }

    /// The totals that an item is a part of, the nearest first.
    fn above(&self, item: usize) -> Vec<usize> {
        let parent = |item: &usize| {
            let parent = self.parent.get(*item).copied().flatten();
            parent.filter(|parent| parent != item)
        };
        std::iter::successors(parent(&item), parent)
            .take(DEEPEST)
            .collect()
    }

    fn walk(
        &self,
        total: usize,
        neighbours: impl Iterator<Item = usize>,
        forth: bool,
        tries: i64,
    ) -> Option<Reading> {
        let sheet = self.sheet;
        let labelled = sheet
            .items
            .get(total)
            .is_some_and(|item| item.roles.total || item.roles.group_total);
        let nameless = !forth && self.is_nameless(total);
        let mut plain = vec![Running::default(); self.lines.len()];
        let mut marked = plain.clone();
        let (mut has_marks, mut has_less) = (false, false);
        let mut has_soft = sheet.items.get(total).is_some_and(|item| item.soft);
        let mut members: Vec<usize> = Vec::new();
        let mut best: Option<(i64, Form, usize, Tally, bool)> = None;
        for member in neighbours {
            let Some(item) = sheet.items.get(member).filter(|item| !item.barrier) else {
                break;
            };
            members.push(member);
            has_marks |= item.sign != 1;
            has_less |= item.sign < 0;
            has_soft |= item.soft;
            for ((plain, marked), &line) in plain.iter_mut().zip(&mut marked).zip(self.lines) {
                match sheet.spot(member, line) {
                    Spot::Slot(slot) => {
                        plain.add(slot, 1);
                        marked.add(slot, item.sign);
                    }
                    Spot::Barred => {
                        plain.barred = true;
                        marked.barred |= item.sign != 0;
                    }
                    Spot::Empty => {}
                }
            }
            if members.len() < 2 {
                continue;
            }
            let natural = self.is_natural(member, forth);
            let mut consider = |form: Form, tally: Tally, bonus: i64| {
                // What is called a deduction from a total is no part of it.
                let denied = forth && has_less && form == Form::Sum;
                let label = match form {
                    Form::Minus => 0,
                    _ if denied => 0,
                    _ if labelled => LABEL,
                    _ if nameless => NAMELESS,
                    _ => 0,
                };
                let natural_bonus = if natural { NATURAL } else { 0 };
                let mut against = if has_soft { DENIED } else { 0 };
                if forth && labelled {
                    against += if item.roles.total { 2 * TURNED } else { TURNED };
                }
                let score = tally.score() - tries + label + natural_bonus + bonus - against;
                let longer = labelled && best.as_ref().is_some_and(|best| best.0 == score);
                if tally.bits > 0 && (longer || best.as_ref().is_none_or(|best| score > best.0)) {
                    best = Some((score, form, members.len(), tally, natural));
                }
            };
            consider(Form::Sum, self.tally(total, &plain, None), 0);
            if has_marks {
                consider(Form::Marked, self.tally(total, &marked, None), NATURAL);
            }
            if !forth {
                consider(
                    Form::Minus,
                    self.tally(total, &plain, Some(member)),
                    -UNUSUAL,
                );
            }
        }
        let (score, form, length, tally, natural) = best?;
        members.truncate(length);
        Some(self.reading(total, members, form, tally, natural, score))
    }

    fn reading(
        &self,
        total: usize,
        mut members: Vec<usize>,
        form: Form,
        tally: Tally,
        natural: bool,
        score: i64,
    ) -> Reading {
        let outer = members.last().copied();
        let members_after = outer.is_some_and(|outer| outer > total);
        members.sort_unstable();
        let sign = |member: usize| match form {
            Form::Marked => self.sheet.items.get(member).map_or(1, |item| item.sign),
            Form::Minus if Some(member) != outer => -1,
            _ => 1,
        };
        let terms: Vec<(usize, i8)> = members
            .iter()
            .map(|&member| (member, sign(member)))
            .filter(|(_, sign)| *sign != 0)
            .collect();
        let roles = self
            .sheet
            .items
            .get(total)
            .map(|item| item.roles)
            .unwrap_or_default();
        let labelled = match form {
            Form::Minus => roles.difference,
            _ => roles.total || roles.group_total || (roles.nameless && !members_after),
        };
        Reading {
            total,
            terms,
            inside: members,
            form,
            labelled,
            natural,
            forth: members_after,
            implied: false,
            tally,
            score,
        }
    }

    /// `outer`: the block is read as this member less the others.
    fn tally(&self, total: usize, running: &[Running], outer: Option<usize>) -> Tally {
        Tally::of(
            running
                .iter()
                .zip(self.lines)
                .filter_map(|(running, &line)| {
                    let Spot::Slot(stated) = self.sheet.spot(total, line) else {
                        return None;
                    };
                    let mut running = *running;
                    if let Some(outer) = outer {
                        match self.sheet.spot(outer, line) {
                            Spot::Slot(slot) => running.sum = 2 * slot.value - running.sum,
                            _ => return None,
                        }
                    }
                    Some((
                        self.sheet.heed(line, running.outcome(stated)),
                        self.sheet.twin.get(line).copied().unwrap_or(false),
                    ))
                }),
        )
    }

    /// Whether a reader would let the block end at this member.
    pub fn is_natural(&self, member: usize, forth: bool) -> bool {
        let Ok(at) = self.roots.binary_search(&member) else {
            return false;
        };
        let is_total = |item: usize| self.is_total(item);
        let begins = |item: usize| self.sheet.items.get(item).is_some_and(|item| item.begins);
        if forth {
            self.roots
                .get(at + 1)
                .is_none_or(|&next| begins(next) || is_total(next))
        } else {
            let down = self.sheet.axis == Axis::Down;
            begins(member) || (down && begins(self.outset_of(member))) || self.follows_total(member)
        }
    }

    fn outset_of(&self, item: usize) -> usize {
        self.outset.get(item).copied().unwrap_or(item)
    }

    fn is_nameless(&self, item: usize) -> bool {
        let item = self.sheet.items.get(item);
        self.sheet.axis == Axis::Down && item.is_some_and(|item| item.roles.nameless)
    }

    fn is_total(&self, item: usize) -> bool {
        let summed = self.summed.get(item);
        summed.is_some_and(|summed| summed.contains(&true))
            || self
                .sheet
                .items
                .get(item)
                .is_some_and(|item| item.roles.total)
    }

    /// Whether nothing, or a total, stands before a root.
    fn follows_total(&self, root: usize) -> bool {
        let at = self.roots.partition_point(|&other| other < root);
        at.checked_sub(1)
            .and_then(|at| self.roots.get(at))
            .is_none_or(|&before| self.is_total(before))
    }

    /// The blocks that a reader might take under the label alone, the likeliest first: back to the heading that the label names, to
    /// the last total or heading, to those before, or all that follows a total which stands first.
    pub fn natural_blocks(&self, total: usize, limit: usize) -> Vec<Reading> {
        let after = self.roots.partition_point(|&root| root <= total);
        let before = self.roots.partition_point(|&root| root < total);
        let begins = self.sheet.items.get(total).is_some_and(|item| item.begins);
        let mut found = Vec::new();
        if begins || before == 0 {
            let forth = &mut self.roots[after..].iter().copied().take(limit);
            found.extend(self.starts(total, forth, true).into_iter().next());
        }
        let back = &mut self.roots[..before].iter().rev().copied().take(limit);
        let mut starts = self.starts(total, back, false);
        let named = starts.iter().position(|reading| {
            let outer = reading.inside.first();
            outer.is_some_and(|&outer| self.sheet.is_headed_by(self.outset_of(outer), total))
        });
        let is_named_total = |&item: &usize| {
            self.sheet
                .items
                .get(item)
                .is_some_and(|item| item.roles.total)
        };
        match named {
            Some(at) => found.insert(0, starts.swap_remove(at)),
            None if begins => {}
            None => {
                let within = |reading: &Reading| !reading.inside.iter().any(is_named_total);
                found.extend(starts.into_iter().take_while(within));
            }
        }
        found
    }

    fn starts(
        &self,
        total: usize,
        run: &mut dyn Iterator<Item = usize>,
        forth: bool,
    ) -> Vec<Reading> {
        let mut members = Vec::new();
        let mut found = Vec::new();
        let mut marks = false;
        for member in run {
            let Some(item) = self.sheet.items.get(member).filter(|item| !item.barrier) else {
                break;
            };
            members.push(member);
            marks |= item.sign != 1;
            // A section of one row is not all of a total.
            if members.len() < 2 || !self.is_natural(member, forth) {
                continue;
            }
            let form = if marks { Form::Marked } else { Form::Sum };
            let members = members.clone();
            let reading = self.reading(total, members, form, Tally::default(), true, 0);
            if reading.terms.len() >= 2 {
                found.push(reading);
            }
            if found.len() >= STARTS {
                break;
            }
        }
        found
    }
}
