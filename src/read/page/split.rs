//! A line cut into chunks: words that stand together, figures apart from each other.

use super::{
    Area,
    figure::{is_figure, is_grouped},
    line::{Line, Word, join},
    rules::Ruling,
};

#[derive(Clone, Debug)]
pub struct Chunk {
    pub words: Vec<Word>,
    pub area: Area,
    pub text: String,
    pub figure: bool,
}

impl Chunk {
    pub fn new(words: Vec<Word>) -> Option<Self> {
        let area = Area::of(words.iter().map(|word| word.area))?;
        let text = join(&words);
        Some(Self {
            figure: is_figure(&text),
            words,
            area,
            text,
        })
    }

    pub fn size(&self) -> f64 {
        self.words.iter().map(|word| word.size).fold(0.0, f64::max)
    }
}

pub fn chunks(line: &Line, ruling: &Ruling) -> Vec<Chunk> {
    let mut out: Vec<Vec<Word>> = Vec::new();
    for word in &line.words {
        match out.last_mut() {
            Some(open) if !parts(open, word, ruling) => open.push(word.clone()),
            _ => out.push(vec![word.clone()]),
        }
    }
    out.into_iter().filter_map(Chunk::new).collect()
}

fn parts(open: &[Word], word: &Word, ruling: &Ruling) -> bool {
    let Some(last) = open.last() else {
        return false;
    };
    let gap = word.area.x0 - last.area.x1;
    let size = word.size.max(last.size);
    let (left, right) = (is_figure(&last.text), is_figure(&word.text));
    let limit = match (left, right) {
        _ if is_grouped(&last.text, &word.text) => 0.5,
        (true, true) => 0.45,
        (false, true) => 0.75,
        _ => 0.9,
    };
    gap > size * limit || is_ruled_between(last, word, ruling)
}

fn is_ruled_between(last: &Word, word: &Word, ruling: &Ruling) -> bool {
    let (left, right) = (last.area.x1 - 1.0, word.area.x0 + 1.0);
    let y = word.area.middle().1;
    let from = ruling.upright.partition_point(|rule| rule.at < left);
    ruling
        .upright
        .iter()
        .skip(from)
        .take_while(|rule| rule.at <= right)
        .any(|rule| rule.from < y && rule.to > y)
}
