//! What the rules know of words: concepts, dimensions, units, and the words that give a table its structure.

use super::{Classification, Lexicon, Measure, NamedTable, TableId, Unit, Words};
use rustc_hash::FxHashMap;
use std::{collections::BTreeMap, ops::Range, sync::Arc};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConceptId(pub u32);
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DimensionId(pub u32);
/// A value of some dimension, unique over all dimensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ValueId(pub u32);

/// A thing that a figure may state: `initial` (年初预算), `carried_out` (年末结转), `actual` (决算数).
#[derive(Clone, Debug)]
pub struct Concept {
    /// As rules name it: `carried_out`.
    pub name: Arc<str>,
    pub title: Words,
    pub measure: Measure,
    /// The same concept one period earlier or later, where the words name it by itself (年初结转 is `prior` of 年末结转).
    pub prior: Option<ConceptId>,
    /// A word so general (预算数) that two figures of it need not be the same thing: it binds within a table or a sentence,
    /// and two figures that differ are no finding.
    pub generic: bool,
}

/// A way to divide an amount: `nature` (基本支出, 项目支出), `subject` (三公经费), `fund` (财政拨款 …).
#[derive(Clone, Debug)]
pub struct Dimension {
    pub name: Arc<str>,
    pub title: Words,
    pub values: Vec<ValueId>,
}

/// Words that give tables and sentences their structure; data, so that no label stands in the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WordClass {
    /// 合计, 小计, 总计, Total, Subtotal: the sum of parts.
    Total,
    /// 其中, of which: parts of the row above, not of the table.
    OfWhich,
    /// 减, Less: subtracted in a sum.
    Less,
    /// 加, Add, Plus.
    Plus,
    /// 差额, 增减, Variance, Increase/(Decrease): one column minus another.
    Difference,
    /// 占比, 率, per share, average: never added.
    NotAdditive,
    /// 平均, average: the mean of others.
    Mean,
    /// 上表, 附表, 明细表, Table: a table that a sentence refers to.
    TableReference,
    /// Words that end like one for a table: 代表.
    NoTable,
    /// 详见, 见, see: what makes such words a reference.
    See,
    /// 共, 共计, in total: a total in a sentence.
    InTotal,
    /// 除 … 外, except.
    Except,
    /// 本年, 本年度, 当年, current year.
    CurrentYear,
    /// 上年, 上年度, prior year.
    PriorYear,
    /// 年初, 期初, opening: a balance that movements go out from.
    Opening,
    /// 年末, 期末, closing: the balance that they lead to.
    Closing,
    /// 增加, 增长, increase.
    Increase,
    /// 减少, 下降, decrease.
    Decrease,
    /// 上述, 下列, following: words that point at something without naming it.
    Pointing,
    /// 占, accounting for: a part's share of a whole.
    Share,
    /// Words that leave a label's meaning as it is: 我局, 资金, 共, the, of.
    Filler,
    /// 科目编码, 类, 款, 项, Code: heads a column of codes, which are no figures.
    Code,
    /// 行次, 栏次, Line no.: heads what only numbers the rows, or the columns.
    RowNumber,
    /// 项目, 金额, Item, Amount: heads a row or column and says nothing of what the figure is.
    Neutral,
}

impl WordClass {
    pub const ALL: [WordClass; 24] = [
        WordClass::Total,
        WordClass::OfWhich,
        WordClass::Less,
        WordClass::Plus,
        WordClass::Difference,
        WordClass::NotAdditive,
        WordClass::TableReference,
        WordClass::NoTable,
        WordClass::See,
        WordClass::InTotal,
        WordClass::Except,
        WordClass::CurrentYear,
        WordClass::PriorYear,
        WordClass::Increase,
        WordClass::Decrease,
        WordClass::Neutral,
        WordClass::Pointing,
        WordClass::Share,
        WordClass::Filler,
        WordClass::Mean,
        WordClass::Code,
        WordClass::RowNumber,
        WordClass::Opening,
        WordClass::Closing,
    ];

