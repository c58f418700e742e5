//! The figures of a document by what they mean, so that many rules look each up at once.

use crate::model::{ConceptId, DimensionId, Figure, Period, Site, ValueId};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// What a key says beside its concept, the period and the values, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Frame(u32);

type Around<'a> = (Option<Period>, &'a BTreeMap<DimensionId, ValueId>);

/// All lists are in reading order.
pub struct Keyed<'a> {
    figures: &'a [Figure],
    frames: FxHashMap<Around<'a>, Frame>,
    /// One for each figure; `None` where it has no meaning.
    framed: Vec<Option<Frame>>,
    by_key: FxHashMap<(ConceptId, Frame), Mentions>,
    by_concept: FxHashMap<ConceptId, Vec<usize>>,
    /// Those of sentences by what their own words name.
    said: FxHashMap<ConceptId, Vec<usize>>,
}

/// The figures of one key.
#[derive(Default)]
pub struct Mentions {
    pub all: Vec<usize>,
    /// Of those in tables the first, and whether all state its amount.
    pub in_tables: Option<(usize, bool)>,
    /// The same of those in sentences.
    pub in_sentences: Option<(usize, bool)>,
}

impl<'a> Keyed<'a> {
    pub fn of(figures: &'a [Figure]) -> Self {
        let mut keyed = Self {
            figures,
            frames: FxHashMap::default(),
            framed: vec![None; figures.len()],
            by_key: FxHashMap::default(),
            by_concept: FxHashMap::default(),
            said: FxHashMap::default(),
        };
        for (at, figure) in figures.iter().enumerate() {
            if let Some(key) = &figure.meaning {
                let next = Frame(u32::try_from(keyed.frames.len()).unwrap_or(u32::MAX));
                let around = (key.period, &key.values);
                let frame = *keyed.frames.entry(around).or_insert(next);
                keyed.framed[at] = Some(frame);
                let mentions = keyed.by_key.entry((key.concept, frame)).or_default();
                mentions.add(at, figures);
                keyed.by_concept.entry(key.concept).or_default().push(at);
            }
            if let (Some(concept), Site::Prose { .. }) = (figure.concept, figure.site) {
                keyed.said.entry(concept).or_default().push(at);
            }
        }
        keyed
    }

    pub fn frame_of(&self, figure: usize) -> Option<Frame> {
        *self.framed.get(figure)?
    }

    /// The frame of a period and values; `None` where no figure has it.
    pub fn frame(
        &self,
        period: Option<Period>,
        values: &BTreeMap<DimensionId, ValueId>,
    ) -> Option<Frame> {
        self.frames.get(&(period, values)).copied()
    }

    pub fn mentions(&self, concept: ConceptId, frame: Frame) -> Option<&Mentions> {
        self.by_key.get(&(concept, frame))
    }

    /// The figures that state a concept.
    pub fn stating(&self, concept: ConceptId) -> &[usize] {
        self.by_concept.get(&concept).map_or(&[], Vec::as_slice)
    }

    /// The figures of sentences whose own words name a concept.
    pub fn said(&self, concept: ConceptId) -> &[usize] {
        self.said.get(&concept).map_or(&[], Vec::as_slice)
    }

    /// The part of a list that stands in one block.
    pub fn in_block<'l>(&self, list: &'l [usize], block: usize) -> &'l [usize] {
        let of = |at: &usize| self.figures[*at].site.block();
        let from = list.partition_point(|at| of(at) < block);
        let to = list.partition_point(|at| of(at) <= block);
        &list[from..to]
    }
}

impl Mentions {
    fn add(&mut self, at: usize, figures: &[Figure]) {
        self.all.push(at);
        let own = match figures[at].site {
            Site::Cell { .. } => &mut self.in_tables,
            Site::Prose { .. } => &mut self.in_sentences,
        };
        match own {
            Some((first, same)) => *same &= states_the_same(&figures[at], &figures[*first]),
            None => *own = Some((at, true)),
        }
    }
}

/// Whether a figure states the amount of another, whatever its unit.
pub fn states_the_same(figure: &Figure, other: &Figure) -> bool {
    figure.amount.in_unit(&other.amount.unit) == Some(other.amount.printed)
}
