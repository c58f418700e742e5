//! Properties of stretches of the stream, kept in pages of 512 bytes ("formatted disk pages").

use crate::read::bytes::Bytes;

const PAGE: usize = 512;

/// A stretch of the stream, and where in it what is set there lies.
#[derive(Clone, Copy, Debug)]
pub struct Stretch<'a> {
    pub from: u32,
    pub to: u32,
    pub bytes: &'a [u8],
}

/// Stretches by their begin.
pub struct Stretches<'a> {
    all: Vec<Stretch<'a>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Characters,
    Paragraphs,
}

impl<'a> Stretches<'a> {
    /// `table`: the bounds and the numbers of the pages.
    pub fn of(stream: &'a [u8], table: &[u8], kind: Kind) -> Self {
        let count = table.len().saturating_sub(4) / 8;
        let numbers = table.get((count + 1) * 4..).unwrap_or(&[]);
        // A page that is named twice is a lie.
        let most = stream.len() / PAGE + 1;
        let mut all = Vec::new();
        for number in numbers.chunks_exact(4).take(most.min(count)) {
            let number = Bytes(number).u32().unwrap_or(0) & 0x3f_ffff;
            let start = number as usize * PAGE;
            if let Some(page) = stream.get(start..start + PAGE) {
                read_page(page, kind, &mut all);
            }
        }
        all.sort_by_key(|stretch: &Stretch<'_>| stretch.from);
        Self { all }
    }

    /// The stretch that a place lies in.
    pub fn at(&self, offset: u32) -> Option<Stretch<'a>> {
        let after = self.all.partition_point(|stretch| stretch.from <= offset);
        let stretch = self.all.get(after.checked_sub(1)?)?;
        (offset < stretch.to).then_some(*stretch)
    }
}

fn read_page<'a>(page: &'a [u8], kind: Kind, all: &mut Vec<Stretch<'a>>) {
    let Some((&count, page)) = page.split_last() else {
        return;
    };
    let count = usize::from(count);
    let entry = match kind {
        Kind::Characters => 1,
        Kind::Paragraphs => 13,
    };
    let mut bounds = Bytes(page);
    let mut from = bounds.u32().unwrap_or(0);
    for at in 0..count {
        let Some(to) = bounds.u32() else { return };
        let place = page.get((count + 1) * 4 + at * entry);
        let bytes = place.and_then(|&place| properties(page, usize::from(place) * 2, kind));
        if from < to {
            let bytes = bytes.unwrap_or(&[]);
            all.push(Stretch { from, to, bytes });
        }
        from = to;
    }
}

/// The properties at a place of a page; none at 0.
fn properties(page: &[u8], place: usize, kind: Kind) -> Option<&[u8]> {
    let mut bytes = Bytes(page.get(place..).filter(|_| place > 0)?);
    let length = usize::from(bytes.u8()?);
    let length = match kind {
        Kind::Characters => length,
        Kind::Paragraphs if length == 0 => usize::from(bytes.u8()?) * 2,
        Kind::Paragraphs => length * 2 - 1,
    };
    Some(bytes.0.get(..length).unwrap_or(bytes.0))
}
