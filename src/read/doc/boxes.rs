//! Text boxes: where each is anchored in the text, and which characters are its own.

use crate::read::bytes::Bytes;
use std::{collections::BTreeMap, ops::Range};

/// Bytes that say of an anchor, and of a box, what it is.
const ANCHOR: usize = 26;
const BOX: usize = 22;

/// The characters of boxes by the place of the anchor; those without one at the end of the text.
pub type Boxes = BTreeMap<u32, Vec<Range<u32>>>;

/// `anchors`, `boxes`: bounds, then what each is; `range`: the characters of all boxes; `end`: that of the text.
pub fn read(anchors: &[u8], boxes: &[u8], range: &Range<u32>, end: u32) -> Boxes {
    let places: BTreeMap<u32, u32> = entries(anchors, ANCHOR)
        .filter_map(|(from, _, mut about)| Some((about.u32()?, from)))
        .collect();
    let mut all = Boxes::new();
    let mut at = range.start;
    for (_, to, mut about) in entries(boxes, BOX) {
        // The shape stands behind what chains boxes.
        let shape = about.take(14).and_then(|_| about.u32());
        let place = shape.and_then(|shape| places.get(&shape).copied());
        let to = range.start.saturating_add(to).min(range.end);
        if at < to {
            let place = place.filter(|&place| place < end).unwrap_or(end);
            all.entry(place).or_default().push(at..to);
            at = to;
        }
    }
    if at < range.end {
        all.entry(end).or_default().push(at..range.end);
    }
    all
}

/// The bounds of each entry of a list, and the bytes about it.
fn entries(list: &[u8], size: usize) -> impl Iterator<Item = (u32, u32, Bytes<'_>)> {
    let count = list.len().saturating_sub(4) / (size + 4);
    let bounds = list.get(..(count + 1) * 4).unwrap_or(&[]);
    let about = list.get((count + 1) * 4..).unwrap_or(&[]);
    let bound = |at: usize| {
        Bytes(bounds.get(at * 4..).unwrap_or(&[]))
            .u32()
            .unwrap_or(0)
    };
    about
        .chunks_exact(size)
        .enumerate()
        .map(move |(at, about)| (bound(at), bound(at + 1), Bytes(about)))
}
