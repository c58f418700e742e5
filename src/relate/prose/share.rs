//! `T，其中：a，占 p%`, `a，占 T 的 p%`: p = a ÷ T.

use super::mention::Role;
use super::{Desk, Size, Term, over, prints_like};
use crate::model::{Expr, Relation, Saying, Speech};
use rust_decimal::Decimal;

/// A share with its part; the whole once it is found.
struct Share {
    rate: usize,
    part: usize,
    whole: Option<usize>,
    /// Known by its words, or by what its siblings are shares of.
    firm: bool,
}

pub fn find(desk: &mut Desk<'_, '_>) {
    let mut shares = Vec::new();
    for at in 0..desk.speaking.mentions.len() {
        let mention = &desk.speaking.mentions[at];
        if mention.role == Role::Share && !mention.loose && !mention.reason {
            shares.extend(
                share(desk, at, &shares)
                    .filter(|_| !mention.bracketed || parted(desk, at) || continues(desk, at)),
            );
        }
    }
    let mut at = 0;
    while at < shares.len() {
        let end = at + run(desk, &shares[at..]);
        tell(desk, &shares[at..end]);
        at = end;
    }
}

/// How many shares follow each other as the shares of one whole.
fn run(desk: &Desk<'_, '_>, shares: &[Share]) -> usize {
    let mentions = &desk.speaking.mentions;
    let of = |share: &Share| {
        mentions[share.rate]
            .of
            .clone()
            .map(|range| desk.speaking.words(range).to_owned())
    };
    let first = &shares[0];
    let mut last = first.rate;
    1 + shares[1..]
        .iter()
        .take_while(|share| {
            let near = share.rate - last <= 4
                && share.whole == first.whole
                // `占 T 的 p%；…，占 q%` leaves out what it has said.
                && (share.whole.is_some() || of(share).is_none() || of(share) == of(first));
            last = share.rate;
            near
        })
        .count()
}

fn tell(desk: &mut Desk<'_, '_>, shares: &[Share]) {
    let rate = |share: &Share| desk.speaking.figure(share.rate).amount.printed;
    let sum = shares
        .iter()
        .try_fold(Decimal::ZERO, |sum, share| sum.checked_add(rate(share)));
    let whole_hundred = sum == Some(Decimal::ONE_HUNDRED) && shares.len() > 1;
    let near_hundred = sum.is_some_and(|sum| (sum - Decimal::ONE_HUNDRED).abs() < Decimal::ONE)
        && shares.len() > 1;
    // Without a whole that is said, parts whose shares make 100 make the whole.
    let together: Option<Term> =
        near_hundred.then(|| Expr::sum(shares.iter().map(|share| (false, desk.id(share.part)))));
    let once = shares.windows(2).all(|pair| pair[0].part != pair[1].part);
    for share in shares {
        let (whole, firm) = match share.whole {
            Some(whole) => (desk.leaf(whole), share.firm),
            None => match together.clone().filter(|_| once) {
                Some(together) => (together, true),
                None => continue,
            },
        };
        let computed = over(desk.leaf(share.part), whole);
        desk.state(Saying::Share, share.rate, Relation::Equal, computed, firm);
        if whole_hundred && let Some(claim) = desk.claims.last_mut() {
            claim.support.balanced = true;
        }
    }
}

