//! What a figure's neighbours say of it: the words after it, the bracket it stands in, the list it continues.

use super::dated;
use super::mention::{Role, Speaking, Way, year_in};
use crate::model::{Measure, Speech};

/// Gives figures the roles that not their own words but their neighbours tell.
pub fn read(speaking: &mut Speaking<'_>) {
    pass_on(speaking);
    for at in 0..speaking.mentions.len() {
        named_after(speaking, at);
        in_brackets(speaking, at);
        part_of_next(speaking, at);
        compared(speaking, at);
    }
    dated::read(speaking);
}

/// What a figure of a list leaves out and the one before it says.
fn pass_on(speaking: &mut Speaking<'_>) {
    for at in 1..speaking.mentions.len() {
        let between = speaking.between(at - 1, at).trim();
        let listed = matches!(between, "、" | "," | "和" | "与" | "及" | "and" | ",and");
        let (before, own) = (&speaking.mentions[at - 1], &speaking.mentions[at]);
        let alike = speaking.alike(at - 1, at)
            || speaking.figure(at - 1).amount.unit.measure
                == speaking.figure(at).amount.unit.measure;
        if listed && before.each && alike && matches!(own.role, Role::Level | Role::Rate) {
            let (role, of, of_last) = (before.role, before.of.clone(), before.of_last);
            let own = &mut speaking.mentions[at];
            own.role = role;
            own.each = true;
            own.of = of;
            own.of_last = of_last;
        } else if listed
            && alike
            && matches!((before.role, own.role), (Role::Change(_), Role::Rate))
        {
            // `up 20% and 10%`
            speaking.mentions[at].role = before.role;
        }
    }
}

/// Nouns of change that stand after their amount: `a $9.8 million increase`.
const NOUNS: [&str; 8] = [
    "increase",
    "decrease",
    "decline",
    "reduction",
    "drop",
    "growth",
    "rise",
    "gain",
];

/// `a $9.8 million increase in …`, `$62,400 or 5.1% more than the … of $1,222,200`.
fn named_after(speaking: &mut Speaking<'_>, at: usize) {
    let own = &speaking.mentions[at];
    if !matches!(own.role, Role::Level | Role::Rate | Role::Share) {
        return;
    }
    // `$2.25 million (5.0 per cent) above …`
    let closes = speaking.story.text[own.range.end..].starts_with(')')
        && at > 0
        && speaking.between(at - 1, at).trim() == "(";
    let end = if closes {
        let sign = speaking.story.next_sign(own.range.end + 1);
        let next = speaking.mentions.get(at + 1);
        let ends = [sign.map(|sign| sign.1), next.map(|next| next.range.start)];
        ends.into_iter().flatten().min().unwrap_or(own.tail)
    } else {
        own.tail
    };
    let after = own.range.end + usize::from(closes)..end;
    let Some(cue) = speaking.cues_in(after.clone()).first().cloned() else {
        return;
    };
    let direct = speaking.words(after.start..cue.1.start).trim().is_empty();
    // `a $3.1 million or 5.1% increase`: the article is the amount's.
    let paired = at > 0 && speaking.between(at - 1, at).trim() == "or";
    let article = ["a", "an", "the", "this", "net"].iter().any(|word| {
        let words = speaking.own_words(at - usize::from(paired));
        words.trim_end().rsplit(' ').next() == Some(word)
    });
    let noun = NOUNS.contains(&speaking.words(cue.1.clone()));
    let than = speaking.words(cue.1.end..after.end).trim_start();
    let compares = [
        "more than",
        "greater than",
        "less than",
        "fewer than",
        "above",
        "below",
        "under",
    ]
    .contains(&speaking.words(cue.1.clone()));
    let way = match cue.0 {
        _ if !direct => return,
        Speech::Up if noun && article => Way::Up,
        Speech::Down if noun && article => Way::Down,
        Speech::Up if than.starts_with("than ") => Way::Up,
        Speech::Down if than.starts_with("than ") => Way::Down,
        Speech::More if compares => Way::Up,
        Speech::Fewer if compares => Way::Down,
        _ => return,
    };
    speaking.turn(at, way);
    // `$62,400 or 5.1% more than`: the amount says it, too.
    if let Some(before) = at.checked_sub(1).filter(|&before| {
        speaking.mentions[before].role == Role::Level
            && matches!(speaking.between(before, at).trim(), "or" | "(")
    }) {
        speaking.turn(before, way);
    }
    // What stands after is compared with.
    let next = at + 1;
    if let Some(after) = speaking.mentions.get(next) {
        let fits = after.role == Role::Level
            && after.sentence == speaking.mentions[at].sentence
            && after.range.start == end;
        let compared = !noun
            || (speaking.cues_in(after.own..after.range.start).iter())
                .any(|cue| speaking.compares(cue));
        if compared && fits {
            speaking.mentions[next].base = true;
        }
    }
}

