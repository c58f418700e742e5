//! `tieout check`: files with their settings, the review, what is accepted, the outputs, and how the run ends.

use super::{
    arguments::{Check, FailOn},
    cache::Cache,
    command::{self, Ending},
    files::{self, File},
    group::{self, Group},
    library,
    progress::Progress,
    related,
    settings::{self, Book, Need},
    trouble::{Trouble, Unusable},
    write,
};
use rust_decimal::Decimal;
use std::{
    collections::HashMap,
    ffi::OsString,
    mem::ManuallyDrop,
    path::{Path, PathBuf},
    time::Instant,
};
use tieout::{
    Keep, Manner, Memory, Task,
    accept::{self, Baseline, Exception},
    compile::Library,
    model::{Date, Outcome, Rule},
    render::{self, Options, RENDERERS},
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
    let whole = arguments.coverage || arguments.coverage_fail_under.is_some();
    let progress = Progress::of(tasks.len(), arguments.quiet);
    let tell = |done| {
        if let Some(progress) = &progress {
            progress.tell(done);
        }
    };
    let (kinship, complaints) = related::kinship(&book, &files, &places);
    let manner = Manner {
        kinship: Some(&kinship),
        keep: if whole {
            Keep::Everything
        } else {
            Keep::Findings
        },
        memory: cache.as_ref().map(|cache| cache as &dyn Memory),
        progress: Some(&tell),
    };
    let (outcome, rules) = tieout::review_each(&tasks, manner);
    if let Some(progress) = progress {
        progress.end();
    }
    if let Some(cache) = cache {
        cache.trim();
    }
    // The process ends soon, unless it watches: what is large is not given back piece by piece.
    let mut outcome = ManuallyDrop::new(outcome);
    outcome.unread.splice(0..0, unread);
    outcome.complaints.extend(complaints);
    let paths: HashMap<&str, (&Path, usize)> = files
        .iter()
        .zip(&of)
        .map(|(file, &group)| {
            let place = groups.get(group).map_or(0, |group| group.place);
            (file.name.as_str(), (file.path.as_path(), place))
        })
        .collect();
    accept::remarked(&mut outcome, &rules);
    allow(arguments, &book, &mut outcome, &rules, &paths);
    let nothing_checked = outcome.is_unchecked();
    hold_against_baseline(arguments, &book, here, &mut outcome, &rules, &paths)?;
    let reviewed = Instant::now();
    print(arguments, &outcome, &rules, !files.is_empty())?;
    if arguments.timings {
        let printed = Instant::now();
        let spans = [
            ("files", begin, gathered),
            ("review", gathered, reviewed),
            ("output", reviewed, printed),
        ];
        command::say_times(&spans);
    }
    if command::complain(&outcome, common) {
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
        let found = outcome.findings.iter().map(|finding| finding.severity);
        let amiss = outcome.complaints.iter().map(|one| one.severity);
        found.chain(amiss).any(|severity| severity >= least)
    });
    let thin = arguments
        .coverage_fail_under
        .is_some_and(|percent| is_thin(&outcome, percent));
    if nothing_checked && !failing {
        let [what, help] = render::nothing_checked(&outcome, &command::options(common, false));
        return Err(Box::new(Unusable::NothingChecked { what, help }));
    }
    if arguments.watch {
        drop(ManuallyDrop::into_inner(outcome));
    }
    Ok(if failing || thin {
        Ending::Findings
    } else {
        Ending::Clean
    })
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

/// Accepts what the settings allow.
fn allow(
    arguments: &Check,
    book: &Book,
    outcome: &mut Outcome,
    rules: &[Rule],
    paths: &HashMap<&str, (&Path, usize)>,
) {
    let mut exceptions = Vec::new();
    for (place, governed) in book.all().iter().enumerate() {
        for allow in &governed.settings.allows {
            let documents = outcome.documents.iter().enumerate().filter(|(_, checked)| {
                let own = paths.get(checked.document.path.as_str());
                own.is_some_and(|(path, at)| {
                    let path = governed.relative(path);
                    let fits = allow.files.iter().any(|glob| glob.is_match(&path));
                    *at == place && (allow.files.is_empty() || fits)
                })
            });
            let documents: Vec<usize> = documents.map(|(at, _)| at).collect();
            // One for some files is judged where one of them was checked, one for all where its whole folder was.
            let whole = !documents.is_empty()
                && (!allow.files.is_empty() || covers(arguments, &governed.folder));
            exceptions.push(Exception {
                allow,
                path: &governed.settings.path,
                documents,
                whole,
            });
        }
    }
    let today = arguments.today.unwrap_or_else(today);
    accept::allowed(outcome, rules, &exceptions, today);
}

