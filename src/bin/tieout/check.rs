//! `tieout check`: files with their settings, the review, what is accepted, the outputs, and how the run ends.

use super::{
    arguments::{Check, FailOn},
    cache::Cache,
    command::{self, Ending},
    files::{self, File},
    group::{self, Group},
    known::{self, Held},
    library,
    output::{self, Stream},
    progress::Progress,
    related,
    settings::{Book, Need},
    trouble::{Trouble, Unusable},
    write,
};
use rust_decimal::Decimal;
use std::{
    ffi::OsString,
    mem::ManuallyDrop,
    path::Path,
    time::{Duration, Instant},
};
use tieout::{
    Keep, Manner, Memory, Run, Task, accept::Acceptance, compile::Library, model::Outcome, render,
};

pub fn check(arguments: &Check) -> Result<Ending, Trouble> {
    let begin = Instant::now();
    let common = &arguments.common;
    threads(arguments.jobs);
    let language = common.language();
    let sources = &arguments.sources;
    let mut book = Book::open(
        &arguments.configuring,
        &sources.paths,
        sources.no_builtin,
        language,
        Need::Rules,
    )?;
    let here = book.here()?;
    let (files, unread) = gather(arguments, &mut book)?;
    if arguments.show_files {
        let names = files.iter().map(|file| format!("{}\n", file.name));
        write::write(&names.collect::<String>(), None)?;
        let missed = Outcome {
            unread,
            ..Outcome::default()
        };
        return Ok(if command::complain(&missed, common) {
            Ending::Unchecked
        } else {
            Ending::Clean
        });
    }
    let mut places = Vec::new();
    for file in &files {
        places.push(book.place(&file.path)?);
    }
    let libraries: Vec<&Library> = book.all().iter().map(|one| &one.library).collect();
    library::expect(&arguments.select, &libraries)?;
    library::expect(&arguments.ignore, &libraries)?;
    let (groups, of) = group::groups(arguments, &book, &files, &places);
    if arguments.show_settings {
        write::write(&group::shown(&book, &groups), None)?;
        return Ok(Ending::Clean);
    }
    if !groups.is_empty() && groups.iter().all(|group| group.library.rules.is_empty()) {
        return Err(Box::new(Unusable::NoRuleLeft));
    }
    let gathered = Instant::now();
    let bytes: Vec<_> = files.iter().map(|file| || file.bytes()).collect();
    let reading = &arguments.reading;
    let options = |group: &Group<'_>| {
        let governed = book.get(group.place)?;
        Some(governed.reading(reading.include_hidden, &reading.limits))
    };
    let named: Vec<(usize, OsString)> = files
        .iter()
        .zip(&of)
        .map(|(file, &group)| (group, file.path.file_name().unwrap_or_default().to_owned()))
        .collect();
    let tasks: Vec<Task<'_>> = files
        .iter()
        .zip(&bytes)
        .zip(&of)
        .filter_map(|((file, bytes), &group)| {
            let group = groups.get(group)?;
            Some(Task {
                path: &file.name,
                bytes,
                library: &group.library,
                options: options(group)?,
                language: group.choices.language,
            })
        })
        .collect();
    let seeds = groups.iter().map(|group| {
        let rules = book.get(group.place).map(|governed| governed.digest);
        format!("{rules:?} {:?} {:?}", group.choices, options(group))
    });
    let cache = Cache::open(&arguments.caching, seeds.collect(), named);
    let held = Held::open(arguments, &book, here, &files)?;
    let (kinship, complaints) = related::kinship(&book, &files, &places);
    let manner = Manner {
        kinship: Some(&kinship),
        keep: if arguments.covers() {
            Keep::Everything
        } else {
            Keep::Findings
        },
        memory: cache.as_ref().map(|cache| cache as &dyn Memory),
    };
    let known = held.as_ref().filter(|_| !arguments.update_baseline);
    let mut acceptance = Acceptance::new(
        known::exceptions(arguments, &book, &files, &places),
        known.and_then(Held::known),
    );
    let stream = Stream::of(arguments);
    let progress = Progress::of(tasks.len(), arguments.quiet);
    // The process ends soon, unless it watches: what is large is not given back piece by piece.
    let mut run = ManuallyDrop::new(Run::new(&tasks, manner));
    let printing = review(&mut run, &mut acceptance, stream.as_ref(), &progress)?;
    run.finish();
    progress.end();
    if let Some(cache) = &cache {
        cache.trim();
    }
    let renewed;
    let (outcome, rules) = run.so_far();
    outcome.unread.splice(0..0, unread);
    outcome.complaints.extend(complaints);
    acceptance.judge_between(outcome, rules);
    let nothing_checked = outcome.is_unchecked();
    if let Some(held) = held.as_ref().filter(|_| arguments.update_baseline) {
        renewed = held.renew(outcome, rules)?;
        acceptance.known = Some(held.holding(&renewed));
        acceptance.judge_again(outcome, rules);
    }
    acceptance.complain(outcome, rules);
    let reviewed = Instant::now();
    output::print(
        arguments,
        outcome,
        rules,
        !files.is_empty(),
        stream.is_some(),
    )?;
    if arguments.timings {
        command::say_times(&[
            ("files", gathered - begin),
            ("review", (reviewed - gathered).saturating_sub(printing)),
            ("output", reviewed.elapsed() + printing),
        ]);
    }
    if command::complain(outcome, common) {
        return Ok(Ending::Unchecked);
    }
    let least = match arguments.fail_on {
        Some(given) => given.severity(),
        None => {
            let own = book.get(here).and_then(|one| one.settings.fail_on);
            own.unwrap_or(FailOn::Error.severity())
        }
    };
    let failing = least.is_some_and(|least| {
        let found = outcome.counts().into_keys();
        let found = found.map(|(_, severity)| severity);
        let amiss = outcome.complaints.iter().map(|one| one.severity);
        found.chain(amiss).any(|severity| severity >= least)
    });
    let thin = arguments
        .coverage_fail_under
        .is_some_and(|percent| is_thin(outcome, percent));
    if nothing_checked && !failing {
        let [what, help] = render::nothing_checked(outcome, &command::options(common, false));
        return Err(Box::new(Unusable::NothingChecked { what, help }));
    }
    if arguments.watch {
        drop(ManuallyDrop::into_inner(run));
    }
    Ok(if failing || thin {
        Ending::Findings
    } else {
        Ending::Clean
    })
}