/// `$28,450 (4.2%)`, `($175 million (70%)`, `($175 million, 70%)`, `€4.6 million in 2019 (2018: €4.0 million)`.
fn in_brackets(speaking: &mut Speaking<'_>, at: usize) {
    let Some(before) = at.checked_sub(1) else {
        return;
    };
    let between = speaking.between(before, at).trim();
    let closes = speaking.story.text[speaking.mentions[at].range.end..].starts_with(')');
    let rate = speaking.figure_measure(&speaking.mentions[at]) == Measure::Ratio;
    let opened = speaking.story.text[..speaking.mentions[before].range.start].ends_with('(');
    if closes && rate && between == "," && opened && speaking.mentions[before].role == Role::Level {
        speaking.mentions[at].role = Role::Share;
        speaking.mentions[at].bracketed = true;
        return;
    }
    let Some((lead, inside)) = between.rsplit_once('(').filter(|_| closes) else {
        return;
    };
    // `$24.0 million in treasuries (60 percent)`
    let named = lead.len() <= 32
        && lead.is_ascii()
        && rate
        && inside.is_empty()
        && !lead.contains([',', ';', '.', ')'])
        && speaking.mentions[at].role == Role::Rate
        && speaking.mentions[before].role == Role::Level
        && speaking.figure_measure(&speaking.mentions[before]) == Measure::Money;
    if !lead.is_empty() && named && year_in(lead).is_none() {
        speaking.mentions[at].role = Role::Share;
        speaking.mentions[at].bracketed = true;
        return;
    }
    if !lead.is_empty() && (year_in(lead).is_none() || lead.len() > 24) {
        return;
    }
    let dated = inside.strip_suffix(':').map(str::trim);
    let earlier = dated.is_some_and(|words| {
        words.len() <= 10 && year_in(words).is_some() || words.contains("上年")
    });
    let rate = rate && lead.is_empty();
    match speaking.mentions[before].role {
        Role::Level if earlier && speaking.alike(before, at) => speaking.mentions[at].base = true,
        Role::Delta(way) if rate && inside.is_empty() => {
            speaking.mentions[at].role = Role::Change(way);
        }
        Role::Level if rate && inside.is_empty() && speaking.mentions[at].role == Role::Rate => {
            speaking.mentions[at].role = Role::Share;
            speaking.mentions[at].bracketed = true;
            of_what_follows(speaking, at);
        }
        _ => {}
    }
}

/// `$63.0 million (60.0%) of the $105.0 million budget`
fn of_what_follows(speaking: &mut Speaking<'_>, at: usize) {
    let (own, next) = (&speaking.mentions[at], at + 1);
    let from = own.range.end + 1;
    let fits = speaking.mentions.get(next).is_some_and(|whole| {
        whole.role == Role::Level
            && whole.sentence == own.sentence
            && speaking
                .words(from..whole.range.start)
                .trim_start()
                .starts_with("of ")
            && speaking.story.signs_in(from..whole.range.start).is_empty()
            && speaking.alike(at - 1, next)
    });
    if fits {
        speaking.mentions[at].bracketed = false;
        speaking.mentions[at].of_next = true;
    }
}

