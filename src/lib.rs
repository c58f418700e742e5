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
//! | [`accept`] | findings that are known: settings, remarks, baselines; what of these fits no more | |
//! | [`suggest`] | what was found in a report as rules that a person may keep | |
//! | [`render`] | an outcome to text | output: `RENDERERS` |
//!
//! [`run`] sends files through these rooms batch by batch, and keeps of each what outputs need; then documents are held against each
//! other ([`Kinship`]). [`trial`] is a second hall: rules held against their own examples, with the same verbs in the same order;
//! [`proposal`] a third: what was found in reports as rules, each held against its own report.
//!
//! Every check lowers to one [`model::Claim`]: stated, relation, computed. The library never prints, never reads clock, locale or
//! environment, and never panics on content. Where a crate that takes files apart does, that is the error of one file; Rust's message of
//! it is printed unless the program's panic hook asks [`read::is_guarded`], as that of `tieout` does.

pub mod accept;
pub mod check;
pub mod compile;
pub mod explain;
mod kin;
mod memory;
pub mod model;
pub mod proposal;
pub mod read;
pub mod relate;
pub mod render;
pub mod resolve;
pub mod run;
pub mod suggest;
pub mod trial;

pub use kin::{Given, Kinship};
pub use memory::Memory;
pub use run::{Bytes, Keep, Manner, Run, Task, review, review_each, survey};

pub(crate) use run::{each, review_documents};

use compile::Library;
use model::{Bound, Checked, Document, Figure, Unread};

/// What the names of each rule match in a document.
///
/// # Errors
/// Where the input cannot be read.
pub fn bind(task: &Task<'_>) -> Result<(Checked, Vec<Bound>), Unread> {
    let library = task.library;
    let mut document = run::read(task)?;
    let figures = figures(&mut document, library);
    let scene = check::Scene {
        index: 0,
        document: &document,
        figures: &figures,
        vocabulary: &library.vocabulary,
        keyed: check::Keyed::of(&figures),
    };
    let bound = check::names(&scene, &library.rules);
    let checked = Checked {
        document,
        figures,
        claims: Vec::new(),
        ticks: Vec::new(),
        kept: None,
    };
    Ok((checked, bound))
}

fn review_one(index: usize, mut document: Document, library: &Library) -> check::Review {
    let figures = figures(&mut document, library);
    let related = relate::relate(index, &mut document, &figures, &library.vocabulary);
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
