//! Which rules are for a document, and which of its figures their names mean.

use super::{
    codes, form, formula, keyed::Keyed, lines, outline, present, printing, scores, sheet,
    statement, tie,
};
use crate::model::{
    Block, Claim, ConceptId, Document, Expr, Figure, Key, Kind, Levels, Meaning, Rule, Site,
    Verdict, Vocabulary, When, WordClass, Words, fold,
};
use rustc_hash::{FxHashMap, FxHashSet};

/// What became of one rule in one document.
#[derive(Clone, Debug)]
pub struct Binding {
    /// Index into the rules.
    pub rule: usize,
    pub claims: Vec<Claim>,
    /// What no claim came of: not applicable, unbound or indeterminate, with the reason.
    pub undone: Vec<(Verdict, Words)>,
}

/// What a rule says of a document: claims, and what no claim came of.
pub type Claimed = (Vec<Claim>, Vec<(Verdict, Words)>);

/// What a rule's binder sees.
pub struct Scene<'a> {
    /// Index of the document.
    pub index: usize,
    pub document: &'a Document,
    pub figures: &'a [Figure],
    pub vocabulary: &'a Vocabulary,
    pub keyed: Keyed<'a>,
}

impl Scene<'_> {
    /// The figures of a block, by their indexes.
    pub fn of_block(&self, block: usize) -> std::ops::Range<usize> {
        let from = (self.figures).partition_point(|figure| figure.site.block() < block);
        let to = (self.figures).partition_point(|figure| figure.site.block() <= block);
        from..to
    }
}

/// Binds every rule that speaks of concepts or of lines; shapes are found by `relate`.
pub fn bind(scene: &Scene<'_>, rules: &[Rule]) -> Vec<Binding> {
    let mut bindings = Vec::new();
    let tables = lines::Tables::default();
    let titles = titles(scene.document);
    let sheets = sheet::sheets(scene);
    let tied = tied(rules);
    let mut fitting: FxHashMap<&[String], bool> = FxHashMap::default();
    for (at, rule) in rules.iter().enumerate() {
        let words = rule.when.titles.as_slice();
        let fits = *fitting
            .entry(words)
            .or_insert_with(|| fits(&rule.when, &titles));
        if !fits {
            let reason = Words::new("不是这类报告", "not this kind of report");
            bindings.push(Binding {
                rule: at,
                claims: Vec::new(),
                undone: vec![(Verdict::NotApplicable, reason)],
            });
            continue;
        }
        let (claims, undone) = match &rule.kind {
            // Found by `relate`; held against other documents once all are read.
            Kind::Shape(_) | Kind::Across { .. } => continue,
            Kind::Formula { .. } => formula::claims(scene, at, rule, &tied),
            Kind::Tie { concepts } => tie::claims(scene, at, concepts),
            Kind::Lines(equation) => lines::claims(scene, &tables, at, equation),
            Kind::Statement {
                phrases,
                patterns,
                formula,
            } => statement::claims(scene, at, (phrases, patterns), formula),
            Kind::Form(own) => form::claims(scene, &sheets, (at, rule), own),
            Kind::Codes { tables, by, total } => {
                let sums = match by {
                    Levels::Codes => codes::sums,
                    Levels::Columns => outline::sums,
                };
                sums(scene, &sheets, (at, rule), (tables, total.as_ref()))
            }
            Kind::Scores(own) => scores::claims(scene, &sheets, (at, rule), own),
            Kind::CodeNames { classification } => codes::names(scene, &sheets, at, *classification),
            Kind::Printing(asked) => printing::claims(scene, at, *asked),
            Kind::Present {
                tables,
                with,
                least,
            } => present::present(scene, &sheets, at, (tables, with, *least)),
            Kind::Stated { tables, phrases } => {
                present::stated(scene, &sheets, at, tables, phrases)
            }
        };
        bindings.push(Binding {
            rule: at,
            claims,
            undone,
        });
    }
    bindings
}

/// The concepts that some rule allows one value only.
fn tied(rules: &[Rule]) -> FxHashSet<ConceptId> {
    let kinds = rules.iter().map(|rule| &rule.kind);
    let ties = kinds.filter_map(|kind| match kind {
        Kind::Tie { concepts } => Some(concepts.iter().copied()),
        _ => None,
    });
    ties.flatten().collect()
}

/// Whether a document is of the kind that a rule is for, by the words of its title, headings and captions.
pub fn applies(when: &When, document: &Document) -> bool {
    when.titles.is_empty() || fits(when, &titles(document))
}

fn fits(when: &When, titles: &[String]) -> bool {
    let mut words = when.titles.iter();
    when.titles.is_empty()
        || words.any(|word| titles.iter().any(|title| title.contains(word.as_str())))
}

/// The folded words of a document's first paragraphs, headings and captions.
fn titles(document: &Document) -> Vec<String> {
    let mut opening = 0;
    let words = document.blocks.iter().filter_map(|block| match block {
        Block::Heading(heading) => Some(&heading.passage.text),
        Block::Table(table) => table.caption.as_ref().map(|caption| &caption.text),
        Block::Paragraph(paragraph) if opening < 3 => {
            opening += 1;
            Some(&paragraph.passage.text)
        }
        Block::Paragraph(_) => None,
    });
    words.map(|words| fold(words)).collect()
}

/// Gives nameless totals (合计, Total) a meaning: where the rows above one state the right side of a formula whose rule says so,
/// the total states its left side.
pub fn name_totals(
    document: &Document,
    figures: &mut [Figure],
    rules: &[Rule],
    vocabulary: &Vocabulary,
) {
    for rule in rules {
        let Kind::Formula {
            formulas,
            optional,
            total_row: true,
            ..
        } = &rule.kind
        else {
            continue;
        };
        if !applies(&rule.when, document) {
            continue;
        }
        for formula in formulas {
            let Expr::Leaf(left) = &formula.left else {
                continue;
            };
            let names: Vec<_> = formula
                .right
                .leaves()
                .into_iter()
                .map(|name| name.concept)
                .collect();
            let needed: Vec<_> = names
                .iter()
                .filter(|name| !optional.contains(name))
                .collect();
            for at in 0..figures.len() {
                let Site::Cell { block, row, column } = figures[at].site else {
                    continue;
                };
                let total = figures[at].labels.row.last().is_some_and(|label| {
                    vocabulary
                        .meanings(&label.folded)
                        .contains(&Meaning::Word(WordClass::Total))
                });
                if figures[at].meaning.is_some() || !total {
                    continue;
                }
                let mut parts: Vec<&Key> = Vec::new();
                let above = figures[..at]
                    .iter()
                    .rev()
                    .take_while(|figure| figure.site.block() == block);
                let mut foreign = false;
                for figure in above {
                    let Site::Cell {
                        row: r, column: c, ..
                    } = figure.site
                    else {
                        continue;
                    };
                    if c != column || r >= row {
                        continue;
                    }
                    match &figure.meaning {
                        Some(key) if names.contains(&key.concept) => parts.push(key),
                        _ => {
                            foreign = true;
                            break;
                        }
                    }
                }
                let all = needed
                    .iter()
                    .all(|name| parts.iter().any(|part| part.concept == **name));
                if foreign || !all || parts.len() < 3 {
                    continue;
                }
                let mut key = parts[0].clone();
                key.concept = left.concept;
                if parts
                    .iter()
                    .all(|part| part.values == key.values && part.period == key.period)
                {
                    figures[at].concept = Some(key.concept);
                    figures[at].meaning = Some(Box::new(key));
                }
            }
        }
    }
}