/// `比年初预算 A 调增 B`, `fell short of the A estimate by B`: A is compared with.
fn compared(speaking: &mut Speaking<'_>, at: usize) {
    let own = &speaking.mentions[at];
    let Some(next) = speaking.mentions.get(at + 1) else {
        return;
    };
    let named = own.own..own.range.start;
    let opens = |words: &str| {
        ["比", "较"]
            .iter()
            .any(|word| words.trim_start().starts_with(word))
    };
    let follows = next.own == own.range.end && next.sentence == own.sentence;
    let moves = matches!(next.role, Role::Delta(_)) || next.left && next.role == Role::Level;
    if own.role == Role::Level
        && follows
        && moves
        && speaking.alike(at, at + 1)
        && (opens(speaking.words(named)) || speaking.is_by(at + 1))
    {
        speaking.mentions[at].base = true;
    }
}

/// `$28.6 million, or 44.0% of total expenditures of $65.0 million`, `$9.3 million of its $10.0 million appropriation, or 93.0%`.
fn part_of_next(speaking: &mut Speaking<'_>, at: usize) {
    let own = &speaking.mentions[at];
    if speaking.figure_measure(own) != Measure::Ratio || at == 0 {
        return;
    }
    let words = speaking.own_words(at).trim();
    let last = words.rsplit(' ').next().unwrap_or("");
    let plain = matches!(own.role, Role::Rate)
        && matches!(
            last,
            "" | "or"
                | "was"
                | "were"
                | "is"
                | "are"
                | "equals"
                | "at"
                | "comprise"
                | "comprises"
                | "comprised"
                | "constitute"
                | "constitutes"
                | "constituted"
        );
    let after = speaking.words(own.range.end..own.tail);
    let mut rest = after.trim_start();
    let next = at + 1;
    // `$41.0 million, or 41%, of the $100.0 million budget`
    let mut tail = own.tail;
    let beyond = (speaking.mentions.get(next)).map_or(tail, |next| next.range.start);
    if let Some(inserted) = speaking.words(own.range.end..beyond).strip_prefix(',')
        && inserted.trim_start().starts_with("of ")
        && !inserted.contains([',', ';', '.', '('])
        && words == "or"
    {
        rest = inserted.trim_start();
        tail = beyond;
    }
    if let Some(named) = rest.strip_prefix("of ") {
        let fits = speaking.mentions.get(next).is_some_and(|next| {
            next.role == Role::Level && next.range.start == tail && next.sentence == own.sentence
        });
        // `or 18.7% of net sales from $382.3 million` goes back to the change.
        let plainly = !(speaking.cues_in(own.range.end..own.tail).iter())
            .any(|cue| matches!(cue.0, Speech::From | Speech::Reach | Speech::Versus));
        if fits && plainly && (plain || matches!(own.role, Role::Share | Role::Completion)) {
            let range = tail - named.len()..tail;
            let budget = speaking.says(range.clone(), Speech::Budget);
            let own = &mut speaking.mentions[at];
            own.role = if budget {
                Role::Completion
            } else {
                Role::Share
            };
            own.of = Some(range);
            own.of_next = true;
        } else if !fits
            && plain
            && plainly
            && words.is_empty()
            && speaking.says(own.range.end..own.tail, Speech::Budget)
        {
            // `only $828,000 was collected, 92 percent of the budget`
            let range = own.range.end..own.tail;
            let own = &mut speaking.mentions[at];
            own.role = Role::Completion;
            own.of = Some(range);
        }
        return;
    }
    let before = at - 1;
    let whole = speaking.own_words(before).trim();
    let lead = ["of its", "of the", "of their", "of a total of", "out of"]
        .iter()
        .any(|lead| whole == *lead || whole.starts_with(&format!("{lead} ")));
    if words == "or"
        && own.role == Role::Rate
        && lead
        && before > 0
        && speaking.mentions[before].role == Role::Level
        && speaking.mentions[before - 1].tail == speaking.mentions[before].range.start
        && speaking.alike(before - 1, before)
    {
        let named = &speaking.mentions[before];
        let budget = speaking.says(named.own..named.tail, Speech::Budget);
        let own = &mut speaking.mentions[at];
        own.role = if budget {
            Role::Completion
        } else {
            Role::Share
        };
        own.of_last = true;
    }
}
