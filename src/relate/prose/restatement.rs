//! Figures of sentences that are a table's: the same key, or words that name a row, a column or a total of a table.
//!
//! A tie that only one label suggests is used where the figures agree and never where they differ. It is believed where the words name
//! the row (and the rest of them the table), all cells so named have one value, and other sentences of the report tie to its tables.

use super::mention::{Mention, Role, Speaking, Way};
use super::slip::is_slip;
use super::{Desk, Size, minus, over, prints_like, table_budget, table_share, unchanged};
use crate::model::{
    Claim, Expr, Figure, FigureId, Key, Period, Relation, Saying, Site, Speech, Vocabulary,
    WordClass, fold,
};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, HashMap};

/// The figures of a document's tables by what names them.
pub struct Tables<'a> {
    pub figures: &'a [Figure],
    by_key: BTreeMap<&'a Key, Vec<usize>>,
    /// Row labels, and the headers of columns in rows that are totals.
    by_label: HashMap<&'a str, Vec<usize>>,
    /// (block, row) → its figures, from left to right.
    pub rows: HashMap<(usize, usize), Vec<usize>>,
    pub budgets: table_budget::Budgets,
}

/// A tie as found, before it is known how much it is believed.
pub struct Tie {
    stated: usize,
    table: usize,
    holds: bool,
    /// The words leave no other figure of a table.
    exact: bool,
    slip: bool,
    /// By meaning, not by label: and whether the concept is a general one.
    key: Option<bool>,
}

