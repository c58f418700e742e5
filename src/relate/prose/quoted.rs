//! What sentences say of the year before: `A，与上年相比增加 B`, `与上年持平`, `较上年的 C 减少`; and the names of figures, by which another
//! year's report is asked.

use super::mention::{Mention, Role, Speaking, Way};
use super::{Desk, change, story};
use crate::model::{
    Document, Figure, FigureId, Ledger, Quote, Quoted, Site, Sort, Speech, Vocabulary, WordClass,
    fold,
};

/// Names shorter than this say too little.
const SHORTEST: usize = 2;

/// What a document offers to those of other years: figures by name, and what is said of the year before. `year`, `sort`: the
/// document's own.
pub fn ledger(
    index: usize,
    document: &Document,
    figures: &[Figure],
    vocabulary: &Vocabulary,
    (year, sort): (i32, Sort),
) -> Ledger {
    let mut ledger = Ledger::default();
    let mut from = 0;
    for story in story::stories(document) {
        let last = story.pieces.last().map_or(0, |piece| piece.block);
        let prose = |figure: &&Figure| matches!(figure.site, Site::Prose { .. });
        from += figures[from..].iter().take_while(|one| !prose(one)).count();
        let within = |one: &&Figure| one.site.block() <= last && prose(one);
        let to = from + figures[from..].iter().take_while(within).count();
        let speaking = Speaking::new(story, from..to, figures, vocabulary);
        from = to;
        let mut unused = Vec::new();
        let desk = Desk {
            index,
            speaking: &speaking,
            claims: &mut unused,
        };
        let teller = Teller {
            desk: &desk,
            vocabulary,
            year,
            sort,
        };
        for at in 0..speaking.mentions.len() {
            teller.name(at, &mut ledger);
            let quote = teller.quote(at);
            // Only the first change is that of an amount; what follows explains it.
            let told = |quote: &Quote| {
                let known = |own: &Quote| quote.form != Quoted::Itself && own.form == quote.form;
                ledger.quotes.iter().rev().take(3).any(known)
            };
            if let Some(quote) = quote.filter(|quote| !told(quote)) {
                ledger.quotes.push(quote);
            }
        }
        ledger.quotes.extend(teller.unchanged());
    }
    // Sentences first: they name what they state more fully.
    for (at, figure) in figures.iter().enumerate() {
        let (Site::Cell { .. }, Some(label)) = (figure.site, figure.labels.row.last()) else {
            continue;
        };
        let total = vocabulary.is_word(&label.folded, WordClass::Total);
        let name = bare(&label.folded, vocabulary);
        if !total && is_name(&name) && figure.additive {
            ledger.names.push((name, id(index, at)));
        }
    }
    ledger
}

fn id(document: usize, figure: usize) -> FigureId {
    FigureId { document, figure }
}

fn is_name(name: &str) -> bool {
    name.chars().count() >= SHORTEST && name.chars().any(char::is_alphabetic)
}

struct Teller<'d, 's> {
    desk: &'d Desk<'d, 's>,
    vocabulary: &'d Vocabulary,
    year: i32,
    sort: Sort,
}

impl Teller<'_, '_> {
    fn mention(&self, at: usize) -> &Mention {
        &self.desk.speaking.mentions[at]
    }

    /// The name of an amount that the document states of its own year.
    fn name(&self, at: usize, ledger: &mut Ledger) {
        let mention = self.mention(at);
        let own_year = mention.year.is_none_or(|year| year == self.year);
        let level = mention.role == Role::Level && !mention.loose && !mention.reason;
        if !level || mention.base || !own_year {
            return;
        }
        let name = self.named(at);
        if is_name(&name) {
            ledger.names.push((name, self.desk.id(at)));
        }
    }

    /// What a figure is called, by the words before it.
    fn named(&self, at: usize) -> String {
        let words = fold(self.desk.speaking.own_words(at));
        let years = [self.year, self.year - 1].map(|year| year.to_string());
        let after = years.iter().filter_map(|year| {
            let at = words.rfind(year.as_str())?;
            Some(at + year.len())
        });
        let words = &words[after.max().unwrap_or(0)..];
        let words = words.trim_start_matches(['年', '度', ' ']);
        bare(
            words.trim_end_matches(['为', '是', '共', '达', '计', ' ', ':']),
            self.vocabulary,
        )
    }

