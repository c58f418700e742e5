//! Running heads and page numbers: what stands at the edge of page after page.

use super::{
    flow::{Part, Sheet},
    line::Line,
};
use std::collections::{BTreeMap, BTreeSet};

/// Pages on which a line stands at the same height before it is a running head.
const OFTEN: usize = 3;

/// Leaves out page numbers and what stands at the same height at the edge of several pages. What does so on few of all pages names
/// these, and stays where it stands first.
pub fn drop(sheets: &mut [Sheet]) {
    let mut times: BTreeMap<(i64, String), usize> = BTreeMap::new();
    for sheet in sheets.iter() {
        for part in &sheet.parts {
            if let Part::Line(line) = part
                && let Some(key) = key(line, sheet.height)
            {
                *times.entry(key).or_default() += 1;
            }
        }
    }
    let most = sheets.len().div_ceil(2);
    let mut seen = BTreeSet::new();
    for sheet in sheets {
        let height = sheet.height;
        sheet.parts.retain(|part| {
            let Part::Line(line) = part else { return true };
            let Some(key) = key(line, height) else {
                return true;
            };
            if key.1.chars().all(|c| !c.is_alphanumeric()) || is_page_number(&key.1) {
                return false;
            }
            let times = times.get(&key).copied().unwrap_or(0);
            times < OFTEN || (times < most && seen.insert(key))
        });
    }
}

/// Height and letters of a line at the edge of its page.
fn key(line: &Line, height: f64) -> Option<(i64, String)> {
    let edge = line.base < height * 0.09 || line.base > height * 0.92;
    let text: String = line
        .text()
        .chars()
        .filter(|c| !c.is_ascii_digit() && !c.is_whitespace())
        .collect();
    edge.then(|| ((line.base / 4.0).round() as i64, text))
}

/// `第 3 页`, `Page 3 of 7` with their digits taken out.
fn is_page_number(text: &str) -> bool {
    matches!(
        text.trim_matches(['-', '—', '–', '/', '共', '.', ' ']),
        "第页" | "第页共页" | "Page" | "page" | "Pageof" | "pageof" | "页" | "第页，共页"
    )
}
