//! Vocabulary files: concepts, dimensions, units, and the words that give tables and sentences their structure.

use super::{
    fields::{Form, Key, Section, both},
    file::File,
    mistake::Mistake,
    suggest::suggest,
    tables, units,
};
use crate::model::{
    Concept, ConceptId, Dimension, DimensionId, Meaning, Measure, Sort, Speech, ValueId,
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
        form: Form::Tables(units::KEYS),
        required: false,
        about: "units as reports write them",
    },
    Key {
        name: "word",
        form: Form::Named(LABELS),
        required: false,
        about: "words that give tables and sentences their structure",
    },
    Key {
        name: "speech",
        form: Form::Named(LABELS),
        required: false,
        about: "words that give sentences their grammar",
    },
    Key {
        name: "report",
        form: Form::Named(LABELS),
        required: false,
        about: "words in titles that tell the sort of a report",
    },
    Key {
        name: "table",
        form: Form::Named(tables::TABLE),
        required: false,
        about: "tables that forms prescribe, by the words of their titles",
    },
    Key {
        name: "line",
        form: Form::Named(tables::LINE),
        required: false,
        about: "rows and columns of such tables that have several names",
    },
    Key {
        name: "classification",
        form: Form::Named(tables::CLASSIFICATION),
        required: false,
        about: "codes with their names",
    },
];

