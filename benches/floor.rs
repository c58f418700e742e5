//! What inflating and tokenising alone take: `cargo bench --bench floor -- FILE…` prints the median for each package, nothing being
//! made of its parts.

// A bench prints, and stops where it cannot measure.
#![allow(clippy::expect_used, clippy::print_stdout)]

use quick_xml::{Reader, events::Event};
use std::{
    fs,
    hint::black_box,
    io::{Cursor, Read},
    time::Instant,
};
use zip::ZipArchive;

/// Parts that a report is read from.
const READ: [&str; 8] = [
    "word/document.xml",
    "word/styles.xml",
    "word/numbering.xml",
    "word/_rels/",
    "xl/workbook.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/worksheets/sheet",
];
const RUNS: usize = 15;

fn main() {
    for path in std::env::args()
        .skip(1)
        .filter(|path| !path.starts_with("--"))
    {
        let bytes = fs::read(&path).expect("a package");
        let mut times: Vec<(u128, u128, usize)> = (0..RUNS).map(|_| measure(&bytes)).collect();
        times.sort_unstable();
        let (inflating, tokenising, events) = times[RUNS / 2];
        println!("{path}: inflating {inflating} µs, tokenising {tokenising} µs, {events} events");
    }
}

fn measure(bytes: &[u8]) -> (u128, u128, usize) {
    let started = Instant::now();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        let name = part.name().expect("a name").into_owned();
        if READ.iter().any(|wanted| name.starts_with(wanted)) {
            let mut text = String::new();
            part.read_to_string(&mut text).expect("text");
            parts.push(text);
        }
    }
    let inflating = started.elapsed().as_micros();
    let started = Instant::now();
    let mut events = 0;
    for part in &parts {
        let mut reader = Reader::from_str(part);
        while let Ok(event) = reader.read_event() {
            if matches!(event, Event::Eof) {
                break;
            }
            events += 1;
            black_box(event);
        }
    }
    (inflating, started.elapsed().as_micros(), events)
}
