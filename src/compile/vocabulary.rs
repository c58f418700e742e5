//! Vocabulary files: concepts, dimensions, units, and the words that give tables and sentences their structure.

use super::{
    fields::{Form, Key, Section, both},
    file::File,
    mistake::Mistake,
    suggest::suggest,
};
use crate::model::{
    Concept, ConceptId, Dimension, DimensionId, Label, Meaning, Measure, Unit, UnitWord, ValueId,
    Vocabulary, WordClass, Words, fold,
};
use std::{collections::HashMap, ops::Range};

/// The sections that a vocabulary file may have.
pub const KEYS: &[Key] = &[
    Key {
        name: "concept",
        form: Form::Named(CONCEPT),
        required: false,
        about: "things that a figure may state",
    },
    Key {
        name: "dimension",
        form: Form::Named(DIMENSION),
        required: false,
        about: "ways to divide an amount",
    },
    Key {
        name: "unit",
        form: Form::Tables(UNIT),
        required: false,
        about: "units as reports write them",
    },
    Key {
        name: "word",
        form: Form::Named(LABELS),
        required: false,
        about: "words that give tables and sentences their structure",
    },
];

const CONCEPT: &[Key] = &[
    TITLE,
    Key {
        name: "measure",
        form: Form::Choice(measures),
        required: false,
        about: "what it measures; money where not given",
    },
    Key {
        name: "prior",
        form: Form::Text,
        required: false,
        about: "the concept that this one is, one period earlier",
    },
    Key {
        name: "generic",
        form: Form::Flag,
        required: false,
        about: "true where the words are so general that two figures need not be the same thing",
    },
    ZH,
    EN,
];

const DIMENSION: &[Key] = &[
    TITLE,
    Key {
        name: "values",
        form: Form::Named(VALUE),
        required: true,
        about: "the values, by name",
    },
];

const VALUE: &[Key] = &[
    TITLE,
    Key {
        name: "default",
        form: Form::Flag,
        required: false,
        about: "true for the value that a figure has when nothing is said",
    },
    ZH,
    EN,
];

const UNIT: &[Key] = &[
    Key {
        name: "word",
        form: Form::Text,
        required: true,
        about: "as messages write it",
    },
    Key {
        name: "measure",
        form: Form::Choice(measures),
        required: true,
        about: "what it measures",
    },
    Key {
        name: "base",
        form: Form::Text,
        required: false,
        about: "the unit that powers are counted from",
    },
    Key {
        name: "power",
        form: Form::Whole,
        required: false,
        about: "how many powers of ten of the base it is; 0 where not given",
    },
    ZH,
    EN,
];

const LABELS: &[Key] = &[ZH, EN];

const TITLE: Key = Key {
    name: "title",
    form: Form::Words,
    required: false,
    about: "its name in messages",
};
const ZH: Key = Key {
    name: "zh",
    form: Form::Texts,
    required: false,
    about: "labels in Chinese",
};
const EN: Key = Key {
    name: "en",
    form: Form::Texts,
    required: false,
    about: "labels in English",
};

const MEASURES: &[(&str, Measure)] = &[
    ("money", Measure::Money),
    ("count", Measure::Count),
    ("ratio", Measure::Ratio),
    ("points", Measure::Points),
    ("quantity", Measure::Quantity),
    ("unknown", Measure::Unknown),
];

/// Powers of ten beyond these leave the range of decimals.
const POWERS: std::ops::RangeInclusive<i32> = -12..=15;

fn measures() -> Vec<&'static str> {
    MEASURES.iter().map(|(name, _)| *name).collect()
}

fn measure(section: &Section<'_>) -> Option<Measure> {
    let (name, _) = section.text("measure")?;
    let known = MEASURES.iter().find(|(one, _)| *one == name)?;
    Some(known.1)
}

/// A place in one of the files.
type Place<'a> = (&'a File<'a>, Range<usize>);

