//! The figures of sentences: each number with its unit, the words before it, and what they mean.

use super::counted;
use super::meaning::{self, Sense};
use crate::model::{
    Amount, DimensionId, Figure, Key, Label, Labels, Language, Mark, Measure, Number, Passage,
    Period, Site, Speech, Unit, ValueId, Vocabulary, WordClass,
};
use rust_decimal::Decimal;
use std::{collections::BTreeMap, sync::Arc};

pub struct Context<'a> {
    pub block: usize,
    pub period: Option<Period>,
    pub headings: Arc<[Label]>,
    pub vocabulary: &'a Vocabulary,
}

pub fn figures(passage: &Passage, context: &Context<'_>) -> Vec<Figure> {
    let text = passage.text.as_str();
    if !text.contains(|c: char| c.is_numeric() || NUMERALS.contains(c))
        && !text.contains("thousand")
        && !text.contains("million")
    {
        return Vec::new();
    }
    let language = Language::of(text);
    let mut figures: Vec<Figure> = Vec::new();
    let mut carried = Carried::default();
    let mut at = numbering(text);
    let mut last_end = 0;
    let mut searched = 0;
    while let Some(mut number) = next_number(text, at, context.vocabulary) {
        at = number.range.end.max(at + 1);
        // `two million dollars ($2,000,000)`, `a reduction of $28,450 (4.2%)`: brackets right after a figure make no negative.
        let again = figures.last().is_some_and(|last| {
            let beside = text.get(last_end..number.range.start);
            !last.text.contains(|c: char| c.is_ascii_digit())
                || beside.is_some_and(|between| between.trim().is_empty())
        });
        let printed = &text[number.range.clone()];
        let (open, close) = (['(', '（'], [')', '）']);
        if again
            && number.value.is_sign_negative()
            && printed.starts_with(open)
            && printed.ends_with(close)
        {
            let width = |c: Option<char>| c.map_or(0, char::len_utf8);
            let (first, last) = (
                width(printed.chars().next()),
                width(printed.chars().next_back()),
            );
            number.value = number.value.abs();
            number.range = number.range.start + first..number.range.end - last;
        }
        let measured = measured(text, &number, language, context.vocabulary);
        let listed = || counted::read(text, &number, figures.last());
        let counts = measured.is_none();
        let Some((unit, end)) = measured.or_else(listed) else {
            continue;
        };
        // A sentence begins where the number before has it, or after that number's first byte.
        let sentence = sentence_start(text, searched, number.range.start);
        let sentence = sentence.unwrap_or(carried.sentence);
        searched = number.range.start;
        if sentence != carried.sentence {
            carried = Carried {
                sentence,
                ..Carried::default()
            };
        }
        carried.read(
            &text[clause_start(text, last_end.max(sentence), number.range.start, false)
                ..number.range.start],
            context,
        );
        let from = clause_start(text, last_end.max(sentence), number.range.start, true);
        let words = text[from..number.range.start].trim_matches([
            ' ', '\u{3000}', '，', ',', '、', '；', ';', '：', ':', '（', '(',
        ]);
        at = at.max(end);
        last_end = end;
        let sense = meaning::sense(words, context.period, context.vocabulary);
        let span = passage.span(number.range.clone());
        let exact = unit.measure == Measure::Count || counts;
        let rate = matches!(unit.measure, Measure::Ratio | Measure::Points);
        let grain = if exact {
            Decimal::ZERO
        } else {
            Decimal::new(1, number.value.scale())
        };
        figures.push(Figure {
            meaning: carried.key(&sense, context).map(Box::new),
            concept: sense.concept.filter(|_| !sense.is_change()),
            period: Some(carried.year(words, &sense, rate, context)),
            additive: !rate,
            amount: Amount {
                printed: number.value,
                unit,
            },
            text: text[number.range.clone()].trim().to_owned(),
            span,
            site: Site::Prose {
                block: context.block,
                sentence,
                at: number.range.start,
                end,
            },
            labels: Labels {
                row: [Label::new(words)].into(),
                headings: context.headings.clone(),
                ..Labels::default()
            },
            grain,
            vague: false,
        });
    }
    figures
}