const CONCEPT: &[Key] = &[
    TITLE,
    Key {
        name: "measure",
        form: Form::Choice(units::measures),
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

const LABELS: &[Key] = &[ZH, EN];

pub(super) const TITLE: Key = Key {
    name: "title",
    form: Form::Words,
    required: false,
    about: "its name in messages",
};
pub(super) const ZH: Key = Key {
    name: "zh",
    form: Form::Texts,
    required: false,
    about: "labels in Chinese",
};
pub(super) const EN: Key = Key {
    name: "en",
    form: Form::Texts,
    required: false,
    about: "labels in English",
};

/// A place in one of the files.
type Place<'a> = (&'a File<'a>, Range<usize>);

struct Builder<'a, 'm> {
    sections: &'m [Section<'a>],
    vocabulary: Vocabulary,
    /// Where each name was given its title.
    defined: HashMap<String, Place<'a>>,
    mistakes: &'m mut Vec<Mistake>,
}

/// All sections of all files together: a later file may add labels to what an earlier one defines.
pub(super) fn compile<'a>(files: &'a [File<'a>], mistakes: &mut Vec<Mistake>) -> Vocabulary {
    let sections: Vec<Section<'a>> = files.iter().map(Section::of).collect();
    let mut builder = Builder {
        sections: &sections,
        vocabulary: Vocabulary::default(),
        defined: HashMap::new(),
        mistakes,
    };
    // Room for what the program brings along, so that it is not moved again and again.
    builder.vocabulary.meanings.reserve(2048);
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
        for (name, word) in section.named("word") {
            builder.add_words(name, &word);
        }
        for (name, words) in section.named("speech") {
            builder.add_speech(name, &words);
        }
        for (name, words) in section.named("report") {
            builder.add_report(name, &words);
        }
    }
    let mut vocabulary = builder.vocabulary;
    units::compile(&sections, &mut vocabulary, mistakes);
    tables::compile(&sections, &mut vocabulary, mistakes);
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
            measure: units::measure(section).unwrap_or(Measure::Money),
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
            if found == Some(id) {
                self.mistakes.push(
                    section
                        .file
                        .mistake(
                            span,
                            both(
                                format!("`{prior}` 不能是自己的上期"),
                                format!("`{prior}` cannot be its own prior"),
                            ),
                        )
                        .saying(both("要写另一个概念", "another concept belongs here"))
                        .help(both(
                            "只写给本身就指上期的词：年初结转是上年的年末结转",
                            "it is for words that mean an earlier period by themselves: opening balance, closing balance",
                        )),
                );
            } else if found.is_none() {
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
                        .saying(both("不认识的概念", "not a concept"))
                        .help(suggest(prior, &known)),
                );
            } else if let Some(concept) = self.vocabulary.concepts.get_mut(id.0 as usize) {
                concept.prior = found;
            }
        }
        self.teach(section, Meaning::Concept(id));
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
        self.teach(section, Meaning::Value(dimension, id));
    }

    fn add_words(&mut self, name: &str, section: &Section<'a>) {
        match WordClass::ALL.iter().find(|class| class.name() == name) {
            Some(&class) => self.teach(section, Meaning::Word(class)),
            None => {
                let known: Vec<&str> = WordClass::ALL.iter().map(|class| class.name()).collect();
                self.unknown_class(section, name, &known);
            }
        }
    }

    fn add_speech(&mut self, name: &str, section: &Section<'a>) {
        let Some(speech) = Speech::named(name) else {
            let known: Vec<&str> = Speech::ALL.iter().map(|(_, name)| *name).collect();
            self.unknown_class(section, name, &known);
            return;
        };
        for (word, span) in labels(section) {
            let folded = fold(word);
            if folded.is_empty() {
                self.mistakes.push(empty_label(section, span));
            } else {
                self.vocabulary.speech.learn(folded, speech);
            }
        }
    }

    fn add_report(&mut self, name: &str, section: &Section<'a>) {
        let Some(sort) = Sort::named(name) else {
            let known = Sort::ALL.map(|(_, name)| name);
            self.unknown_class(section, name, &known);
            return;
        };
        for (word, span) in labels(section) {
            let folded = fold(word);
            if folded.is_empty() {
                self.mistakes.push(empty_label(section, span));
            } else {
                self.vocabulary.reports.push((sort, folded));
            }
        }
    }

    fn unknown_class(&mut self, section: &Section<'a>, name: &str, known: &[&str]) {
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
                .help(suggest(name, known)),
        );
    }

    /// Learns the labels of both languages. A label means one concept, and one value of each dimension.
    fn teach(&mut self, section: &Section<'a>, meaning: Meaning) {
        for (label, span) in labels(section) {
            let folded = fold(label);
            if folded.is_empty() {
                self.mistakes.push(empty_label(section, span));
                continue;
            }
            let known = self.vocabulary.meanings(&folded).iter().copied();
            match known.into_iter().find(|&known| excludes(known, meaning)) {
                Some(known) => self.two_meanings(section, label, span, [known, meaning]),
                None => self.vocabulary.learn_folded(folded, meaning),
            }
        }
    }

    /// Where a label was given a meaning for the first time.
    fn first_place(&self, label: &str, meaning: Meaning) -> Option<Place<'a>> {
        let folded = fold(label);
        let name = self.name_of(meaning);
        for section in self.sections {
            let mut named = section.named("concept");
            if let Meaning::Value(..) = meaning {
                let dimensions = section.named("dimension").into_iter();
                named = dimensions
                    .flat_map(|(_, one)| one.named("values"))
                    .collect();
            }
            for (_, own) in named.into_iter().filter(|(one, _)| *one == name) {
                if let Some((_, span)) = labels(&own).find(|(one, _)| fold(one) == folded) {
                    return Some((own.file, span));
                }
            }
        }
        None
    }

    fn two_meanings(
        &mut self,
        section: &Section<'a>,
        label: &str,
        span: Range<usize>,
        meanings: [Meaning; 2],
    ) {
        let place = self.first_place(label, meanings[0]);
        let [first, second] = meanings.map(|meaning| self.name_of(meaning));
        let mistake = section
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
            ));
        self.mistakes.push(match place {
            Some((file, at)) => mistake.and(
                &file.source(),
                at,
                both(format!("这里是 `{first}`"), format!("`{first}` here")),
            ),
            None => mistake,
        });
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
}

/// Whether a label cannot have both meanings.
fn excludes(known: Meaning, meaning: Meaning) -> bool {
    match (known, meaning) {
        (Meaning::Concept(a), Meaning::Concept(b)) => a != b,
        (Meaning::Value(a, x), Meaning::Value(b, y)) => a == b && x != y,
        _ => false,
    }
}

/// The labels of both languages, with their places.
pub(super) fn labels<'a>(section: &Section<'a>) -> impl Iterator<Item = (&'a str, Range<usize>)> {
    section.texts("zh").into_iter().chain(section.texts("en"))
}

pub(super) fn empty_label(section: &Section<'_>, span: Range<usize>) -> Mistake {
    section
        .file
        .mistake(span, both("标签是空的", "an empty label"))
        .saying(both("没有可比较的字", "nothing to compare with"))
        .help(both(
            "引号、空格和冒号不算字",
            "quotes, spaces and colons do not count",
        ))
}

/// Whether a formula can name it.
pub(super) fn is_name(name: &str) -> bool {
    name.starts_with(char::is_alphabetic) && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}
