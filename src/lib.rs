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
//! | [`render`] | an outcome to text | output: `RENDERERS` |
//!
//! [`trial`] is a second hall: rules held against their own examples, with the same verbs in the same order.
//!
//! Every check lowers to one [`model::Claim`]: stated, relation, computed. The library never prints, never reads clock, locale or
//! environment, and never panics on content. Where a crate that takes files apart does, that is the error of one file; Rust's message of
//! it is printed unless the program's panic hook asks [`read::is_guarded`], as that of `tieout` does.

pub mod accept;
pub mod check;
pub mod compile;
pub mod explain;
pub mod model;
pub mod read;
pub mod relate;
pub mod render;
pub mod resolve;
pub mod trial;

use compile::Library;
use model::{Bound, Checked, Document, Figure, Language, Outcome, Rule, Tally, Unread};
use rayon::prelude::*;
use read::Input;

/// A file to review: the rules that hold for it, and how it is read and spoken of.
#[derive(Clone, Copy, Debug)]
pub struct Task<'a> {
    pub input: Input<'a>,
    pub library: &'a Library,
    pub options: read::Options,
    /// Of messages; `None`: the report's own.
    pub language: Option<Language>,
}

/// The main job: reads, resolves, relates, checks and explains each input. Documents keep the order of the inputs; one that cannot be
/// read is in [`Outcome::unread`] and the others are checked all the same.
pub fn review(inputs: &[Input<'_>], library: &Library) -> Outcome {
    let task = |&input| Task {
        input,
        library,
        options: read::Options::default(),
        language: None,
    };
    let tasks: Vec<Task<'_>> = inputs.iter().map(task).collect();
    review_each(&tasks).0
}

/// The same where each file has rules of its own; with the rules of all, to which the outcome's indexes refer.
pub fn review_each(tasks: &[Task<'_>]) -> (Outcome, Vec<Rule>) {
    let (rules, places) = union(tasks);
    let (documents, unread) = read_all(tasks);
    let outcome = review_documents(documents, &rules, &places);
    (Outcome { unread, ..outcome }, rules)
}

/// Reviews what was read: each document with the rules that hold for it, which stand at `places` among all `rules`.
fn review_documents(
    documents: Vec<(&Library, Document)>,
    rules: &[Rule],
    places: &[(&Library, Vec<usize>)],
) -> Outcome {
    let documents = documents.into_iter().enumerate().collect();
    let reviews = each(documents, |(index, (library, document))| {
        let mut review = review_one(index, document, library);
        if let Some((_, places)) = places.iter().find(|(own, _)| std::ptr::eq(*own, library)) {
            check::renumber(&mut review, places, rules.len());
        }
        review
    });
    let mut outcome = Outcome {
        tallies: vec![Tally::default(); rules.len()],
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

/// The rules of all libraries, each id once; and for each library where its rules stand among them.
fn union<'a>(tasks: &[Task<'a>]) -> (Vec<Rule>, Vec<(&'a Library, Vec<usize>)>) {
    let mut rules: Vec<Rule> = Vec::new();
    let mut places: Vec<(&Library, Vec<usize>)> = Vec::new();
    for task in tasks {
        if places
            .iter()
            .any(|(own, _)| std::ptr::eq(*own, task.library))
        {
            continue;
        }
        let own = task.library.rules.iter().map(|rule| {
            let known = rules.iter().position(|other| other.id == rule.id);
            known.unwrap_or_else(|| {
                rules.push(rule.clone());
                rules.len() - 1
            })
        });
        let own = own.collect();
        places.push((task.library, own));
    }
    (rules, places)
}

/// Only reads each input: documents whose tables have their header rows and units, without any figures.
pub fn survey(tasks: &[Task<'_>]) -> Outcome {
    let (documents, unread) = read_all(tasks);
    let documents = each(documents, |(library, mut document)| {
        resolve::frame(&mut document, &library.vocabulary);
        Checked {
            document,
            figures: Vec::new(),
            claims: Vec::new(),
            ticks: Vec::new(),
        }
    });
    Outcome {
        documents,
        unread,
        ..Outcome::default()
    }
}

/// The documents that can be read, in the order of the inputs, and why the others cannot.
fn read_all<'a>(tasks: &[Task<'a>]) -> (Vec<(&'a Library, Document)>, Vec<Unread>) {
    let read = each(tasks.iter().collect(), |task: &Task<'a>| {
        let vocabulary = &task.library.vocabulary;
        (task, read::read(task.input, vocabulary, &task.options))
    });
    let mut documents = Vec::new();
    let mut unread = Vec::new();
    for (task, result) in read {
        match result {
            Ok(mut document) => {
                document.language = task.language.unwrap_or(document.language);
                documents.push((task.library, document));
            }
            Err(error) => unread.push(Unread {
                path: task.input.path.to_owned(),
                error: Box::new(error),
            }),
        }
    }
    (documents, unread)
}

/// What the names of each rule match in a document.
///
/// # Errors
/// Where the input cannot be read.
pub fn bind(task: &Task<'_>) -> Result<(Checked, Vec<Bound>), Unread> {
    let (mut documents, unread) = read_all(std::slice::from_ref(task));
    let Some((library, mut document)) = documents.pop() else {
        return Err(unread.into_iter().next().unwrap_or_else(|| Unread {
            path: task.input.path.to_owned(),
            error: Box::new(miette::MietteDiagnostic::new("unread")),
        }));
    };
    let figures = figures(&mut document, library);
    let scene = check::Scene {
        index: 0,
        document: &document,
        figures: &figures,
        vocabulary: &library.vocabulary,
    };
    let bound = check::names(&scene, &library.rules);
    let checked = Checked {
        document,
        figures,
        claims: Vec::new(),
        ticks: Vec::new(),
    };
    Ok((checked, bound))
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