/// Whether the command line names the folder, or one around it.
fn covers(arguments: &Check, folder: &Path) -> bool {
    let paths = arguments.paths.iter().filter(|path| path.is_dir());
    let mut named = paths.filter_map(|path| path.canonicalize().ok());
    let folder = folder.canonicalize();
    folder.is_ok_and(|folder| named.any(|path| folder.starts_with(path)))
}

fn today() -> Date {
    let date = time::OffsetDateTime::now_utc().date();
    Date {
        year: date.year().try_into().unwrap_or(0),
        month: date.month().into(),
        day: date.day(),
    }
}

/// Accepts what the baseline knows, or writes it.
fn hold_against_baseline(
    arguments: &Check,
    book: &Book,
    here: usize,
    outcome: &mut Outcome,
    rules: &[Rule],
    paths: &HashMap<&str, (&Path, usize)>,
) -> Result<(), Trouble> {
    let own = || {
        let governed = book.get(here)?;
        Some(governed.folder.join(governed.settings.baseline.as_ref()?))
    };
    let Some(file) = arguments.baseline.clone().or_else(own) else {
        return Ok(());
    };
    let absolute = std::path::absolute(&file).unwrap_or_else(|_| file.clone());
    let folder = absolute.parent().map(Path::to_owned).unwrap_or_default();
    let names: Vec<String> = outcome
        .documents
        .iter()
        .map(|checked| {
            let path = paths
                .get(checked.document.path.as_str())
                .map(|(path, _)| *path);
            path.map_or(String::new(), |path| settings::relative(path, &folder))
        })
        .collect();
    let before = match std::fs::read_to_string(&file) {
        Ok(text) => Some(Baseline::read(&text).map_err(|why| Unusable::Baseline {
            path: file.clone(),
            why,
        })?),
        Err(_) if arguments.update_baseline => None,
        Err(why) => return Err(Box::new(Unusable::NoBaseline { path: file, why })),
    };
    let baseline = if arguments.update_baseline {
        let baseline = accept::record(outcome, rules, &names, before.as_ref());
        write::write(&baseline.write(), Some(&file))?;
        Some(baseline)
    } else {
        before
    };
    if let Some(baseline) = baseline {
        let here = std::env::current_dir().unwrap_or_default();
        let shown: PathBuf = absolute.strip_prefix(&here).unwrap_or(&absolute).to_owned();
        accept::known(outcome, rules, &baseline, &files::shown(&shown), &names);
    }
    Ok(())
}

/// Every output that was asked for; standard output last.
fn print(arguments: &Check, outcome: &Outcome, rules: &[Rule], any: bool) -> Result<(), Trouble> {
    let mut outputs: Vec<(&str, Option<&Path>)> = arguments
        .outputs
        .iter()
        .map(|output| {
            let format = output.format.unwrap_or(&arguments.format);
            (format, Some(output.file.as_path()))
        })
        .collect();
    if arguments
        .outputs
        .iter()
        .all(|output| output.format.is_some())
    {
        outputs.push((&arguments.format, None));
    }
    for (format, file) in outputs {
        let renderer = RENDERERS.iter().find(|renderer| renderer.name == format);
        // Standard output stays silent where nothing could be had; a file that others wait for is written all the same.
        if let Some(renderer) = renderer.filter(|_| file.is_some() || any) {
            let options = Options {
                coverage: arguments.coverage || arguments.coverage_fail_under.is_some(),
                statistics: arguments.statistics,
                quiet: arguments.quiet,
                ..command::options(&arguments.common, file.is_some())
            };
            let text = (renderer.render)(outcome, rules, &options);
            write::write(&text, file)?;
        }
    }
    Ok(())
}

/// Whether fewer than so many of a hundred figures are tied.
fn is_thin(outcome: &Outcome, percent: Decimal) -> bool {
    let documents = outcome.documents.iter();
    let (figures, tied) = documents.fold((0usize, 0usize), |(figures, tied), checked| {
        (figures + checked.figure_count(), tied + checked.tied())
    });
    Decimal::from(tied) * Decimal::ONE_HUNDRED < percent * Decimal::from(figures)
}