    /// As vocabulary files name it.
    pub fn name(self) -> &'static str {
        match self {
            WordClass::Total => "total",
            WordClass::OfWhich => "of_which",
            WordClass::Less => "less",
            WordClass::Plus => "plus",
            WordClass::Difference => "difference",
            WordClass::NotAdditive => "not_additive",
            WordClass::Mean => "mean",
            WordClass::TableReference => "table_reference",
            WordClass::NoTable => "no_table",
            WordClass::See => "see",
            WordClass::InTotal => "in_total",
            WordClass::Except => "except",
            WordClass::CurrentYear => "current_year",
            WordClass::PriorYear => "prior_year",
            WordClass::Opening => "opening",
            WordClass::Closing => "closing",
            WordClass::Increase => "increase",
            WordClass::Decrease => "decrease",
            WordClass::Neutral => "neutral",
            WordClass::Pointing => "pointing",
            WordClass::Share => "share",
            WordClass::Filler => "filler",
            WordClass::Code => "code",
            WordClass::RowNumber => "row_number",
        }
    }
}

/// What a label or a stretch of words means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Meaning {
    Concept(ConceptId),
    Value(DimensionId, ValueId),
    Word(WordClass),
}

/// A meaning found in running words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Bytes of the searched text.
    pub range: Range<usize>,
    pub meaning: Meaning,
}

/// All that the vocabulary files say. Built by `compile`.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    pub concepts: Vec<Concept>,
    pub dimensions: Vec<Dimension>,
    /// Indexed by [`ValueId`]: name, title, and the dimension it belongs to.
    pub values: Vec<(Arc<str>, Words, DimensionId)>,
    /// Values that a figure has when nothing is said (机关本级): known, and left out of keys.
    pub defaults: Vec<ValueId>,
    /// Folded label → unit.
    pub units: FxHashMap<String, Unit>,
    phrases: Vec<usize>,
    /// Folded label → what it means. A label may be a concept and a word of structure at once.
    pub meanings: FxHashMap<String, Vec<Meaning>>,
    /// The folded labels of each class of words, the longest first.
    pub words: BTreeMap<WordClass, Vec<String>>,
    /// Folded words in titles that tell the sort of a report.
    pub reports: Vec<(super::Sort, String)>,
    /// The words that give sentences their grammar.
    pub speech: Lexicon,
    /// Tables that forms prescribe, indexed by [`TableId`].
    pub tables: Vec<NamedTable>,
    /// Words of a title → the table that it heads, the longest first.
    pub table_titles: Vec<(String, TableId)>,
    /// Folded label → the line of a form that it is (本年收入合计), by the name of the line.
    pub lines: FxHashMap<String, Arc<str>>,
    /// Classifications with their codes.
    pub classifications: Vec<Classification>,
    /// Folded name → the outermost code that has or had it.
    pub outermost: FxHashMap<String, String>,
    /// First character of the labels → their lengths in bytes, longest first: for searching running words.
    pub lengths: FxHashMap<char, Vec<usize>>,
}

impl Vocabulary {
    pub fn concept(&self, id: ConceptId) -> &Concept {
        &self.concepts[id.0 as usize]
    }

    pub fn value(&self, id: ValueId) -> &(Arc<str>, Words, DimensionId) {
        &self.values[id.0 as usize]
    }

    pub fn is_default(&self, id: ValueId) -> bool {
        self.defaults.contains(&id)
    }

    pub fn concept_named(&self, name: &str) -> Option<ConceptId> {
        let at = self
            .concepts
            .iter()
            .position(|concept| &*concept.name == name)?;
        Some(ConceptId(at as u32))
    }

    pub fn value_named(&self, name: &str) -> Option<ValueId> {
        let at = self.values.iter().position(|value| &*value.0 == name)?;
        Some(ValueId(at as u32))
    }

    pub fn table_named(&self, name: &str) -> Option<TableId> {
        let folded = super::fold(name);
        let named = (self.tables.iter()).position(|table| &*table.name == name);
        named.map(|at| TableId(at as u32)).or_else(|| {
            let titled = |(title, _): &&(String, TableId)| *title == folded;
            self.table_titles.iter().find(titled).map(|(_, id)| *id)
        })
    }

    /// The prescribed table that a title names: the longest words that it holds decide.
    pub fn table_titled(&self, title: &str) -> Option<TableId> {
        let folded = super::fold(title);
        let holds = |(words, _): &&(String, TableId)| folded.contains(words.as_str());
        self.table_titles.iter().find(holds).map(|(_, id)| *id)
    }

    /// Adds a label; it is folded here.
    pub fn learn(&mut self, label: &str, meaning: Meaning) {
        self.learn_folded(super::fold(label), meaning);
    }