/// An amount spelled out in English before byte `until`: with its currency, or with the same in digits right after it.
fn spelled(text: &str, from: usize, until: usize) -> Option<Number> {
    let words = text.get(from..until)?;
    let small = words.to_ascii_lowercase();
    let scaled = ["thousand", "million", "billion"]
        .iter()
        .any(|scale| small.contains(scale));
    if !scaled {
        return None;
    }
    let starts = words
        .char_indices()
        .filter(|(_, c)| c.is_ascii_alphabetic())
        .map(|(at, _)| from + at);
    starts
        .filter_map(|at| Number::english(text, at))
        .find(|number| {
            let head: String = text[number.range.end..].chars().take(24).collect();
            let head = head.to_lowercase();
            let mut after = head.trim_start();
            // Cheques and ordinances: `and No/100 Dollars`.
            for cents in ["and no/100", "and 00/100"] {
                after = after.strip_prefix(cents).unwrap_or(after).trim_start();
            }
            number.range.end <= until && (after.starts_with('(') || after.starts_with("dollars"))
        })
}

/// The next number of a sentence, in digits or in Chinese numerals. Numerals count where they are an amount beyond doubt: with their own
/// currency (`壹佰贰拾万元整`) or sign of ratio, or at least two of them before a unit (`二十三个`); 一 and 两 are mostly words.
fn next_number(text: &str, from: usize, vocabulary: &Vocabulary) -> Option<Number> {
    let digits = Number::scan(text, from);
    let until = digits
        .as_ref()
        .map_or(text.len(), |number| number.range.start);
    if let Some(number) = spelled(text, from, until) {
        return Some(number);
    }
    let mut at = from;
    while let Some(c) = text.get(at..until).and_then(|rest| rest.chars().next()) {
        let end = at + c.len_utf8();
        if !NUMERALS.contains(crate::model::simplified(c)) {
            at = end;
            continue;
        }
        let run: usize = text[at..]
            .chars()
            .take_while(|c| NUMERALS.contains(crate::model::simplified(*c)))
            .map(char::len_utf8)
            .sum();
        let number = Number::chinese(text, at).filter(|number| {
            let counted = run > end - at
                && !text[..at].ends_with('第')
                && unit_after(&text[number.range.end..], vocabulary).is_some();
            number.currency.is_some() || number.mark != Mark::None || counted
        });
        if number.is_some() {
            return number;
        }
        at += run;
    }
    digits
}

const NUMERALS: &str = "百分之零〇一二两三四五六七八九十千万亿壹贰叁肆伍陆柒捌玖拾佰仟";

/// What earlier clauses of a sentence have said and later ones may leave out.
#[derive(Default)]
struct Carried {
    sentence: usize,
    values: BTreeMap<DimensionId, ValueId>,
    /// The year named last, but for one that is only compared with.
    period: Option<Period>,
    /// The latest year since the sentence or its last semicolon began: what a rate after two years is of.
    latest: Option<Period>,
}

impl Carried {
    fn read(&mut self, words: &str, context: &Context<'_>) {
        // Of time, only a year that is named carries over: 较上年有所增加 does not make what follows last year's.
        let sense = meaning::sense(words, None, context.vocabulary);
        self.values.extend(sense.values);
        if words.contains([';', '；']) {
            self.latest = None;
        }
        self.latest = self.latest.max(sense.period);
        let named = sense.period.filter(|_| !is_compared(words, context));
        self.period = named.or(self.period);
    }

    /// The year of a figure with these own words. A change is not of the year that it is a change from.
    fn year(&mut self, words: &str, sense: &Sense, rate: bool, context: &Context<'_>) -> Period {
        let report = context.period.unwrap_or(Period(0));
        let own = match context.period {
            _ if sense.is_change() => None,
            Some(_) => sense.period,
            None => meaning::sense(words, Some(report), context.vocabulary).period,
        };
        if rate || sense.is_change() {
            return own.or(self.latest).unwrap_or(report);
        }
        let year = own.or(self.period).unwrap_or(report);
        self.latest = self.latest.max(Some(year));
        year
    }

    /// The key of a figure whose own words are all known and name a concept; a word of change beside the concept makes it
    /// another figure.
    fn key(&self, sense: &Sense, context: &Context<'_>) -> Option<Key> {
        let concept = sense.concept?;
        let rate = sense.words.contains(&WordClass::NotAdditive);
        if sense.unknown > 0 || rate || sense.is_change() {
            return None;
        }
        let mut values = self.values.clone();
        values.extend(sense.values.clone());
        Some(Key {
            concept,
            period: sense.period.or(self.period).or(context.period),
            values,
        })
    }
}

