//! What a form left behind: a percentage without its sign, an amount without its unit, choices and blanks, half a sentence.

use super::Desk;
use super::mention::{Cue, Mention, Role, Speaking};
use super::story::Sign;
use crate::model::{Measure, Saying, Speech};
use std::ops::Range;

pub fn find(desk: &mut Desk<'_, '_>) {
    let cues = desk.speaking.cues.clone();
    for (nth, (speech, cue)) in cues.iter().enumerate() {
        match speech {
            Speech::Up | Speech::Down | Speech::Share => {
                bare_rate(desk, *speech, cue);
                if let Some(next) = cues.get(nth + 1) {
                    choice(desk, &cues[nth], next);
                }
            }
            Speech::More | Speech::Fewer => {
                if let Some(next) = cues.get(nth + 1) {
                    choice(desk, &cues[nth], next);
                }
            }
            Speech::Budget => bare_rate(desk, *speech, cue),
            Speech::Reason => unfinished(desk, cue),
            _ => {}
        }
    }
    blanks(desk);
    bare_amounts(desk);
    for at in 1..desk.speaking.mentions.len() {
        let speaking = desk.speaking;
        let own = &speaking.mentions[at];
        // `increased by $2.0 million, or 4.0, from …`
        let bare = speaking.own_words(at).trim() == "or"
            && speaking.figure_measure(own) == Measure::Unknown
            && speaking.figure(at).amount.printed.scale() > 0
            && matches!(speaking.mentions[at - 1].role, Role::Delta(_))
            && speaking.story.text[own.range.end..].starts_with([',', '.', ';']);
        if bare {
            let range = own.range.clone();
            desk.words(Saying::PercentSign, range, false);
        }
    }
}

/// `增加（减少）`: two words of which one was to be kept.
fn choice(desk: &mut Desk<'_, '_>, (speech, cue): &Cue, (other, next): &Cue) {
    let change = |speech: &Speech| matches!(speech, Speech::Up | Speech::Down);
    let opposite = match other {
        Speech::Same => true,
        Speech::Up | Speech::Down => change(speech),
        Speech::More | Speech::Fewer => !change(speech),
        _ => false,
    };
    let text = &desk.speaking.story.text;
    if opposite && text.get(cue.end..next.start) == Some("/") && !text[..cue.start].ends_with('(') {
        desk.words(Saying::Residue, cue.start..next.end, false);
        return;
    }
    if !opposite || text.get(cue.end..next.start) != Some("(") {
        return;
    }
    let Some(close) = text[next.end..].find(')').filter(|&close| close <= 24) else {
        return;
    };
    let range = cue.start..next.end + close + 1;
    if !text[range.clone()].contains(|c: char| c.is_ascii_digit()) {
        desk.words(Saying::Residue, range, false);
    }
}

/// `增长13.95。`, `占76.23，`: a number without its sign, right after a word that asks for a percentage; `占%`.
fn bare_rate(desk: &mut Desk<'_, '_>, speech: Speech, cue: &Range<usize>) {
    let speaking = desk.speaking;
    let text = &speaking.story.text;
    let rest = &text[cue.end..];
    if rest.starts_with('%') {
        desk.words(Saying::PercentSign, cue.start..cue.end + 1, false);
        return;
    }
    let mut start = cue.end;
    if speech == Speech::Budget {
        // `完成年初预算的96.4`
        let done = speaking.words(speaking.sentence(cue.start).start..cue.start);
        let done = ["完成", "占", "为"].iter().any(|word| done.ends_with(word));
        let Some(number) = rest.strip_prefix('的').filter(|_| done) else {
            return;
        };
        start = text.len() - number.len();
    }
    if speech == Speech::Share {
        // `占收入合计的0.21`
        let sign = speaking
            .story
            .next_sign(cue.end)
            .map_or(text.len(), |sign| sign.1);
        let head = &text[cue.end..sign];
        if let Some(of) = head.rfind('的') {
            start = cue.end + of + "的".len();
        }
    }
    let digits = number_length(&text[start..]);
    let number = &text[start..start + digits];
    let Some((_, decimals)) = number.split_once('.') else {
        return;
    };
    let after = text[start + digits..].chars().next();
    let ends = after.is_none_or(|c| matches!(c, '。' | ',' | ';' | '\n'));
    let is_figure = around(speaking, start)
        .iter()
        .any(|mention| mention.range.start == start && mention.range.end > start + digits);
    if !ends || decimals.is_empty() || is_figure {
        return;
    }
    // The percentage of the amount before it: an amount of change, or of the part.
    let next = speaking
        .mentions
        .partition_point(|mention| mention.range.start < cue.start);
    let before = next.checked_sub(1).map(|last| &speaking.mentions[last]);
    let sentence = speaking.sentence(cue.start);
    let follows = before.is_some_and(|before| {
        before.range.start >= sentence.start
            && match speech {
                Speech::Share => before.role == Role::Level,
                _ => matches!(before.role, Role::Delta(_)),
            }
    }) || speech == Speech::Budget;
    if follows {
        desk.words(Saying::PercentSign, start..start + digits, false);
    }
}