fn share(desk: &Desk<'_, '_>, at: usize, told: &[Share]) -> Option<Share> {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let own = &mentions[at];
    if own.each {
        return one_of_list(desk, at);
    }
    if own.of_next {
        let whole = at + 1;
        let part = (0..at)
            .rev()
            .find(|&other| mentions[other].depth <= own.depth)?;
        let fine = mentions[part].role == Role::Level
            && mentions[part].sentence == own.sentence
            && speaking.alike(part, whole);
        // A percentage in brackets may be an interest rate.
        let firm = own.depth == mentions[part].depth || likely(desk, at, part, Some(whole));
        return fine.then_some(Share {
            rate: at,
            part,
            whole: Some(whole),
            firm,
        });
    }
    let last = if own.bracketed {
        at.checked_sub(1)
    } else {
        (0..at)
            .rev()
            .find(|&other| mentions[other].depth <= own.depth)
    }?;
    if mentions[last].sentence != own.sentence {
        return by_names(desk, at);
    }
    if mentions[last].role != Role::Level {
        return None;
    }
    let level = |other: usize| {
        mentions[other].role == Role::Level && !mentions[other].loose && speaking.alike(other, last)
    };
    let named = |other: usize| {
        let words = mentions[other].own..mentions[other].range.start;
        own.of.clone().is_some_and(|of| {
            speaking.words(of.clone()).chars().count() > 1
                && covers(speaking.words(words), speaking.words(of))
        })
    };
    // `930 of whom, or 75%`
    let parted = last.checked_sub(1).filter(|&whole| {
        let tail = mentions[last].range.end..mentions[last].tail;
        speaking.says(tail, Speech::OfWhich)
            && level(whole)
            && mentions[whole].sentence == own.sentence
    });
    if let Some(whole) = parted.filter(|_| own.of.is_none()) {
        return Some(Share {
            rate: at,
            part: last,
            whole: Some(whole),
            firm: true,
        });
    }
    if own.of_last || (named(last) && last > 0) {
        let part = (0..last)
            .rev()
            .take(3)
            .find(|&other| level(other) && mentions[other].sentence == own.sentence)?;
        return Some(Share {
            rate: at,
            part,
            whole: Some(last),
            firm: true,
        });
    }
    let part = last;
    let here = speaking.story.piece(own.range.start);
    let before: Vec<usize> = (0..part)
        .rev()
        .take(40)
        .take_while(|&other| speaking.story.piece(mentions[other].range.start) + 12 > here)
        .filter(|&other| level(other) && !mentions[other].base)
        .collect();
    let fits = |whole: usize| {
        let sizes = (
            Size::of(speaking.figure(part)),
            Size::of(speaking.figure(whole)),
        );
        matches!(sizes, (Some(part), Some(whole)) if !whole.value.is_zero()
            && part.value <= whole.value
            && prints_like(speaking.figure(at), part, whole))
    };
    let head = head(desk, part).filter(|&head| level(head));
    let sibling = told
        .iter()
        .rev()
        .find(|share| at - share.rate <= 4 || mentions[share.rate].sentence == own.sentence)
        .and_then(|share| share.whole);
    let known: Vec<usize> = before
        .iter()
        .copied()
        .filter(|&other| named(other))
        .collect();
    // The words name it, or the list has it for its head: it is held against that one even where it does not fit.
    let meant = match own.of {
        Some(_) => known.first().copied().or(sibling),
        // `a，占 T 的 p%；b，占 q%`: of what the sentence has said, not of an earlier list.
        None => match told
            .last()
            .filter(|share| mentions[share.rate].sentence == own.sentence)
        {
            Some(last) if mentions[last.rate].of.is_some() && !mentions[last.rate].bracketed => {
                sibling
            }
            _ => head.or(sibling),
        },
    };
    let near = before
        .iter()
        .copied()
        .filter(|&other| mentions[other].sentence + 2 >= own.sentence);
    let fitting = meant
        .into_iter()
        .chain(known.iter().copied())
        .chain(head)
        .chain(near)
        .find(|&whole| fits(whole));
    let smaller = |whole: &usize| {
        let sizes = (
            Size::of(speaking.figure(part)),
            Size::of(speaking.figure(*whole)),
        );
        matches!(sizes, (Some(part), Some(whole)) if part.value <= whole.value && !whole.value.is_zero())
    };
    let whole = fitting.or(meant
        .filter(smaller)
        .filter(|_| own.of.is_none() || known.len() <= 1 || sibling.is_some()));
    let firm =
        fitting.is_some() || whole.is_some() && (sibling == whole || likely(desk, at, part, whole));
    Some(Share {
        rate: at,
        part,
        whole,
        firm,
    })
}

/// `… came to T. Of this amount, a (p%) came from …`
fn continues(desk: &Desk<'_, '_>, at: usize) -> bool {
    let mentions = &desk.speaking.mentions;
    let same = |other: &usize| mentions[*other].sentence == mentions[at].sentence;
    let first = (0..at).rev().take_while(same).last();
    first.is_some_and(|first| super::parts::of_this(desk.speaking, first).is_some())
}

/// `由 X a 和 Y b 组成。X 占 T 的 p%`: the amounts that sentences before give those names to, where each name is one amount's.
fn by_names(desk: &Desk<'_, '_>, at: usize) -> Option<Share> {
    let speaking = desk.speaking;
    let own = &speaking.mentions[at];
    let of = own.of.clone()?;
    let cues = speaking.cues_in(own.own..of.start);
    let cue = cues.iter().find(|cue| cue.0 == Speech::Share)?;
    let here = speaking.story.piece(own.range.start);
    let named = |name: &str| {
        let mut found = (0..at).rev().take(12).filter(|&other| {
            let mention = &speaking.mentions[other];
            let words = speaking
                .own_words(other)
                .trim_end_matches(['为', '共', '计', '合', '总']);
            mention.role == Role::Level
                && !mention.base
                && !mention.loose
                && speaking.story.piece(mention.range.start) == here
                && words.ends_with(name)
        });
        let one = found.next().filter(|_| name.chars().count() > 2)?;
        found.next().is_none().then_some(one)
    };
    let part = named(speaking.words(own.own..cue.1.start).trim())?;
    let whole = named(speaking.words(of).trim())?;
    let firm = likely(desk, at, part, Some(whole));
    (part != whole && speaking.alike(part, whole)).then_some(Share {
        rate: at,
        part,
        whole: Some(whole),
        firm,
    })
}