struct Builder<'a, 'm> {
    vocabulary: Vocabulary,
    /// Where each name was given its title.
    defined: HashMap<String, Place<'a>>,
    /// (group, folded label) → the meaning that it was first given, and where. Two meanings of one group exclude each other.
    taught: HashMap<(Group, String), (Meaning, Place<'a>)>,
    units: HashMap<String, (Unit, Place<'a>)>,
    mistakes: &'m mut Vec<Mistake>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Group {
    Concept,
    Dimension(DimensionId),
}

/// All sections of all files together: a later file may add labels to what an earlier one defines.
pub(super) fn compile<'a>(files: &'a [File<'a>], mistakes: &mut Vec<Mistake>) -> Vocabulary {
    let mut builder = Builder {
        vocabulary: Vocabulary::default(),
        defined: HashMap::new(),
        taught: HashMap::new(),
        units: HashMap::new(),
        mistakes,
    };
    let sections: Vec<Section<'a>> = files.iter().map(Section::of).collect();
    for section in &sections {
        for (name, concept) in section.named("concept") {
            builder.define_concept(name, &concept);
        }
        for (name, dimension) in section.named("dimension") {
            builder.define_dimension(name, &dimension);
        }
    }
    for section in &sections {
        for (name, concept) in section.named("concept") {
            builder.fill_concept(name, &concept);
        }
        for (_, dimension) in section.named("dimension") {
            for (name, value) in dimension.named("values") {
                builder.fill_value(name, &value);
            }
        }
        for unit in section.tables("unit") {
            builder.add_unit(&unit);
        }
        for (name, word) in section.named("word") {
            builder.add_words(name, &word);
        }
    }
    let mut vocabulary = builder.vocabulary;
    // The longest first, so that `百万元` is met before `万元` and `元`; equal lengths as they stand in the files.
    vocabulary
        .units
        .sort_by_key(|unit| std::cmp::Reverse(unit.label.folded.len()));
    vocabulary
}

impl<'a> Builder<'a, '_> {
    fn define_concept(&mut self, name: &'a str, section: &Section<'a>) {
        let known = self.vocabulary.concept_named(name).is_some();
        let Some(title) = self.title("concept", name, known, section) else {
            return;
        };
        self.vocabulary.concepts.push(Concept {
            name: name.into(),
            title,
            measure: measure(section).unwrap_or(Measure::Money),
            prior: None,
            generic: section.flag("generic"),
        });
    }

    fn define_dimension(&mut self, name: &'a str, section: &Section<'a>) {
        let known = (self.vocabulary.dimensions)
            .iter()
            .position(|one| &*one.name == name);
        if let Some(title) = self.title("dimension", name, known.is_some(), section) {
            self.vocabulary.dimensions.push(Dimension {
                name: name.into(),
                title,
                values: Vec::new(),
            });
        }
        let Some(at) = (self.vocabulary.dimensions)
            .iter()
            .position(|one| &*one.name == name)
        else {
            return;
        };
        for (name, value) in section.named("values") {
            let known = self.vocabulary.value_named(name).is_some();
            let Some(title) = self.title("value", name, known, &value) else {
                continue;
            };
            let id = ValueId(self.vocabulary.values.len() as u32);
            if value.flag("default") {
                self.vocabulary.defaults.push(id);
            }
            self.vocabulary
                .values
                .push((name.into(), title, DimensionId(at as u32)));
            if let Some(dimension) = self.vocabulary.dimensions.get_mut(at) {
                dimension.values.push(id);
            }
        }
    }

    /// The title of something new. `None` for a section that adds to what is defined, and for mistakes.
    fn title(
        &mut self,
        sort: &str,
        name: &str,
        known: bool,
        section: &Section<'a>,
    ) -> Option<Words> {
        let place = (section.file, section.span.clone());
        let key = format!("{sort} {name}");
        match section.words("title") {
            Some(title) => {
                if !is_name(name) {
                    self.mistakes.push(
                        section
                            .file
                            .mistake(
                                section.span.clone(),
                                both(
                                    format!("`{name}` 不能作名称"),
                                    format!("`{name}` cannot be a name"),
                                ),
                            )
                            .saying(both("公式里写不了", "a formula could not name it"))
                            .help(both(
                                "名称以字母开头，只含字母、数字和 _",
                                "a name begins with a letter and holds letters, digits and _",
                            )),
                    );
                    return None;
                }
                if let Some((file, span)) = self.defined.get(&key) {
                    self.mistakes.push(
                        place
                            .0
                            .mistake(
                                place.1,
                                both(
                                    format!("`{name}` 定义了两次"),
                                    format!("`{name}` is defined twice"),
                                ),
                            )
                            .saying(both("第二次", "the second time"))
                            .help(both(
                                "只想增加标签时，去掉这里的 title",
                                "to add labels only, leave the title out here",
                            ))
                            .and(
                                &file.source(),
                                span.clone(),
                                both("第一次在这里", "the first time is here"),
                            ),
                    );
                    return None;
                }
                self.defined.insert(key, place);
                Some(title)
            }
            None if known || section.table.contains_key("title") || section.file.broken => None,
            None => {
                self.mistakes.push(
                    section
                        .file
                        .mistake(
                            section.span.clone(),
                            both(
                                format!("`{name}` 没有名称"),
                                format!("`{name}` has no title"),
                            ),
                        )
                        .saying(both("这里第一次出现", "met here for the first time"))
                        .help(both(
                            "加上 title = { zh = \"…\", en = \"…\" }",
                            "add title = { zh = \"…\", en = \"…\" }",
                        )),
                );
                None
            }
        }
    }

    fn fill_concept(&mut self, name: &str, section: &Section<'a>) {
        let Some(id) = self.vocabulary.concept_named(name) else {
            return;
        };
        if let Some((prior, span)) = section.text("prior") {
            let found = self.vocabulary.concept_named(prior);
            if found.is_none() || found == Some(id) {
                let known = self.concept_names();
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                self.mistakes.push(
                    section
                        .file
                        .mistake(
                            span,
                            both(
                                format!("没有 `{prior}` 这个概念"),
                                format!("there is no concept `{prior}`"),
                            ),
                        )
                        .saying(both("不认识的概念", "not another concept"))
                        .help(suggest(prior, &known)),
                );
            } else if let Some(concept) = self.vocabulary.concepts.get_mut(id.0 as usize) {
                concept.prior = found;
            }
        }
        self.teach(section, Meaning::Concept(id), Some(Group::Concept));
    }

    fn concept_names(&self) -> Vec<String> {
        let names = self.vocabulary.concepts.iter();
        names.map(|concept| concept.name.to_string()).collect()
    }

    fn fill_value(&mut self, name: &str, section: &Section<'a>) {
        let Some(id) = self.vocabulary.value_named(name) else {
            return;
        };
        let dimension = self.vocabulary.value(id).2;
        let meaning = Meaning::Value(dimension, id);
        self.teach(section, meaning, Some(Group::Dimension(dimension)));
    }

    fn add_words(&mut self, name: &str, section: &Section<'a>) {
        match WordClass::ALL.iter().find(|class| class.name() == name) {
            Some(&class) => self.teach(section, Meaning::Word(class), None),
            None => {
                let known: Vec<&str> = WordClass::ALL.iter().map(|class| class.name()).collect();
                self.mistakes.push(
                    section
                        .file
                        .mistake(
                            section.span.clone(),
                            both(
                                format!("没有 `{name}` 这类词"),
                                format!("there is no class of words `{name}`"),
                            ),
                        )
                        .saying(both("不认识的词类", "not a class of words"))
                        .help(suggest(name, &known)),
                );
            }
        }
    }

    /// Learns the labels of both languages; within a group, a label has one meaning.
    fn teach(&mut self, section: &Section<'a>, meaning: Meaning, group: Option<Group>) {
        for (label, span) in section.texts("zh").into_iter().chain(section.texts("en")) {
            let folded = fold(label);
            if folded.is_empty() {
                self.empty_label(section, span);
                continue;
            }
            if let Some(group) = group {
                let place = (section.file, span.clone());
                let first = self
                    .taught
                    .entry((group, folded))
                    .or_insert((meaning, place));
                if first.0 != meaning {
                    let (known, (file, at)) = first.clone();
                    self.two_meanings(section, label, span, [known, meaning], (file, at));
                    continue;
                }
            }
            self.vocabulary.learn(label, meaning);
        }
    }

    fn two_meanings(
        &mut self,
        section: &Section<'a>,
        label: &str,
        span: Range<usize>,
        meanings: [Meaning; 2],
        (file, at): Place<'a>,
    ) {
        let [first, second] = meanings.map(|meaning| self.name_of(meaning));
        self.mistakes.push(
            section
                .file
                .mistake(
                    span,
                    both(
                        format!("`{label}` 不能既是 `{first}` 又是 `{second}`"),
                        format!("`{label}` cannot mean both `{first}` and `{second}`"),
                    ),
                )
                .saying(both(
                    format!("这里是 `{second}`"),
                    format!("`{second}` here"),
                ))
                .help(both(
                    "一个标签只能有一个含义：两处去掉一处",
                    "a label has one meaning: take it out of one of the two lists",
                ))
                .and(
                    &file.source(),
                    at,
                    both(format!("这里是 `{first}`"), format!("`{first}` here")),
                ),
        );
    }

    fn name_of(&self, meaning: Meaning) -> String {
        match meaning {
            Meaning::Concept(ConceptId(id)) => (self.vocabulary.concepts)
                .get(id as usize)
                .map_or_else(String::new, |concept| concept.name.to_string()),
            Meaning::Value(_, ValueId(id)) => (self.vocabulary.values)
                .get(id as usize)
                .map_or_else(String::new, |value| value.0.to_string()),
            Meaning::Word(class) => class.name().to_owned(),
        }
    }

    fn empty_label(&mut self, section: &Section<'a>, span: Range<usize>) {
        self.mistakes.push(
            section
                .file
                .mistake(span, both("标签是空的", "an empty label"))
                .saying(both("没有可比较的字", "nothing to compare with"))
                .help(both(
                    "引号、空格和冒号不算字",
                    "quotes, spaces and colons do not count",
                )),
        );
    }

    fn add_unit(&mut self, section: &Section<'a>) {
        let (Some((word, _)), Some(measure)) = (section.text("word"), measure(section)) else {
            return;
        };
        let power = section.whole("power").unwrap_or(0);
        if !POWERS.contains(&power) {
            let span = section.table.get("power").map_or(0..0, |one| one.span());
            self.mistakes.push(
                section
                    .file
                    .mistake(
                        span,
                        both(
                            format!("10 的 {power} 次方超出范围"),
                            format!("10 to the {power} is out of range"),
                        ),
                    )
                    .help(both(
                        format!(
                            "从 {} 到 {}；万元是 4，亿元是 8",
                            POWERS.start(),
                            POWERS.end()
                        ),
                        format!(
                            "from {} to {}; a thousand is 3, a million 6",
                            POWERS.start(),
                            POWERS.end()
                        ),
                    )),
            );
            return;
        }
        let unit = Unit {
            measure,
            base: section.text("base").map_or("", |(base, _)| base).into(),
            power,
            word: word.into(),
        };
        for (label, span) in section.texts("zh").into_iter().chain(section.texts("en")) {
            let label = Label::new(label);
            if label.folded.is_empty() {
                self.empty_label(section, span);
                continue;
            }
            match self.units.get(&label.folded) {
                Some((known, _)) if *known == unit => continue,
                Some((known, (file, at))) => {
                    let mistake = section
                        .file
                        .mistake(
                            span,
                            both(
                                format!("`{}` 不能是两种单位", label.text),
                                format!("`{}` cannot be two units", label.text),
                            ),
                        )
                        .saying(both(format!("这里是 {word}"), format!("{word} here")))
                        .and(
                            &file.source(),
                            at.clone(),
                            both(
                                format!("这里是 {}", known.word),
                                format!("{} here", known.word),
                            ),
                        );
                    self.mistakes.push(mistake);
                    continue;
                }
                None => {}
            }
            self.units
                .insert(label.folded.clone(), (unit.clone(), (section.file, span)));
            self.vocabulary.units.push(UnitWord {
                label,
                unit: unit.clone(),
            });
        }
    }
}

/// Whether a formula can name it.
pub(super) fn is_name(name: &str) -> bool {
    name.starts_with(char::is_alphabetic) && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}