    /// Adds a label that is folded already; `compile` calls it for each alias.
    pub fn learn_folded(&mut self, folded: String, meaning: Meaning) {
        let Some(first) = folded.chars().next() else {
            return;
        };
        // Headers of code columns (类, 项) are whole labels, and nothing in running words.
        let running = meaning != Meaning::Word(WordClass::Code);
        let lengths = self.lengths.entry(first).or_default();
        if running && let Err(at) = lengths.binary_search_by(|length| folded.len().cmp(length)) {
            lengths.insert(at, folded.len());
        }
        if let Meaning::Word(class) = meaning {
            let words = self.words.entry(class).or_default();
            let order =
                |word: &String| (folded.len().cmp(&word.len())).then_with(|| word.cmp(&folded));
            if let Err(at) = words.binary_search_by(order) {
                words.insert(at, folded.clone());
            }
        }
        let meanings = self.meanings.entry(folded).or_default();
        if !meanings.contains(&meaning) {
            meanings.push(meaning);
        }
    }

    /// The folded labels of a class, the longest first.
    pub fn words(&self, class: WordClass) -> &[String] {
        self.words.get(&class).map_or(&[], Vec::as_slice)
    }

    /// What a whole folded label means; empty where the vocabulary does not know it.
    pub fn meanings(&self, folded: &str) -> &[Meaning] {
        self.meanings.get(folded).map_or(&[], Vec::as_slice)
    }

    /// Whether a whole folded label is a word of a class.
    pub fn is_word(&self, folded: &str, class: WordClass) -> bool {
        self.meanings(folded).contains(&Meaning::Word(class))
    }

    /// Meanings in running words that are already folded, from left to right, the longest label at each place first.
    /// Words written with letters match whole words only.
    pub fn search(&self, folded: &str) -> Vec<Found> {
        self.search_for(folded, |_| true)
    }

    /// As [`search`](Self::search), words only: a concept's name that holds one, as 收入合计 holds 合计, does not cover it.
    pub fn search_words(&self, folded: &str) -> Vec<Found> {
        self.search_for(folded, |meaning| matches!(meaning, Meaning::Word(_)))
    }

    fn search_for(&self, folded: &str, wanted: fn(&Meaning) -> bool) -> Vec<Found> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(first) = folded[at..].chars().next() {
            let hit = self.lengths.get(&first).and_then(|lengths| {
                lengths.iter().find_map(|&length| {
                    let candidate = folded.get(at..at + length)?;
                    let meanings = self.meanings.get(candidate)?;
                    (meanings.iter().any(wanted) && is_whole(folded, at, at + length))
                        .then_some((length, meanings))
                })
            });
            match hit {
                Some((length, meanings)) => {
                    let meanings = meanings.iter().copied().filter(wanted);
                    found.extend(meanings.map(|meaning| Found {
                        range: at..at + length,
                        meaning,
                    }));
                    at += length;
                }
                None => at += first.len_utf8(),
            }
        }
        found
    }

    /// Adds a unit word.
    pub fn learn_unit(&mut self, label: &str, unit: Unit) {
        let folded = super::fold(label);
        if (folded.contains(' ') || folded.contains("'000"))
            && let Err(at) = self
                .phrases
                .binary_search_by(|length| folded.len().cmp(length))
        {
            self.phrases.insert(at, folded.len());
        }
        self.units.entry(folded).or_insert(unit);
    }

    /// The unit that a whole label names: `万元`, `in thousands of dollars`, `人`.
    pub fn unit(&self, word: &str) -> Option<&Unit> {
        self.unit_folded(&super::fold(word))
    }

    /// The same for a label that is folded already.
    pub fn unit_folded(&self, folded: &str) -> Option<&Unit> {
        self.units.get(folded)
    }

    /// Lengths in bytes of the unit words that are phrases, the longest first.
    pub fn phrase_lengths(&self) -> &[usize] {
        &self.phrases
    }
}

/// Whether a match of a word written with letters stands between non-letters.
pub(super) fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let latin = |c: char| c.is_ascii_alphanumeric();
    let word = &text[start..end];
    let glued_before = word.starts_with(latin) && text[..start].ends_with(latin);
    let glued_after = word.ends_with(latin) && text[end..].starts_with(latin);
    !glued_before && !glued_after
}