/// Whether the bracketed percentages of a sentence part a whole: else they may be rates of any sort (`$50 million (3.5%) notes`).
fn parted(desk: &Desk<'_, '_>, at: usize) -> bool {
    let mentions = &desk.speaking.mentions;
    let own = super::change::around(desk, at)
        .chain([at])
        .filter(|&other| mentions[other].bracketed && mentions[other].group == mentions[at].group);
    let rates: Vec<Decimal> = own
        .map(|other| desk.speaking.figure(other).amount.printed)
        .collect();
    let sum = rates
        .iter()
        .try_fold(Decimal::ZERO, |sum, rate| sum.checked_add(*rate));
    rates.len() > 1 && sum.is_some_and(|sum| (sum - Decimal::ONE_HUNDRED).abs() <= Decimal::from(5))
}

/// A share that is wrong is still near the true one, or wrong by a slip of the point; far off, the whole is another.
fn likely(desk: &Desk<'_, '_>, at: usize, part: usize, whole: Option<usize>) -> bool {
    let size = |mention: usize| Size::of(desk.speaking.figure(mention));
    let (Some(part), Some(whole)) = (size(part), whole.and_then(size)) else {
        return false;
    };
    let printed = desk.speaking.figure(at).amount.printed;
    let computed = part
        .value
        .checked_div(whole.value)
        .and_then(|ratio| ratio.checked_mul(Decimal::ONE_HUNDRED));
    computed.is_some_and(|computed| {
        (computed - printed).abs() * Decimal::from(5) <= printed.abs().max(computed)
    })
}

/// `占 T 的比重分别为 p、q、r`: each with the amount of its place before T.
fn one_of_list(desk: &Desk<'_, '_>, at: usize) -> Option<Share> {
    let mentions = &desk.speaking.mentions;
    let same = |other: &usize| {
        mentions[*other].each
            && mentions[*other].role == Role::Share
            && mentions[*other].sentence == mentions[at].sentence
    };
    let first = at - (0..at).rev().take_while(same).count();
    let count = (first..mentions.len()).take_while(same).count();
    let whole = first.checked_sub(1)?;
    let part = (whole.checked_sub(count)?) + (at - first);
    let level = |other: usize| {
        mentions[other].role == Role::Level
            && mentions[other].sentence == mentions[at].sentence
            && desk.speaking.alike(other, whole)
    };
    (level(whole) && level(part) && mentions[at].of_last).then_some(Share {
        rate: at,
        part,
        whole: Some(whole),
        firm: true,
    })
}

/// The amount whose parts a list gives: the last before 其中.
fn head(desk: &Desk<'_, '_>, part: usize) -> Option<usize> {
    let speaking = desk.speaking;
    let mentions = &speaking.mentions;
    let first = (0..part)
        .rev()
        .take_while(|&other| mentions[other].sentence == mentions[part].sentence)
        .last();
    if let Some(whole) = first.filter(|&first| super::parts::is_whole(speaking, first)) {
        return Some(whole);
    }
    if let Some(whole) = first.and_then(|first| super::parts::of_this(speaking, first)) {
        return Some(whole);
    }
    let upto = speaking
        .cues
        .partition_point(|cue| cue.1.end <= mentions[part].range.start);
    let mark = speaking.cues[..upto]
        .iter()
        .rev()
        .take(200)
        .find(|cue| cue.0 == Speech::OfWhich && super::parts::opens(speaking, &cue.1))?;
    let head = (0..part).rev().find(|&other| {
        mentions[other].range.end <= mark.1.start
            && mentions[other].role == Role::Level
            && !mentions[other].base
    })?;
    // Nothing but the list's own figures between: no sentence of another kind.
    let here = speaking.story.piece(mentions[part].range.start);
    let there = speaking.story.piece(mentions[head].range.start);
    let open = speaking
        .sentence(mentions[part].range.start)
        .contains(&mark.1.start)
        || here != there;
    (open && here - there <= 8).then_some(head)
}

/// Whether a name holds all the words of another.
fn covers(name: &str, words: &str) -> bool {
    let bare = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
    };
    let (name, words) = (bare(name), bare(words));
    let short = words.trim_end_matches("总额");
    if short.chars().count() > 3 && name.contains(short) {
        return true;
    }
    words.chars().count() > 1 && name.contains(&words)
}