/// Reviews all files; findings are told, where they are streamed, once those of a batch were judged. How long the telling took.
fn review(
    run: &mut Run<'_, '_>,
    acceptance: &mut Acceptance<'_>,
    stream: Option<&Stream>,
    progress: &Progress,
) -> Result<Duration, Trouble> {
    let mut printing = Duration::ZERO;
    while let Some(documents) = run.advance() {
        let done = run.done();
        let (outcome, rules) = run.so_far();
        acceptance.judge(outcome, rules, documents.clone());
        if let Some(stream) = stream {
            let begin = Instant::now();
            let text = stream.text(outcome, rules, documents.clone());
            if !text.is_empty() {
                progress.beside(|| write::write(&text, None))?;
            }
            printing += begin.elapsed();
            if stream.alone {
                outcome.forget(documents, rules);
            }
        }
        progress.tell(done);
    }
    Ok(printing)
}

/// So many threads for everything that follows.
fn threads(jobs: Option<usize>) {
    if let Some(jobs) = jobs {
        // It can fail only where the threads are there already.
        let _ = rayon::ThreadPoolBuilder::new()
            .num_threads(jobs)
            .build_global();
    }
}

fn gather(
    arguments: &Check,
    book: &mut Book,
) -> Result<(Vec<File>, Vec<tieout::model::Unread>), Trouble> {
    let mut trouble = None;
    let mut keep = |path: &Path| match book.place(path) {
        Ok(at) => !book.get(at).is_some_and(|one| one.excludes(path)),
        Err(error) => {
            trouble.get_or_insert(error);
            false
        }
    };
    let gathered = files::gather(&arguments.paths, &arguments.reading.stdin_name, &mut keep);
    match trouble {
        Some(trouble) => Err(trouble),
        None => Ok(gathered),
    }
}

/// Whether fewer than so many of a hundred figures are tied.
fn is_thin(outcome: &Outcome, percent: Decimal) -> bool {
    let documents = outcome.documents.iter();
    let (figures, tied) = documents.fold((0usize, 0usize), |(figures, tied), checked| {
        (figures + checked.figure_count(), tied + checked.tied())
    });
    Decimal::from(tied) * Decimal::ONE_HUNDRED < percent * Decimal::from(figures)
}
