//! Titles that name another year than the report's, where nothing explains it.
//!
//! A title (a heading, a table's caption, the short line before a table) speaks of a year where it names one and no more, and neither
//! a date nor a word beside it makes that another year on purpose. Where all titles but one speak of the same year, that one is held
//! against those of its own shape, and against what stands under it.

use crate::model::{
    Asserted, Block, Claim, Document, Passage, Saying, Shape, Sort, Source, Support, Vocabulary,
    Words, fold, is_cjk, years_named,
};
use std::collections::{BTreeMap, BTreeSet};

/// A title is no longer than this, in characters.
const LONGEST: usize = 60;
/// Blocks under a title that are looked at.
const REACH: usize = 60;
/// As many titles of one year are proof enough of it, whatever stands under the other.
const MANY: usize = 6;

/// What makes the year of a title another than the report's: a comparison, a date, a plan, last year's work looked at again.
const OTHERWISE: &[&str] = &[
    "截至",
    "截止",
    "以来",
    "至今",
    "年底",
    "年末",
    "年初",
    "年起",
    "年前",
    "年后",
    "上年",
    "上一年",
    "往年",
    "历年",
    "较",
    "比",
    "相比",
    "同比",
    "规划",
    "计划",
    "执行",
    "完成情况",
    "结转",
    "回顾",
    "展望",
    "目标",
    "中期",
    "安排",
    "调整",
    "修订",
    "自评",
    "评价",
    "整改",
    "审计",
    "印发",
    "发布",
    "通知",
    "办法",
    "条例",
    "意见",
    "试行",
    "债",
    "预计",
    "as of",
    "since",
    "through",
    "until",
    "before",
    "after",
    "prior",
    "previous",
    "compared",
    "comparison",
    "comparative",
    "versus",
    "vs",
    "history",
    "historical",
    "forecast",
    "projected",
    "projection",
    "projections",
    "outlook",
    "plan",
    "plans",
    "planned",
    "estimate",
    "estimated",
    "restated",
    "restatement",
    "bond",
    "bonds",
    "notes",
    "series",
    "act",
    "ordinance",
    "resolution",
    "law",
    "census",
    "issue",
    "issued",
    "accomplishments",
    "achievements",
    "subsequent",
    "acquisition",
    "acquisitions",
    "beginning",
    "opening",
    "proposed",
    "goals",
    "update",
    "amendment",
    "amendments",
    "amended",
    "offering",
    "agreement",
    "facility",
];

struct Title<'d> {
    block: usize,
    passage: &'d Passage,
    /// Of the outline, 1 the outermost; 0 for a line of a table or of a list of contents.
    level: u8,
    /// Whether it stands over something: not a mere line.
    leads: bool,
    year: i32,
    folded: String,
    /// The words before the year and after it.
    before: String,
    after: String,
    sort: Option<Sort>,
}

pub fn claims(document: &Document, vocabulary: &Vocabulary) -> Vec<Claim> {
    let titles = titles(document, vocabulary);
    let mut votes: BTreeMap<i32, usize> = BTreeMap::new();
    for title in &titles {
        *votes.entry(title.year).or_default() += 1;
    }
    let Some((&year, &count)) = votes.iter().max_by_key(|(year, count)| (**count, **year)) else {
        return Vec::new();
    };
    let others: BTreeSet<&str> = titles
        .iter()
        .filter(|title| title.year != year)
        .map(|title| title.folded.as_str())
        .collect();
    if count < 2 || others.len() > 1 {
        return Vec::new();
    }
    let usual: Vec<&Title<'_>> = titles.iter().filter(|title| title.year == year).collect();
    let odd = titles
        .iter()
        .rfind(|title| title.year != year && title.leads)
        .filter(|odd| is_wrong(odd, &usual, document));
    let holding = usual.iter().copied().filter(|title| title.leads);
    let holding = holding.map(|title| claim(title, None));
    let failing = odd.map(|odd| claim(odd, Some((year, count))));
    holding.chain(failing).collect()
}