/// The figures of the 200 bytes before a place and the 80 after it.
fn around<'s>(speaking: &'s Speaking<'_>, place: usize) -> &'s [Mention] {
    let mentions = &speaking.mentions;
    let from = mentions.partition_point(|mention| mention.range.end + 200 <= place);
    let to = mentions.partition_point(|mention| mention.range.start < place + 80);
    mentions.get(from..to).unwrap_or(&[])
}

fn number_length(text: &str) -> usize {
    let length = text
        .bytes()
        .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
        .count();
    text[..length].trim_end_matches(['.', ',']).len()
}

/// `支出决算为18.20，`: a number with decimals after words that name an amount, where the sentence's other amounts have units.
fn bare_amounts(desk: &mut Desk<'_, '_>) {
    let speaking = desk.speaking;
    let mut found = Vec::new();
    for (speech, cue) in &speaking.cues {
        if !matches!(speech, Speech::Actual | Speech::Budget) {
            continue;
        }
        let text = &speaking.story.text;
        let rest = &text[cue.end..];
        let rest = rest.strip_prefix('为').unwrap_or(rest);
        let start = text.len() - rest.len();
        let digits = number_length(rest);
        let number = &rest[..digits];
        let after = rest[digits..].chars().next();
        let decimal = number
            .split_once('.')
            .is_some_and(|(_, decimals)| decimals.len() == 2);
        let near = around(speaking, start);
        let figure = near
            .iter()
            .any(|mention| mention.range.start <= start && start < mention.range.end);
        let rated = near
            .iter()
            .any(|mention| mention.role == Role::Completion && mention.range.start > start);
        let beside = near.iter().any(|mention| {
            mention.range.start < start && speaking.figure_measure(mention) == Measure::Money
        });
        if decimal
            && !figure
            && after.is_some_and(|c| matches!(c, '。' | ',' | ';'))
            && (rated || beside)
        {
            found.push(start..start + digits);
        }
    }
    for range in found {
        desk.words(Saying::Unit, range, false);
    }
}

/// `主要原因是。`: an explanation without a word.
fn unfinished(desk: &mut Desk<'_, '_>, cue: &Range<usize>) {
    let speaking = desk.speaking;
    let text = &speaking.story.text;
    let rest = text[cue.end..].trim_start_matches(['是', '为', ':', ' ']);
    let at = text.len() - rest.len();
    let ended = match speaking.story.next_sign(at) {
        Some((Sign::Stop | Sign::Semi, place)) => place == at,
        // A reader may have parted the paragraph here: what follows goes on.
        Some((Sign::Break, place)) => place == at && !goes_on(&text[place + 1..]),
        None => at == text.len(),
        _ => false,
    };
    let early = speaking.words(speaking.sentence(cue.start)).chars().count() > 200;
    if ended && !early {
        desk.words(Saying::Unfinished, cue.clone(), false);
    }
}

/// Whether a next paragraph may hold the rest: it does not begin like a section, an item or a sentence with its own subject.
fn goes_on(next: &str) -> bool {
    let first = next.chars().next();
    !first.is_none_or(|c| {
        matches!(
            c,
            '(' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'
        ) || c.is_ascii_digit()
    })
}

/// `XX`, `××`, `____`: blanks of a form.
fn blanks(desk: &mut Desk<'_, '_>) {
    let text = &desk.speaking.story.text.clone();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < text.len() {
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        if !matches!(c, 'x' | '×' | '_' | '○' | '*') {
            at += c.len_utf8();
            continue;
        }
        let run: usize = text[at..]
            .chars()
            .take_while(|next| *next == c)
            .map(char::len_utf8)
            .sum();
        let count = run / c.len_utf8();
        let latin_before = at > 0 && bytes[at - 1].is_ascii_alphanumeric();
        let latin_after = bytes.get(at + run).is_some_and(u8::is_ascii_alphanumeric);
        // `20XX年`
        let decade = text[..at]
            .strip_suffix("20")
            .is_some_and(|rest| !rest.ends_with(|c: char| c.is_ascii_alphanumeric()));
        let blank = match c {
            'x' => {
                count >= 2 && (!latin_before || decade) && !latin_after && !roman(text, at, count)
            }
            '×' | '○' => count >= 2,
            // A line of them before a note is a rule.
            _ => (3..=20).contains(&count) && at > 0 && bytes[at - 1] != b'\n',
        };
        if blank {
            desk.words(Saying::Residue, at..at + run, false);
        }
        at += run;
    }
}

/// What Roman numbers count.
const NUMBERED: [&str; 14] = [
    "title", "part", "chapter", "section", "article", "book", "volume", "schedule", "appendix",
    "annex", "phase", "division", "exhibit", "form",
];

/// `Title XX`, or the number of an item.
fn roman(text: &str, at: usize, count: usize) -> bool {
    let before = text[..at].trim_end_matches(' ');
    let item = before.is_empty() || before.ends_with('\n');
    let numbered = NUMBERED.iter().any(|noun| before.ends_with(noun));
    count <= 3 && (numbered || item && text[at + count..].starts_with(['.', ')']))
}
