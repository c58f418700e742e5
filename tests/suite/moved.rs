//! Known findings in every format: they stay known where tables move, pages come before them and line ends change, and are told again
//! where a figure changes by a hundredth.

use super::{
    cli::{code, err, json, out, tieout},
    documents, workbooks,
};
use std::{fs, path::Path, process::Output};

/// What a report is made of, in its order.
#[derive(Clone)]
enum Part {
    Words(String),
    /// The name, without its number; rows of a label and two amounts.
    Table(&'static str, Vec<[&'static str; 3]>),
}

use Part::{Table, Words};

/// The words of a report in one language.
struct Speech {
    title: &'static str,
    intro: &'static str,
    page: &'static str,
    /// Before the number of a table.
    noun: &'static str,
    other: &'static str,
    names: [&'static str; 2],
    head: [&'static str; 3],
    items: [&'static str; 3],
    total: &'static str,
}

const ENGLISH: Speech = Speech {
    title: "Report of the bureau",
    intro: "Grants and loans follow.",
    page: "A page of words that says nothing in figures.",
    noun: "Table ",
    other: "Stores of the bureau",
    names: ["Grants by kind", "Loans by kind"],
    head: ["Item", "Budget", "Actual"],
    items: ["Wages", "Goods", "Rent"],
    total: "Total",
};

const CHINESE: Speech = Speech {
    title: "示例局收支情况说明",
    intro: "补助与借款情况见下。",
    page: "本页只有文字，没有任何数额。",
    noun: "表",
    other: "库存情况表",
    names: ["补助资金情况表", "借款资金情况表"],
    head: ["项目", "预算数", "决算数"],
    items: ["工资支出", "商品支出", "租金支出"],
    total: "合计",
};

/// Two tables, the second total of each wrong.
fn report(speech: &Speech) -> Vec<Part> {
    let table = |at: usize, amounts: [[&'static str; 2]; 4]| {
        let [one, two, three] = speech.items;
        let labels = [one, two, three, speech.total];
        let rows = labels.iter().zip(amounts);
        let rows = rows.map(|(label, [budget, actual])| [*label, budget, actual]);
        let name = speech.names[at];
        Table(name, std::iter::once(speech.head).chain(rows).collect())
    };
    vec![
        Words(speech.title.to_owned()),
        Words(speech.intro.to_owned()),
        table(
            0,
            [
                ["10.00", "11.00"],
                ["20.00", "22.00"],
                ["5.00", "6.00"],
                ["35.00", "39.10"],
            ],
        ),
        table(
            1,
            [
                ["1.00", "2.00"],
                ["3.00", "4.00"],
                ["4.00", "7.00"],
                ["8.00", "13.30"],
            ],
        ),
    ]
}

/// What may happen to it without a change of any figure that is found wrong.
fn moved(speech: &Speech) -> Vec<Vec<Part>> {
    let whole = report(speech);
    let mut swapped = whole.clone();
    swapped.swap(2, 3);
    let mut rows = whole.clone();
    if let Table(_, rows) = &mut rows[2] {
        rows.swap(1, 2);
    }
    let other = [
        ["Paper", "1.00", "2.00"],
        ["Ink", "3.00", "4.00"],
        [speech.total, "4.00", "6.00"],
    ];
    let other = std::iter::once(speech.head).chain(other).collect();
    let mut longer = vec![whole[0].clone()];
    longer.extend(vec![Words(speech.page.to_owned()); 40]);
    longer.push(Table(speech.other, other));
    longer.extend_from_slice(&whole[1..]);
    vec![swapped, rows, longer]
}

/// One figure of a failing sum changed by 0.01.
fn changed(speech: &Speech) -> Vec<Vec<Part>> {
    let change = |old: &str, new: &'static str| {
        let mut parts = report(speech);
        if let Table(_, rows) = &mut parts[2] {
            for cell in rows.iter_mut().flatten().filter(|cell| **cell == old) {
                *cell = new;
            }
        }
        parts
    };
    vec![change("11.00", "11.01"), change("39.10", "39.11")]
}

/// The parts with their tables numbered as they stand.
fn numbered(parts: &[Part], noun: &str) -> Vec<(String, Vec<[&'static str; 3]>)> {
    let mut number = 0;
    let one = |part: &Part| match part {
        Words(words) => (words.clone(), Vec::new()),
        Table(name, rows) => {
            number += 1;
            (format!("{noun}{number} {name}"), rows.clone())
        }
    };
    parts.iter().map(one).collect()
}

fn lines(parts: &[Part], noun: &str, row: impl Fn(&[&str; 3]) -> String) -> String {
    let blocks = numbered(parts, noun).into_iter().map(|(words, rows)| {
        let rows: String = rows.iter().map(&row).collect();
        if rows.is_empty() {
            format!("{words}\n")
        } else {
            format!("{words}\n{rows}")
        }
    });
    blocks.collect::<Vec<_>>().join("\n")
}

fn markdown(parts: &[Part], noun: &str) -> Vec<u8> {
    let mut text = String::new();
    for (words, rows) in numbered(parts, noun) {
        text += &format!("{words}\n\n");
        for (at, row) in rows.iter().enumerate() {
            text += &format!("| {} |\n", row.join(" | "));
            text += if at == 0 { "|---|--:|--:|\n" } else { "" };
        }
        text += "\n";
    }
    text.into_bytes()
}

fn columns(parts: &[Part], noun: &str) -> Vec<u8> {
    let row = |[label, a, b]: &[&str; 3]| {
        let wide = label
            .chars()
            .map(|c| if c.is_ascii() { 1 } else { 2 })
            .sum::<usize>();
        format!("{label}{}{a:>10}{b:>10}\n", " ".repeat(16 - wide))
    };
    lines(parts, noun, row).into_bytes()
}

fn records(parts: &[Part], noun: &str) -> Vec<u8> {
    lines(parts, noun, |row| format!("{}\n", row.join(","))).into_bytes()
}

fn page(parts: &[Part], noun: &str) -> Vec<u8> {
    let mut body = String::new();
    for (words, rows) in numbered(parts, noun) {
        body += &format!("<p>{words}</p>\n");
        let row = |cells: &[&str; 3]| format!("<tr><td>{}</td></tr>\n", cells.join("</td><td>"));
        if !rows.is_empty() {
            body += &format!(
                "<table>\n{}</table>\n",
                rows.iter().map(row).collect::<String>()
            );
        }
    }
    format!("<!doctype html>\n<html><body>\n{body}</body></html>\n").into_bytes()
}

fn document(parts: &[Part], noun: &str) -> Vec<u8> {
    let paragraph = |words: &str| format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>");
    let mut body = String::new();
    for (words, rows) in numbered(parts, noun) {
        body += &paragraph(&words);
        let cell = |words: &&str| format!("<w:tc>{}</w:tc>", paragraph(words));
        let row = |cells: &[&str; 3]| {
            format!(
                "<w:tr>{}</w:tr>",
                cells.iter().map(cell).collect::<String>()
            )
        };
        if !rows.is_empty() {
            body += &format!(
                "<w:tbl>{}</w:tbl>",
                rows.iter().map(row).collect::<String>()
            );
        }
    }
    documents::package(&[("word/document.xml", documents::word(&body).as_bytes())])
}

fn workbook(parts: &[Part], noun: &str) -> Vec<u8> {
    let blocks = numbered(parts, noun);
    let mut rows: Vec<Vec<&str>> = Vec::new();
    for (words, own) in &blocks {
        rows.push(vec![words]);
        rows.extend(own.iter().map(|row| row.to_vec()));
        rows.push(Vec::new());
    }
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    workbooks::workbook(&rows, 2)
}

/// Each table on a page of its own, ten lines of words on others.
#[cfg(feature = "pdf")]
fn pages(parts: &[Part], noun: &str) -> Vec<u8> {
    use super::pages::{Sheet, pdf};
    let mut sheets = Vec::new();
    let mut sheet = Sheet::default();
    let mut y = 270;
    for (words, rows) in numbered(parts, noun) {
        if y < 150 || !rows.is_empty() {
            sheets.push(std::mem::take(&mut sheet));
            y = 270;
        }
        sheet = sheet.text(20, y, &words);
        y -= 25;
        for [label, a, b] in rows {
            sheet = sheet.row(y, &[(20, label), (160, a), (260, b)]);
            y -= 15;
        }
    }
    sheets.push(sheet);
    pdf(&sheets)
}

fn check(folder: &Path, name: &str, more: &[&str]) -> Output {
    tieout(
        folder,
        &[&["check", "--format", "json", name][..], more].concat(),
    )
}

fn told(output: &Output) -> [usize; 3] {
    let value = json(output);
    ["findings", "accepted", "complaints"].map(|key| value[key].as_array().map_or(0, Vec::len))
}

/// Both ways of knowing findings, over what may happen to a report that `write` writes.
fn hold(name: &str, speech: &Speech, write: &dyn Fn(&[Part], &str) -> Vec<u8>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let put = |bytes: Vec<u8>| fs::write(path.join(name), bytes).expect("a file");
    let written = |parts: &[Part]| write(parts, speech.noun);
    let known = ["--baseline", "known.json"];
    put(written(&report(speech)));
    let first = check(path, name, &[&known[..], &["--update-baseline"]].concat());
    assert_eq!(
        (code(&first), told(&first)),
        (0, [0, 2, 0]),
        "{name}: {}{}",
        out(&first),
        err(&first)
    );
    let baseline = fs::read(path.join("known.json")).expect("the baseline");
    let allow = |gap: &str, table: usize| {
        format!(
            "[[allow]]\nrule = \"table/foot\"\nplace = \"{} / {} / {}{} {}\"\ngap = \"{gap}\"\nreason = \"known\"\n",
            speech.total,
            speech.head[2],
            speech.noun,
            table + 1,
            speech.names[table]
        )
    };
    let settings = path.join("tieout.toml");
    let exceptions = [allow("0.10", 0), allow("0.30", 1)].concat();
    let held = |output: &Output, bytes: &str| {
        assert_eq!(
            (code(output), told(output)),
            (0, [0, 2, 0]),
            "{name}, {bytes}: {}",
            out(output)
        );
    };
    for (at, parts) in std::iter::once(report(speech))
        .chain(moved(speech))
        .enumerate()
    {
        put(written(&parts));
        held(&check(path, name, &known), &at.to_string());
        check(path, name, &[&known[..], &["--update-baseline"]].concat());
        let again = fs::read(path.join("known.json")).expect("the baseline");
        assert!(again == baseline, "{name}, {at}: the baseline changed");
        fs::write(&settings, &exceptions).expect("a file");
        held(&check(path, name, &[]), &at.to_string());
        fs::remove_file(&settings).expect("a file");
    }
    for parts in changed(speech) {
        put(written(&parts));
        let output = check(path, name, &known);
        assert_eq!(
            (code(&output), told(&output)),
            (1, [1, 1, 1]),
            "{name}: {}",
            out(&output)
        );
        fs::write(&settings, &exceptions).expect("a file");
        let output = check(path, name, &[]);
        assert_eq!(
            (code(&output), told(&output)),
            (1, [1, 1, 1]),
            "{name}: {}",
            out(&output)
        );
        fs::remove_file(&settings).expect("a file");
    }
}

/// The same bytes with other line ends, which is one more thing that may happen.
fn hold_lines(name: &str, speech: &Speech, write: &dyn Fn(&[Part], &str) -> Vec<u8>) {
    hold(name, speech, write);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let known = ["--baseline", "known.json"];
    let text = write(&report(speech), speech.noun);
    fs::write(path.join(name), &text).expect("a file");
    check(path, name, &[&known[..], &["--update-baseline"]].concat());
    let mut other = Vec::new();
    for byte in text {
        if byte == b'\n' {
            other.push(b'\r');
        }
        other.push(byte);
    }
    fs::write(path.join(name), other).expect("a file");
    let output = check(path, name, &known);
    assert_eq!(
        (code(&output), told(&output)),
        (0, [0, 2, 0]),
        "{name}: {}",
        out(&output)
    );
}

#[test]
fn known_findings_of_texts_stay_known() {
    hold_lines("report.md", &ENGLISH, &markdown);
    hold_lines("report.txt", &ENGLISH, &columns);
    hold_lines("report.csv", &ENGLISH, &records);
    hold_lines("report.html", &ENGLISH, &page);
}

#[test]
fn known_findings_of_chinese_texts_stay_known() {
    let encoded = |write: fn(&[Part], &str) -> Vec<u8>| {
        move |parts: &[Part], noun: &str| {
            let text = String::from_utf8(write(parts, noun)).expect("UTF-8");
            encoding_rs::GB18030.encode(&text).0.into_owned()
        }
    };
    hold_lines("report.txt", &CHINESE, &encoded(columns));
    hold_lines("report.csv", &CHINESE, &encoded(records));
    hold("report.docx", &CHINESE, &document);
    hold("report.xlsx", &CHINESE, &workbook);
}

#[test]
fn known_findings_of_documents_and_workbooks_stay_known() {
    hold("report.docx", &ENGLISH, &document);
    hold("report.xlsx", &ENGLISH, &workbook);
}

#[cfg(feature = "pdf")]
#[test]
fn known_findings_of_page_files_stay_known() {
    hold("report.pdf", &ENGLISH, &pages);
}