impl<'a> Tables<'a> {
    pub fn new(figures: &'a [Figure], vocabulary: &Vocabulary) -> Self {
        let mut tables = Self {
            figures,
            by_key: BTreeMap::new(),
            by_label: HashMap::new(),
            rows: HashMap::new(),
            budgets: table_budget::Budgets::default(),
        };
        for (at, figure) in figures.iter().enumerate() {
            let Site::Cell { block, row, .. } = figure.site else {
                continue;
            };
            if let Some(key) = &figure.meaning {
                tables.by_key.entry(key).or_default().push(at);
            }
            tables.rows.entry((block, row)).or_default().push(at);
            let row_label = figure
                .labels
                .row
                .last()
                .map_or("", |label| without_unit(&label.folded, vocabulary));
            let total = vocabulary.is_word(row_label, WordClass::Total);
            if !row_label.is_empty() {
                tables.by_label.entry(row_label).or_default().push(at);
            }
            if total || row_label.is_empty() {
                for label in figure.labels.column.iter() {
                    let label = without_unit(&label.folded, vocabulary);
                    if label.is_empty() {
                        continue;
                    }
                    let named = tables.by_label.entry(label).or_default();
                    if named.last() != Some(&at) {
                        named.push(at);
                    }
                }
            }
        }
        tables.budgets = table_budget::Budgets::of(figures, &tables.rows);
        tables
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

pub fn gather(
    desk: &mut Desk<'_, '_>,
    tables: &Tables<'_>,
    vocabulary: &Vocabulary,
    ties: &mut Vec<Tie>,
) {
    if tables.is_empty() {
        return;
    }
    for at in 0..desk.speaking.mentions.len() {
        let mention = &desk.speaking.mentions[at];
        match mention.role {
            Role::Level if !mention.loose => ties.extend(tie(desk, at, tables, vocabulary)),
            Role::Delta(way) | Role::Change(way) if !mention.loose => change(desk, at, way, tables),
            Role::Share if !mention.loose && !mention.reason => {
                table_share::find(desk, at, tables, vocabulary);
            }
            Role::Completion if !mention.loose && !mention.reason => {
                table_budget::find(desk, at, tables);
            }
            _ => {}
        }
    }
    unchanged::find(desk, tables);
}

/// Claims what is believed of the ties of a whole document.
pub fn find(index: usize, tables: &Tables<'_>, ties: &[Tie], claims: &mut Vec<Claim>) {
    let block = |tie: &Tie| tables.figures[tie.table].site.block();
    let held = ties.iter().filter(|tie| tie.holds).count();
    let broken = ties.iter().filter(|tie| !tie.holds && tie.exact).count();
    let mut held_in: HashMap<usize, usize> = HashMap::new();
    for tie in ties.iter().filter(|tie| tie.holds) {
        *held_in.entry(block(tie)).or_default() += 1;
    }
    for tie in ties {
        let beside = held_in.get(&block(tie)).copied().unwrap_or(0);
        let trusted = beside > 1 && tie.slip
            || beside > 0 && held >= broken
            || held >= 5 && held >= 4 * broken;
        let firm = tie.holds || tie.exact && trusted || tie.key == Some(false);
        let id = |figure: usize| FigureId {
            document: index,
            figure,
        };
        claims.push(super::relation(
            Saying::Restatement,
            tables.figures[tie.stated].span,
            id(tie.stated),
            Relation::Equal,
            against(tables.figures, tie, id(tie.table)),
            firm,
        ));
    }
}

/// The table's figure; where a table prints as negative what a sentence gives as an amount spent, its opposite.
fn against(figures: &[Figure], tie: &Tie, table: FigureId) -> Expr<FigureId> {
    let sign = |figure: usize| figures[figure].amount.printed.is_sign_negative();
    if tie.holds && sign(tie.stated) != sign(tie.table) {
        Expr::Negate(Box::new(Expr::Leaf(table)))
    } else {
        Expr::Leaf(table)
    }
}

fn tie(
    desk: &Desk<'_, '_>,
    at: usize,
    tables: &Tables<'_>,
    vocabulary: &Vocabulary,
) -> Option<Tie> {
    let speaking = desk.speaking;
    let stated = speaking.figure(at);
    if let Some(key) = &stated.meaning
        && let Some(candidates) = tables.by_key.get(&**key)
    {
        let near = |&&other: &&usize| {
            tables.figures[other]
                .site
                .block()
                .abs_diff(stated.site.block())
        };
        let same = candidates
            .iter()
            .find(|&&other| agrees(stated, &tables.figures[other]));
        let table = *same.or(candidates.iter().min_by_key(near))?;
        return Some(Tie {
            stated: speaking.mentions[at].figure,
            table,
            holds: same.is_some(),
            exact: false,
            slip: false,
            key: Some(vocabulary.concept(key.concept).generic),
        });
    }
    let mention = &speaking.mentions[at];
    let named = named(speaking, mention);
    let (cells, rest) = longest(&named, tables)?;
    let cells: Vec<usize> = cells
        .iter()
        .copied()
        .filter(|&cell| !conflicts(speaking, mention, stated, &tables.figures[cell]))
        .collect();
    let same = cells
        .iter()
        .copied()
        .find(|&cell| agrees(stated, &tables.figures[cell]));
    if let Some(table) = same {
        return Some(Tie {
            stated: mention.figure,
            table,
            holds: true,
            exact: true,
            slip: false,
            key: None,
        });
    }
    if mention.base || mention.reason || mention.sign.is_some() || mention.depth > 0 {
        return None;
    }
    // Of several columns only the one that states the whole, the year or the sort that the words name.
    let titled: Vec<usize> = cells
        .into_iter()
        .filter(|&cell| {
            covered(rest, &tables.figures[cell])
                && (is_main(tables, cell, vocabulary)
                    || is_of_year(mention, &tables.figures[cell]) && named.is_ascii())
        })
        .collect();
    let &first = titled.first()?;
    let value = |cell: usize| Size::of(&tables.figures[cell]).map(|size| size.value.normalize());
    let one = titled.iter().all(|&cell| value(cell) == value(first));
    let under = heading_fits(stated, &tables.figures[first]);
    let printed = &tables.figures[first].amount;
    let own = match printed.unit.is_known() && stated.amount.unit.is_known() {
        true => printed.in_unit(&stated.amount.unit),
        false => Some(printed.printed),
    };
    let slip = own.is_some_and(|own| {
        is_slip(
            stated.amount.printed,
            own.round_dp(stated.amount.printed.scale()),
        )
    });
    Some(Tie {
        stated: mention.figure,
        table: first,
        holds: false,
        // In English prose the same words name many things: only a slip of the pen is held against a table.
        exact: one
            && if named.is_ascii() {
                slip && rest.is_empty()
            } else {
                under || !rest.is_empty()
            },
        slip,
        key: None,
    })
}

/// The words that name a figure, folded, without the year and what stands before it, and without the verb after.
pub fn named(speaking: &Speaking<'_>, mention: &Mention) -> String {
    let words = speaking.words(mention.own..mention.range.start);
    let words = match words.rfind("年") {
        Some(at) if words[..at].ends_with(|c: char| c.is_ascii_digit()) => {
            words[at + "年".len()..].trim_start_matches(['度', '末', '初'])
        }
        _ => words,
    };
    let words = words.trim_end_matches(['为', '是', '共', '达', '约', ' ', ':']);
    let mut words = fold(words);
    for verb in [
        " was",
        " were",
        " is",
        " are",
        " of",
        " totaled",
        " totalled",
        " to",
        " at",
    ] {
        if let Some(bare) = words.strip_suffix(verb) {
            words = bare.to_owned();
        }
    }
    for lead in ["其中:", "其中"] {
        if let Some(bare) = words.strip_prefix(lead) {
            words = bare.to_owned();
        }
    }
    words
}

/// The figures of the longest label that the words end with, and the words before it.
pub fn longest<'t, 'w>(words: &'w str, tables: &'t Tables<'_>) -> Option<(&'t [usize], &'w str)> {
    words
        .char_indices()
        .map(|(at, _)| at)
        .take(60)
        .filter(|&at| {
            let letter = |c: char| c.is_ascii_alphanumeric();
            !(words[..at].ends_with(letter) && words[at..].starts_with(letter))
        })
        .filter(|&at| words[at..].chars().count() > 1)
        .find_map(|at| {
            let cells = tables.by_label.get(&words[at..])?;
            Some((cells.as_slice(), words[..at].trim()))
        })
}

/// The sizes of two figures; where a table says no unit, as if it had the sentence's.
pub fn sizes(stated: &Figure, table: &Figure) -> Option<(Size, Size)> {
    let known = table.amount.unit.is_known() && stated.amount.unit.is_known();
    let size = |figure: &Figure| {
        if known {
            return Size::of(figure);
        }
        let half = figure.grain.checked_mul(Decimal::new(5, 1))?;
        Some(Size {
            value: figure.amount.printed,
            half,
        })
    };
    Some((size(stated)?, size(table)?))
}

/// Whether a table's figure prints like the stated one, at the coarser precision of the two; cut off counts.
pub fn agrees(stated: &Figure, table: &Figure) -> bool {
    if !stated.amount.unit.agrees_with(&table.amount.unit) {
        return false;
    }
    let Some((own, other)) = sizes(stated, table) else {
        return false;
    };
    let gap = (own.value.abs() - other.value.abs()).abs();
    gap <= own.half.max(other.half)
        || gap < own.half + own.half && own.value.abs() < other.value.abs()
}

/// Whether the words rule a cell out: a budget is no actual, last year's no current one, money no people.
pub fn conflicts(
    speaking: &Speaking<'_>,
    mention: &Mention,
    stated: &Figure,
    cell: &Figure,
) -> bool {
    if !stated.amount.unit.agrees_with(&cell.amount.unit) {
        return true;
    }
    let labels = &cell.labels;
    let over = labels
        .headings
        .last()
        .into_iter()
        .chain(labels.caption.as_deref());
    let own = labels.column.iter().chain(labels.row.iter());
    let says = |word: &str| {
        let near = own.clone().any(|label| label.folded.contains(word));
        let far = over.clone().any(|label| label.folded.contains(word));
        (near, far)
    };
    let (budget, actual) = (says("预算"), says("决算"));
    // `一般公共预算` is a fund, not a plan.
    let fund = |words: &str| {
        words
            .replace("公共预算", "")
            .replace("基金预算", "")
            .replace("经营预算", "")
    };
    let words = fund(speaking.words(mention.own..mention.range.start));
    let (plan, outcome) = (
        words.contains("预算"),
        words.contains("决算") || words.contains("执行"),
    );
    if plan && (actual.0 || actual.1 && !budget.0) || outcome && budget.0 && !actual.0 {
        return true;
    }
    let year = mention.year.map(Period);
    let of = cell.meaning.as_ref().and_then(|key| key.period);
    year.is_some() && of.is_some() && year != of
}

/// Whether what the words say before the label is what the table's title or heading says, no more and no less.
fn covered(rest: &str, cell: &Figure) -> bool {
    let rest = rest
        .trim_start_matches("本部门")
        .trim_start_matches("本单位")
        .trim_start_matches("部门");
    if rest.is_empty() {
        return true;
    }
    let labels = &cell.labels;
    let mut titles = labels
        .headings
        .last()
        .into_iter()
        .chain(labels.caption.as_deref());
    let core = rest.trim_end_matches(TITLE_ENDS);
    let is_word = |c: char| c.is_alphabetic() && !"表年度".contains(c);
    core.chars().count() > 1
        && titles.any(|title| {
            let title = bare_title(&title.folded);
            title.match_indices(core).any(|(at, _)| {
                let before = title[..at].chars().next_back();
                let after = title[at + core.len()..].trim_start_matches(TITLE_ENDS);
                !before.is_some_and(is_word) && !after.chars().next().is_some_and(is_word)
            })
        })
}

/// A title without the unit and the body that forms print beside it.
fn bare_title(title: &str) -> &str {
    let end = ["单位", "部门:", "编制"]
        .iter()
        .filter_map(|word| title.find(word))
        .min();
    &title[..end.unwrap_or(title.len())]
}

/// Characters of the words that a title adds to what its table is about: 预算总表, 决算情况表.
const TITLE_ENDS: [char; 9] = ['预', '决', '算', '总', '表', '情', '况', '明', '细'];

/// Whether the heading over a sentence speaks of the table: their titles share most of their words.
fn heading_fits(stated: &Figure, cell: &Figure) -> bool {
    let Some(heading) = stated.labels.headings.last() else {
        return false;
    };
    let labels = &cell.labels;
    let mut titles = labels
        .headings
        .last()
        .into_iter()
        .chain(labels.caption.as_deref());
    titles.any(|title| {
        let core = bare_title(&title.folded).trim_end_matches(['表', '总']);
        let core: Vec<char> = core.chars().filter(|c| c.is_alphabetic()).collect();
        let pairs: Vec<String> = core.windows(2).map(|pair| pair.iter().collect()).collect();
        let shared = pairs
            .iter()
            .filter(|pair| heading.folded.contains(pair.as_str()))
            .count();
        pairs.len() > 2 && shared * 5 >= pairs.len() * 4
    })
}

/// Whether a cell's column is that of the year which the words name.
fn is_of_year(mention: &Mention, cell: &Figure) -> bool {
    let year = mention.year.map(|year| year.to_string());
    let label = cell.labels.column.last();
    matches!((year, label), (Some(year), Some(label)) if label.folded.contains(&year))
}

/// Whether a cell is its row's statement of the whole: the only figure, or under a header that names no part.
pub fn is_main(tables: &Tables<'_>, cell: usize, vocabulary: &Vocabulary) -> bool {
    let figure = &tables.figures[cell];
    let Site::Cell { block, row, .. } = figure.site else {
        return false;
    };
    let beside = tables.rows.get(&(block, row)).map_or(0, Vec::len);
    if beside == 1 {
        return true;
    }
    let Some(label) = figure.labels.column.last() else {
        return false;
    };
    let plain = |class: WordClass| vocabulary.is_word(&label.folded, class);
    let generic = ["决算数", "预算数", "金额", "决算", "预算", "本年数"];
    plain(WordClass::Total) || generic.contains(&without_unit(&label.folded, vocabulary))
        // A total row's column is named by the words themselves.
        || figure.labels.row.last().is_some_and(|row| vocabulary.is_word(&row.folded, WordClass::Total))
}

/// `Property tax increased 320, or 6.7 %`: a change whose two amounts stand in the row that the words name. Claimed where it holds.
fn change(desk: &mut Desk<'_, '_>, at: usize, way: Way, tables: &Tables<'_>) {
    let speaking = desk.speaking;
    let mention = &speaking.mentions[at];
    let stated = speaking.figure(at);
    if desk.claim_on(at).is_some() {
        return;
    }
    let sentence = speaking.sentence(mention.range.start);
    let Some(words) = change_subject(speaking, at, sentence.start) else {
        return;
    };
    let Some((cells, _)) = longest(&words, tables) else {
        return;
    };
    let mut rows: Vec<(usize, usize)> = cells
        .iter()
        .filter_map(|&cell| match tables.figures[cell].site {
            Site::Cell { block, row, .. } => Some((block, row)),
            Site::Prose { .. } => None,
        })
        .collect();
    rows.dedup();
    for row in rows {
        let Some(figures) = tables.rows.get(&row) else {
            continue;
        };
        for pair in figures.windows(2).take(6) {
            let (a, b) = (&tables.figures[pair[0]], &tables.figures[pair[1]]);
            let (Some(one), Some(other)) = (Size::of(a), Size::of(b)) else {
                continue;
            };
            let known = a.amount.unit.is_known() == stated.amount.unit.is_known();
            let amount = matches!(mention.role, Role::Delta(_));
            if !a.amount.unit.agrees_with(&b.amount.unit) || amount && !known {
                continue;
            }
            // Which of the two is the later, their own sizes and the direction tell.
            let rises = (one.value > other.value) == (way == Way::Up);
            let (new, old) = if rises {
                ((pair[0], one), (pair[1], other))
            } else {
                ((pair[1], other), (pair[0], one))
            };
            let (Some(part), leaf) = (new.1.minus(old.1), |figure: usize| {
                Expr::Leaf(FigureId {
                    document: desk.index,
                    figure,
                })
            }) else {
                continue;
            };
            let moved = if way == Way::Up {
                minus(leaf(new.0), leaf(old.0))
            } else {
                minus(leaf(old.0), leaf(new.0))
            };
            let part = Size {
                value: part.value.abs(),
                half: part.half,
            };
            match mention.role {
                Role::Change(_) if !old.1.value.is_zero() && prints_like(stated, part, old.1) => {
                    desk.state(
                        Saying::Change,
                        at,
                        Relation::Equal,
                        over(moved, leaf(old.0)),
                        true,
                    );
                    return;
                }
                Role::Delta(_)
                    if stated.amount.unit.agrees_with(&a.amount.unit)
                        && part.value > Decimal::ZERO =>
                {
                    let Some(own) = Size::of(stated) else {
                        continue;
                    };
                    if (own.value - part.value).abs() <= own.half.max(part.half) {
                        desk.state(Saying::Difference, at, Relation::Equal, moved, true);
                        return;
                    }
                }
                _ => {}
            }
        }
    }
}

/// What a change is the change of: the words before its verb, back over the other figures of its sentence.
fn change_subject(speaking: &Speaking<'_>, at: usize, from: usize) -> Option<String> {
    let mention = &speaking.mentions[at];
    let cues = speaking.cues_in(from..mention.range.start);
    let verb = cues
        .iter()
        .find(|cue| matches!(cue.0, Speech::Up | Speech::Down))?;
    let start = speaking
        .story
        .signs_in(from..verb.1.start)
        .last()
        .map_or(from, |sign| sign.1 + 1);
    let words = fold(speaking.words(start..verb.1.start));
    let words = words.strip_prefix("the ").unwrap_or(&words);
    let words = words
        .trim_end_matches(" was")
        .trim_end_matches(" were")
        .trim();
    (!words.is_empty()).then(|| words.to_owned())
}

/// A folded label without the unit in brackets at its end.
fn without_unit<'l>(label: &'l str, vocabulary: &Vocabulary) -> &'l str {
    let bare = label
        .strip_suffix(')')
        .and_then(|inner| inner.rsplit_once('('));
    match bare {
        Some((bare, unit)) if vocabulary.unit_folded(unit).is_some() => bare.trim(),
        _ => label,
    }
}