fn claim(title: &Title<'_>, usual: Option<(i32, usize)>) -> Claim {
    let own = title.year;
    let text = &title.passage.text;
    let digits = own.to_string();
    let range = match text.find(&digits) {
        Some(at) => at..at + digits.len(),
        None => 0..text.len(),
    };
    let says = usual.map_or_else(Words::default, |(year, count)| {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Words::new(
            format!("标题“{words}”写的是 {own} 年，报告其余 {count} 处标题写的都是 {year} 年"),
            format!("the title “{words}” names {own}, where the {count} other titles of the report name {year}"),
        )
    });
    Claim {
        source: Source::Shape(Shape::Sentence(Saying::TitleYear)),
        at: title.passage.span(range),
        asserted: Asserted::Form {
            holds: usual.is_none(),
            says,
        },
        support: Support {
            label: true,
            meaning: true,
            ..Support::default()
        },
    }
}

/// Whether the one title of another year is of a shape with those of the report's year, no twin of one, and nothing under it speaks of
/// its own year.
fn is_wrong(odd: &Title<'_>, usual: &[&Title<'_>], document: &Document) -> bool {
    let shaped = usual
        .iter()
        .any(|title| title.sort == odd.sort && alike(odd, title));
    // Two titles that differ in the year alone are last year's and this year's, each with its own content.
    let twin = usual.iter().any(|title| {
        let same = (&title.before, &title.after) == (&odd.before, &odd.after);
        same && title.leads && has_content(title, document)
    });
    if !shaped || twin {
        return false;
    }
    let year = usual.first().map_or(odd.year, |title| title.year);
    let under = years_under(odd, usual, document);
    let of = |year: i32| under.iter().filter(|&&own| own == year).count();
    let own = of(odd.year);
    of(year) > 2 * own || own == 0 && usual.len() >= MANY
}

/// Titles and lines that speak of one year, in reading order.
fn titles<'d>(document: &'d Document, vocabulary: &Vocabulary) -> Vec<Title<'d>> {
    let mut titles = Vec::new();
    for (block, content) in document.blocks.iter().enumerate() {
        let (passage, level, leads) = match content {
            Block::Heading(heading) => (&heading.passage, heading.level, true),
            Block::Table(table) => match &table.caption {
                Some(caption) => (caption, 0, true),
                None => continue,
            },
            Block::Paragraph(paragraph) => {
                let mut next = document.blocks.iter().skip(block + 1).take(2);
                let leads = next.any(|next| matches!(next, Block::Table(_)));
                (&paragraph.passage, 0, leads)
            }
        };
        titles.extend(title(block, passage, level, leads, vocabulary));
    }
    titles
}

fn title<'d>(
    block: usize,
    passage: &'d Passage,
    level: u8,
    leads: bool,
    vocabulary: &Vocabulary,
) -> Option<Title<'d>> {
    let text = passage.text.trim();
    // Names of laws and documents stand in 《》.
    if text.chars().count() > LONGEST || text.ends_with(['。', '；', ';']) || text.contains('《')
    {
        return None;
    }
    let folded = fold(text);
    let years = years_named(&folded);
    let [(range, year)] = years.as_slice() else {
        return None;
    };
    let (before, after) = (&folded[..range.start], &folded[range.end..]);
    let numbered = before.ends_with('(') && after.starts_with(')') && {
        // 〔2020〕3号
        after[1..]
            .trim_start()
            .starts_with(|c: char| c.is_ascii_digit() || c == '第')
    };
    let digit = |c: char| c.is_ascii_digit();
    // `2022-23`, `2023年12月`, `June 30, 2023`
    let span = after.starts_with(['-', '/', '~', '至']) || before.ends_with(['-', '/', '~', '至']);
    let month = after.starts_with(digit) || after.starts_with('.');
    let day = before
        .trim_end()
        .strip_suffix(',')
        .is_some_and(|before| before.ends_with(digit));
    let closing = folded[range.clone()].ends_with(['末', '初']);
    let ended = folded.contains("ended") || folded.contains("ending");
    // `in 2022`, `by 2030`
    let lead = before.trim_end().rsplit(' ').next().unwrap_or("");
    let dated = ["at", "by", "in", "from", "to"].contains(&lead) && !ended;
    let sentence = folded.contains("。") || before.contains(". ");
    if numbered
        || span
        || month
        || day && !ended
        || closing
        || dated
        || sentence
        || is_otherwise(&folded)
    {
        return None;
    }
    let sorts = vocabulary.reports.iter();
    let sort = sorts.filter_map(|(sort, word)| {
        let at = folded.rfind(word.as_str())?;
        Some((at, word.len(), *sort))
    });
    let sort = sort.max_by_key(|(at, length, _)| (*at, *length));
    Some(Title {
        block,
        passage,
        level,
        leads,
        year: *year,
        before: before.to_owned(),
        after: after.to_owned(),
        sort: sort.map(|(.., sort)| sort),
        folded,
    })
}

