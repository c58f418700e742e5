//! tieout: a linter for the figures in budget reports. Does every number agree with every other number that it should agree with?
//!
//! Nouns are handed from room to room; verbs are the rooms. Nouns know no verbs, verbs do not know each other, and only this hall
//! knows the order:
//!
//! ```text
//!           read          resolve            relate           check              explain           render
//! files ──────────▶ Document ──────▶ Figures ──────▶ Claims ──────▶ Findings ──────────▶ Causes ─────────▶ text
//!                                                      ▲
//! rules/*.toml ──────────── compile ──▶ Vocabulary, Rules
//! ```
//!
//! | room | does | a new … is one file and its line in |
//! |---|---|---|
//! | [`model`] | the nouns | |
//! | [`read`] | bytes to a document: blocks, tables as grids, every cell with its span | format: `READERS` |
//! | [`resolve`] | every number as an exact decimal with unit, labels, meaning | |
//! | [`relate`] | what the report itself claims: totals, differences, lists, repetition | |
//! | [`compile`] | TOML to vocabulary and rules, all mistakes at once | kind: `KINDS` |
//! | [`check`] | rules bind to figures; each claim is evaluated once | |
//! | [`explain`] | the likely cause, verified by arithmetic; one diagnostic for one cause | cause: `CAUSES` |
//! | [`render`] | an outcome to text | output: `RENDERERS` |
//!
//! Every check lowers to one [`model::Claim`]: stated, relation, computed. The library never prints, never reads clock, locale or
//! environment, and never panics on content.

pub mod check;
pub mod compile;
pub mod explain;
pub mod model;
pub mod read;
pub mod relate;
pub mod render;
pub mod resolve;

use compile::Library;
use model::{Checked, Document, Figure, Outcome, Tally, Unread, Vocabulary};
use rayon::prelude::*;
use read::Input;

/// The main job: reads, resolves, relates, checks and explains each input. Documents keep the order of the inputs; one that cannot be
/// read is in [`Outcome::unread`] and the others are checked all the same.
pub fn review(inputs: &[Input<'_>], library: &Library) -> Outcome {
    review_with(inputs, library, &read::Options::default())
}

/// The same where files are to be read otherwise than usual.
pub fn review_with(inputs: &[Input<'_>], library: &Library, options: &read::Options) -> Outcome {
    let (documents, unread) = read_all(inputs, &library.vocabulary, options);
    let documents = documents.into_iter().enumerate().collect();
    let reviews = each(documents, |(index, document)| {
        review_one(index, document, library)
    });
    let mut outcome = Outcome {
        unread,
        tallies: vec![Tally::default(); library.rules.len()],
        ..Outcome::default()
    };
    for review in reviews {
        for (tally, own) in outcome.tallies.iter_mut().zip(review.tallies) {
            tally.add(own);
        }
        outcome.findings.extend(review.findings);
        outcome.documents.push(review.checked);
    }
    outcome
}

/// Only reads and resolves each input: documents with their figures, of which nothing is claimed.
pub fn survey(inputs: &[Input<'_>], library: &Library, options: &read::Options) -> Outcome {
    let vocabulary = &library.vocabulary;
    let (documents, unread) = read_all(inputs, vocabulary, options);
    let documents = each(documents, |mut document| Checked {
        figures: resolve::resolve(&mut document, vocabulary),
        document,
        claims: Vec::new(),
        ticks: Vec::new(),
    });
    Outcome {
        documents,
        unread,
        ..Outcome::default()
    }
}

/// The documents that can be read, in the order of the inputs, and why the others cannot.
fn read_all(
    inputs: &[Input<'_>],
    vocabulary: &Vocabulary,
    options: &read::Options,
) -> (Vec<Document>, Vec<Unread>) {
    let read = each(inputs.iter().collect(), |input: &Input<'_>| {
        (input, read::read(*input, vocabulary, options))
    });
    let mut documents = Vec::new();
    let mut unread = Vec::new();
    for (input, result) in read {
        match result {
            Ok(document) => documents.push(document),
            Err(error) => unread.push(Unread {
                path: input.path.to_owned(),
                error: Box::new(error),
            }),
        }
    }
    (documents, unread)
}

/// Works on each, on all processors; a single one needs no threads.
fn each<T: Send, R: Send>(all: Vec<T>, work: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    if all.len() < 2 {
        all.into_iter().map(work).collect()
    } else {
        all.into_par_iter().map(work).collect()
    }
}

fn review_one(index: usize, mut document: Document, library: &Library) -> check::Review {
    let figures = figures(&mut document, library);
    let related = relate::relate(index, &document, &figures, &library.vocabulary);
    let mut review = check::check(
        index,
        document,
        figures,
        related,
        &library.rules,
        &library.vocabulary,
    );
    let findings = std::mem::take(&mut review.findings);
    review.findings = explain::explain(index, &review.checked, findings);
    check::settle(&mut review);
    review
}

/// The figures of a document, nameless totals named by the rules that say what they are.
pub fn figures(document: &mut Document, library: &Library) -> Vec<Figure> {
    let mut figures = resolve::resolve(document, &library.vocabulary);
    check::name_totals(document, &mut figures, &library.rules, &library.vocabulary);
    figures
}

/// What checking a rule's example prints of that rule; `None` where the rule has no example or the example does not break it.
pub fn example_message(at: usize, library: &Library, options: &render::Options) -> Option<String> {
    let example = library.rules.get(at)?.example.as_ref()?;
    let input = Input {
        path: "example.md",
        bytes: example.as_bytes(),
    };
    let mut outcome = review(&[input], library);
    outcome.findings.retain(|finding| finding.rule == at);
    outcome.findings.truncate(1);
    let shown = !outcome.findings.is_empty();
    shown.then(|| render::findings(&outcome, &library.rules, options))
}
