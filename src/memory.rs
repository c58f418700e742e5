//! What is remembered of documents in which nothing was found, from one run to the next.

use crate::{
    check::Review,
    model::{
        Checked, Counts, Digest, Document, Fared, Identity, Judged, Kept, Language, Outcome, Rule,
        Tally, Text,
    },
};

/// The digests of earlier runs. A key stands for a file's bytes and all else that its digest depends on: name, rules, options, program.
pub trait Memory: Sync {
    /// `task`: its place among the tasks.
    fn key(&self, task: usize, bytes: &[u8]) -> [u8; 32];
    fn recall(&self, key: &[u8; 32]) -> Option<Digest>;
    fn learn(&self, key: &[u8; 32], digest: &Digest);
}

/// What is remembered of a document in which nothing was found; `places`: of the rules of its library among all.
pub fn digest(
    review: &Review,
    identity: Option<Identity>,
    rules: &[Rule],
    places: &[usize],
) -> Digest {
    let document = &review.checked.document;
    let counts = review.checked.count(rules);
    let foreign = Tally {
        not_applicable: 1,
        ..Tally::default()
    };
    let mut digest = Digest {
        format: document.format,
        language: document.language,
        transcript: document.transcript,
        tables: counts.tables,
        figures: counts.figures,
        tied: counts.tied,
        identity,
        not_applicable: Vec::new(),
        rules: Vec::new(),
    };
    for (rule, place) in places.iter().enumerate() {
        let Some(tally) = review.tallies.get(*place) else {
            continue;
        };
        let judged = counts.judged.iter().find(|one| one.rule == *place);
        if *tally == foreign && judged.is_none() {
            digest.not_applicable.push(rule);
        } else if *tally != Tally::default() {
            digest.rules.push(Fared {
                rule,
                tally: tally.clone(),
                holds: judged.map_or(0, |one| one.holds),
                undecided: judged.map_or(0, |one| one.undecided),
            });
        }
    }
    digest
}

/// Adds a document as its digest says that it was checked before; `places`: of the rules of its library among all.
pub fn add(
    outcome: &mut Outcome,
    path: &str,
    language: Option<Language>,
    digest: Digest,
    places: &[usize],
) {
    for rule in digest.not_applicable {
        let place = places.get(rule);
        if let Some(tally) = place.and_then(|place| outcome.tallies.get_mut(*place)) {
            tally.not_applicable += 1;
        }
    }
    let mut judged = Vec::new();
    for fared in digest.rules {
        let Some(&rule) = places.get(fared.rule) else {
            continue;
        };
        if let Some(tally) = outcome.tallies.get_mut(rule) {
            tally.add(fared.tally);
        }
        if fared.holds + fared.undecided > 0 {
            judged.push(Judged {
                rule,
                holds: fared.holds,
                undecided: fared.undecided,
            });
        }
    }
    judged.sort_by_key(|one| one.rule);
    let document = Document {
        path: path.to_owned(),
        format: digest.format,
        language: language.unwrap_or(digest.language),
        transcript: digest.transcript,
        text: Text::default(),
        blocks: Vec::new(),
        notices: Vec::new(),
        remarks: Vec::new(),
    };
    outcome.documents.push(Checked {
        document,
        figures: Vec::new(),
        claims: Vec::new(),
        ticks: Vec::new(),
        kept: Some(Kept {
            counts: Counts {
                tables: digest.tables,
                figures: digest.figures,
                tied: digest.tied,
                judged,
            },
            ..Kept::default()
        }),
    });
}