    /// A change against last year, or last year's amount itself.
    fn quote(&self, at: usize) -> Option<Quote> {
        let speaking = self.desk.speaking;
        let mention = self.mention(at);
        if mention.loose || mention.reason || mention.depth > 0 {
            return None;
        }
        let form = match mention.role {
            Role::Delta(way) => {
                let (current, firm) = change::wholes(self.desk, at, at).into_iter().next()?;
                let between = self.since(current, at);
                if !firm || !self.speaks_of_last_year(between) {
                    return None;
                }
                let figure = self.desk.id(current);
                let form = match way {
                    Way::Up => Quoted::Rise(figure),
                    Way::Down => Quoted::Fall(figure),
                };
                (current, form)
            }
            Role::Level if mention.base => {
                let current = (0..at).rev().find(|&other| {
                    let other = self.mention(other);
                    other.role == Role::Level && !other.base && !other.loose
                })?;
                let between = self.mention(current).range.end..mention.range.start;
                let same = self.mention(current).sentence == mention.sentence;
                // `比上年增加（减少）0`: a choice of the form that is left over, and no amount of last year.
                let moved = speaking
                    .cues_in(mention.own..mention.range.start)
                    .iter()
                    .any(|cue| matches!(cue.0, Speech::Up | Speech::Down));
                if moved
                    || !same
                    || !self.speaks_of_last_year(between)
                    || !speaking.alike(current, at)
                {
                    return None;
                }
                (current, Quoted::Itself)
            }
            _ => return None,
        };
        let name = self.named(form.0);
        is_name(&name).then(|| Quote {
            name,
            at: speaking.figure(at).span,
            stated: self.desk.id(at),
            form: form.1,
        })
    }

    /// The words between an amount and a change, as far as they stand in the sentence of the change.
    fn since(&self, current: usize, at: usize) -> std::ops::Range<usize> {
        let change = self.mention(at).range.start;
        let sentence = self.desk.speaking.sentence(change);
        self.mention(current).range.end.max(sentence.start)..change
    }

    /// Amounts that are said to be last year's: 与上年预算数持平.
    fn unchanged(&self) -> Vec<Quote> {
        let speaking = self.desk.speaking;
        let mut quotes = Vec::new();
        for (speech, cue) in &speaking.cues {
            if *speech != Speech::Same {
                continue;
            }
            let sentence = speaking.sentence(cue.start);
            let before = speaking
                .mentions
                .iter()
                .rposition(|mention| mention.range.end <= cue.start);
            let Some(at) = before.filter(|&at| self.mention(at).range.start >= sentence.start)
            else {
                continue;
            };
            let mention = self.mention(at);
            let plain = mention.role == Role::Level && !mention.base && !mention.loose;
            if !plain || mention.reason || !self.speaks_of_last_year(mention.range.end..cue.start) {
                continue;
            }
            let name = self.named(at);
            if is_name(&name) {
                quotes.push(Quote {
                    name,
                    at: speaking.figure(at).span,
                    stated: self.desk.id(at),
                    form: Quoted::Itself,
                });
            }
        }
        quotes
    }

    /// Whether some words compare with the same report of last year: not with what became of a budget, nor with the budget of
    /// what is accounted for.
    fn speaks_of_last_year(&self, range: std::ops::Range<usize>) -> bool {
        let speaking = self.desk.speaking;
        let words = speaking.words(range.clone());
        let prior = speaking.says(range.clone(), Speech::Prior)
            || words.contains(&format!("{}年", self.year - 1))
            || words.contains(&(self.year - 1).to_string());
        let other = match self.sort {
            Sort::Budget => speaking.says(range, Speech::Actual),
            Sort::Final => speaking.says(range, Speech::Budget),
            Sort::Other => false,
        };
        prior && !other
    }
}

/// A folded name without the marks of its level in the classification, and without the words at its end that tell the sort of the
/// report: 检察(款)行政运行(项)支出, 行政运行 → 行政运行.
fn bare(folded: &str, vocabulary: &Vocabulary) -> String {
    let mut parts = folded.split(['(', ')']).map(str::trim);
    let mut name = String::new();
    // Words in brackets are marks of one character; what stands last and says more than 支出 is the name.
    let mut inside = false;
    for part in parts.by_ref() {
        let mark = inside && part.chars().count() == 1;
        let only_tail = !name.is_empty() && stripped(part, vocabulary).is_empty();
        if !mark && !only_tail && !part.is_empty() {
            name = if inside { name + part } else { part.to_owned() };
        }
        inside = !inside;
    }
    let name = stripped(&name, vocabulary);
    let number = |c: char| c.is_ascii_digit() || c.is_ascii_punctuation() || c == ' ';
    name.trim_matches(number).to_owned()
}

/// Without the words at the end that tell the sort of the report, or expenditure.
fn stripped(name: &str, vocabulary: &Vocabulary) -> String {
    let mut name = name.trim();
    loop {
        let mut words = vocabulary.reports.iter().map(|(_, word)| word.as_str());
        let shorter = words.find_map(|word| name.strip_suffix(word)).or_else(|| {
            ["支出", "数"]
                .iter()
                .find_map(|word| name.strip_suffix(word))
        });
        match shorter {
            Some(shorter) => name = shorter.trim_end(),
            None => return name.to_owned(),
        }
    }
}