/// Whether the year that some words name is one to compare with: `比2020年预算`, `compared with the 2020 budget`.
fn is_compared(words: &str, context: &Context<'_>) -> bool {
    let folded = crate::model::fold(words);
    let year = crate::model::years_named(&folded)
        .first()
        .map_or(0, |year| year.0.start);
    let cues = context.vocabulary.speech.search(&folded).into_iter();
    cues.take_while(|(_, cue)| cue.start <= year)
        .any(|(speech, _)| matches!(speech, Speech::Versus | Speech::From))
}

/// Bytes of the numbering that a paragraph begins with: `1.`, `（1）`, `(a)`.
fn numbering(text: &str) -> usize {
    let trimmed = text.trim_start();
    let lead = text.len() - trimmed.len();
    let digits = |s: &str| s.chars().take_while(char::is_ascii_digit).count();
    let bracketed = trimmed.strip_prefix(['(', '（']);
    let body = bracketed.unwrap_or(trimmed);
    let count = digits(&crate::model::fold(
        &body.chars().take(4).collect::<String>(),
    ));
    if count == 0 || count > 2 {
        return 0;
    }
    let head: usize = body.chars().take(count).map(char::len_utf8).sum();
    let after = &body[head..];
    let closes = if bracketed.is_some() {
        [')', '）', ')']
    } else {
        ['.', '、', '．']
    };
    match after.chars().next() {
        Some(c)
            if closes.contains(&c)
                && !after[c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit()) =>
        {
            lead + (trimmed.len() - body.len()) + head + c.len_utf8()
        }
        _ => 0,
    }
}

/// The unit of a number in a sentence and where it ends; `None` for years, dates, ordinals, document numbers, ranges and bare
/// numbers that state no amount.
fn measured(
    text: &str,
    number: &Number,
    language: Language,
    vocabulary: &Vocabulary,
) -> Option<(Unit, usize)> {
    let before = text[..number.range.start].trim_end();
    let after = &text[number.range.end..];
    let next = after.trim_start();
    let ordinal = [
        "第", "〔", "[", "表", "附件", "附表", "No.", "no.", "Table", "Note", "Section", "Chapter",
        "Page", "page", "§", "-", "—", "~", "～", "至",
    ];
    // `and No/100 Dollars`
    if before.ends_with('/') {
        return None;
    }
    if ordinal.iter().any(|word| before.ends_with(word)) && !before.is_empty() {
        let range = ["-", "—", "~", "～", "至"]
            .iter()
            .any(|word| before.ends_with(word));
        let digit_before = before
            .trim_end_matches(['-', '—', '~', '～', '至'])
            .ends_with(|c: char| c.is_ascii_digit() || c == '年');
        if !range || digit_before {
            return None;
        }
    }
    match number.mark {
        Mark::Percent => return Some((Unit::percent(), number.range.end)),
        Mark::PerMille => {
            return Some((
                Unit {
                    power: -3,
                    word: "‰".into(),
                    ..Unit::percent()
                },
                number.range.end,
            ));
        }
        Mark::None => {}
    }
    let dated = [
        "年", "月", "日", "号", "时", "点", "届", "〕", "]", "章", "级", "楼", "室", "岁", "期",
        "周", "季度",
    ];
    if dated.iter().any(|word| next.starts_with(word)) {
        return None;
    }
    let joined = next
        .chars()
        .next()
        .is_some_and(|c| matches!(c, '-' | '—' | '~' | '～' | '至' | '/' | ':' | '+'));
    let rest = next.trim_start_matches(|c: char| !c.is_alphanumeric());
    // `totaled $640,000: $400,000 from …` is a list, 12:1 a ratio.
    let list = next.starts_with(": ") && language == Language::En;
    if joined && !list && rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let currency = number
        .currency
        .as_deref()
        .and_then(|sign| vocabulary.unit(sign));
    if let Some((unit, length)) = unit_after(next, vocabulary) {
        let mut unit = unit.clone();
        // `$822 million` is dollars; `16 million` may be shares.
        if let Some(currency) = currency.filter(|_| unit.base.is_empty()) {
            unit.base = currency.base.clone();
        }
        return Some((unit, text.len() - next.len() + length));
    }
    if let Some(unit) = currency {
        return Some((unit.clone(), number.range.end));
    }
    let grouped = text[number.range.clone()].contains([',', '，', ' ']) || number.value.scale() > 0;
    (language == Language::En && (grouped || number.currency.is_some()))
        .then(|| (Unit::default(), number.range.end))
}