fn is_otherwise(folded: &str) -> bool {
    let mut words = OTHERWISE.iter();
    words.any(|word| {
        folded.match_indices(word).any(|(at, _)| {
            let letter = |c: char| c.is_ascii_alphabetic();
            let end = at + word.len();
            !word.starts_with(letter)
                || !(folded[..at].ends_with(letter) || folded[end..].starts_with(letter))
        })
    })
}

/// Whether two titles say the same kind of thing of their years: what follows the year begins alike, or most of their words are the
/// same.
fn alike(a: &Title<'_>, b: &Title<'_>) -> bool {
    let bare = |words: &str| words.trim_matches(|c: char| !c.is_alphabetic()).to_owned();
    let (tail_a, tail_b) = (bare(&a.after), bare(&b.after));
    if a.folded.chars().any(is_cjk) {
        let pairs = tail_a.chars().zip(tail_b.chars());
        let shared = pairs.take_while(|(a, b)| a == b).count();
        let ends = tail_a.is_empty() && tail_b.is_empty() && a.sort.is_some();
        return shared >= 4 || ends || shared >= 2 && tail_a == tail_b;
    }
    let head = |tail: &str| tail.split(' ').next().map(str::to_owned);
    if a.sort.is_some() && a.before == b.before && head(&tail_a) == head(&tail_b) {
        return true;
    }
    let words = |title: &Title<'_>| -> BTreeSet<String> {
        let text = format!("{} {}", title.before, title.after);
        let words = text.split(|c: char| !c.is_alphabetic());
        let empty = [
            "year", "fiscal", "ended", "ending", "table", "schedule", "exhibit", "appendix",
            "part", "section",
        ];
        words
            .filter(|word| word.len() > 3 && !empty.contains(word))
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let shared = a.intersection(&b).count();
    shared >= 2 && shared * 5 >= a.len().min(b.len()) * 3 || shared >= 1 && a == b
}

/// Whether something stands under a title before the next: it is not a line of a list of contents.
fn has_content(title: &Title<'_>, document: &Document) -> bool {
    if matches!(document.blocks.get(title.block), Some(Block::Table(_))) {
        return true;
    }
    let under = document.blocks.iter().skip(title.block + 1).take(3);
    under
        .take_while(|block| !matches!(block, Block::Heading(_)))
        .any(|block| match block {
            Block::Paragraph(paragraph) => {
                let text = paragraph.passage.text.trim();
                text.ends_with(['。', '.']) || text.chars().count() > LONGEST
            }
            _ => true,
        })
}

/// The years that the content under a title speaks of: the first of each paragraph, those of its tables' column headers.
fn years_under(title: &Title<'_>, usual: &[&Title<'_>], document: &Document) -> Vec<i32> {
    let own_table = matches!(document.blocks.get(title.block), Some(Block::Table(_)));
    let from = title.block + usize::from(!own_table);
    let ends = |at: usize| {
        let next = usual.iter().any(|other| other.leads && other.block == at);
        let higher = match document.blocks.get(at) {
            Some(Block::Heading(heading)) => title.level == 0 || heading.level < title.level,
            _ => own_table,
        };
        at > title.block && (next || higher)
    };
    let mut years = Vec::new();
    for at in from..document.blocks.len().min(from + REACH) {
        if ends(at) {
            break;
        }
        match &document.blocks[at] {
            Block::Table(table) => {
                let headers = table.rows.iter().take(table.header_rows.unwrap_or(1));
                for cell in headers.flatten().flatten() {
                    let named = years_named(&fold(&cell.text));
                    years.extend(named.into_iter().map(|(_, year)| year));
                }
                if title.level == 0 {
                    break;
                }
            }
            Block::Paragraph(paragraph) => {
                let named = years_named(&fold(&paragraph.passage.text));
                years.extend(named.first().map(|(_, year)| *year));
            }
            Block::Heading(_) => {}
        }
    }
    years
}