/// The longest unit word that a text begins with: `万元`, `million`, `个百分点`.
fn unit_after<'v>(text: &str, vocabulary: &'v Vocabulary) -> Option<(&'v Unit, usize)> {
    let head: String = text
        .chars()
        .take(24)
        .map(|c| crate::model::simplified(c.to_ascii_lowercase()))
        .collect();
    let mut ends: Vec<usize> = head
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .collect();
    ends.reverse();
    ends.into_iter().find_map(|end| {
        let letter = |c: char| c.is_ascii_alphanumeric();
        let cut = head[..end].ends_with(letter) && head[end..].starts_with(letter);
        let unit = vocabulary.unit_folded(&head[..end]).filter(|_| !cut)?;
        Some((unit, end))
    })
}

const ENDS: &[char] = &['。', '！', '？', '\n', '!', '?'];

/// The byte at which the last sentence between two bytes begins; `None` where none does.
fn sentence_start(text: &str, from: usize, to: usize) -> Option<usize> {
    let words = &text[from..to];
    let cjk = words
        .rfind(ENDS)
        .map(|end| end + words[end..].chars().next().map_or(1, char::len_utf8));
    let latin = words
        .match_indices(". ")
        .filter(|(end, _)| {
            words[end + 2..]
                .trim_start()
                .starts_with(|c: char| c.is_uppercase())
        })
        .last()
        .map(|(end, _)| end + 2);
    cjk.max(latin).map(|start| from + start)
}

/// Where the words that name a figure begin: after the figure before it, or (`own`) after the last comma.
fn clause_start(text: &str, from: usize, to: usize, own: bool) -> usize {
    if !own {
        return from;
    }
    let words = &text[from..to];
    let mut end = words
        .trim_end_matches([' ', '：', ':', '（', '(', '，', ','])
        .len();
    // A bracket that is closed again belongs to the words: 社区（村）填报.
    while let Some(at) = words[..end].rfind(['，', ',', '；', ';', '：', ':', '（', '(', '、'])
    {
        let width = words[at..].chars().next().map_or(1, char::len_utf8);
        let bracket = words[at..].starts_with(['（', '(']);
        if !bracket || !words[at..].contains(['）', ')']) {
            return from + at + width;
        }
        end = at;
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amounts(text: &str) -> Vec<String> {
        let mut vocabulary = Vocabulary::default();
        for (word, measure, base, power) in [
            ("万元", Measure::Money, "元", 4),
            ("元", Measure::Money, "元", 0),
            ("个", Measure::Count, "个", 0),
            ("人", Measure::Count, "人", 0),
        ] {
            vocabulary.learn_unit(
                word,
                Unit {
                    measure,
                    base: base.into(),
                    power,
                    word: word.into(),
                },
            );
        }
        let context = Context {
            block: 0,
            period: None,
            headings: [].into(),
            vocabulary: &vocabulary,
        };
        let passage = Passage::verbatim(text, 0);
        figures(&passage, &context)
            .iter()
            .map(|figure| format!("{} {}", figure.amount.printed, figure.amount.unit.word))
            .collect()
    }

    #[test]
    fn amounts_are_told_from_dates_ordinals_and_names() {
        assert_eq!(
            amounts("2020年3月，第3条规定的5个单位共支出12.50万元，增长8.3%。"),
            ["5 个", "12.50 万元", "8.3 %"]
        );
        assert_eq!(
            amounts("1.编制18人，依据〔2020〕3号文和第十二条。"),
            ["18 人"]
        );
        assert_eq!(
            amounts("共有二十三个项目，一个没有完成，百分之十二延期。"),
            ["23 个", "12 %"]
        );
        assert_eq!(amounts("合计人民币壹佰贰拾万元整。"), ["1200000 元"]);
        assert_eq!(
            amounts("2019-2021年、3-5个工作日、电话0739-1234567。"),
            [] as [&str; 0]
        );
    }
}
