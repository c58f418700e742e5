//! What each command does: inputs to an outcome, the outcome to text, and how the run ends.

use super::{
    arguments::{
        Arguments, Command, Common, Configuring, Form, Generated, Init, Listing, Many, One, Plain,
        Reading, Schema, Sources,
    },
    check,
    files::{self, File},
    library, new_rule, rules,
    settings::{self, Book, Need},
    suggest,
    trouble::{self, Manner, Trouble, Unusable},
    watch, write,
};
use clap::CommandFactory;
use clap_complete::Shell;
use std::{
    io::{IsTerminal, Write},
    mem::ManuallyDrop,
    path::{Path, PathBuf},
    time::Duration,
};
use tieout::{
    Task,
    compile::Library,
    model::{Outcome, Unread},
    read::{self, Input},
    render::{self, Options},
};

/// How a run ended.
pub enum Ending {
    Clean,
    Findings,
    /// Something could not be read or checked; it was said.
    Unchecked,
}

pub fn run(arguments: &Arguments) -> Result<Ending, Trouble> {
    match &arguments.command {
        Command::Check(arguments) if arguments.watch => {
            watch::watch(arguments, || check::check(arguments))
        }
        Command::Check(arguments) => check::check(arguments),
        Command::Read(arguments) => show_one(arguments, READ, |outcome, _, json, options| {
            let checked = outcome.documents.first()?;
            Some(if json {
                render::read_json(checked, options)
            } else {
                render::read(checked, options)
            })
        }),
        Command::Figures(arguments) => {
            show_one(arguments, REVIEW, |outcome, library, json, options| {
                let checked = outcome.documents.first()?;
                Some(if json {
                    render::figures_json(checked, &library.vocabulary)
                } else {
                    render::figures(checked, &library.vocabulary, &unclipped(*options))
                })
            })
        }
        Command::Relate(arguments) => relate(arguments),
        Command::Suggest(arguments) => suggest::suggest(arguments),
        Command::Rules {
            id,
            configuring,
            sources,
            plain,
            common,
        } => rules::rules(id.as_deref(), (configuring, sources), plain, common),
        Command::Explain {
            id,
            configuring,
            sources,
            plain,
            common,
        } => rules::rules(Some(id), (configuring, sources), plain, common),
        Command::Test(arguments) => rules::test(arguments),
        Command::NewRule(arguments) => new_rule::write(arguments),
        Command::Bind {
            file,
            names,
            configuring,
            reading,
            sources,
            plain,
            common,
        } => bind(file, names, reading, (configuring, sources), plain, common),
        Command::Schema { of, output, .. } => {
            write::write(&new_rule::schema(*of), output.as_deref())?;
            Ok(Ending::Clean)
        }
        Command::Init(arguments) => init(arguments),
        Command::Generate { what, .. } => generate(*what),
    }
}

/// How to print, to a file or to standard output.
pub fn options(common: &Common, file: bool) -> Options {
    let colour = match file {
        true => common.color == super::arguments::Color::Always,
        false => write::wants_colour(common.color, &std::io::stdout()),
    };
    Options {
        language: common.lang.language(),
        colour,
        width: write::width(),
        ..Options::default()
    }
}

/// A list that is not read on a terminal keeps its lines whole.
fn unclipped(options: Options) -> Options {
    let width = if std::io::stdout().is_terminal() {
        options.width
    } else {
        10_000
    };
    Options { width, ..options }
}

/// How to say what went wrong.
pub fn manner(common: &Common) -> Manner {
    Manner {
        colour: write::wants_colour(common.color, &std::io::stderr()),
        language: common.language(),
    }
}

/// Says what could not be had or read; whether there was anything to say.
pub fn complain(outcome: &Outcome, common: &Common) -> bool {
    for unread in &outcome.unread {
        trouble::show(unread, manner(common));
    }
    !outcome.unread.is_empty()
}

/// What the commands that only show files review.
struct Shown {
    /// The process ends soon: what is large is not given back piece by piece.
    outcome: ManuallyDrop<Outcome>,
    book: Book,
    files: Vec<File>,
}

/// What is made of the files that a command names, and what that needs.
#[derive(Clone, Copy)]
struct Work {
    make: fn(&[Task<'_>]) -> Outcome,
    need: Need,
}

const READ: Work = Work {
    make: tieout::survey,
    need: Need::Words,
};
const REVIEW: Work = Work {
    make: |tasks| tieout::review_each(tasks, tieout::Manner::PLAIN).0,
    need: Need::Rules,
};

/// What came of working on files.
pub struct Worked<T> {
    pub result: T,
    /// What could not even be had.
    pub unread: Vec<Unread>,
    book: Book,
    files: Vec<File>,
}

/// Works on files with all the rules of their settings.
pub fn work_on<T>(
    work: impl FnOnce(&[Task<'_>]) -> T,
    need: Need,
    paths: &[PathBuf],
    reading: &Reading,
    (configuring, sources): (&Configuring, &Sources),
    common: &Common,
) -> Result<Worked<T>, Trouble> {
    let mut book = open(configuring, sources, common, need)?;
    let (mut files, unread) = files::gather(paths, &reading.stdin_name, &mut |_| true);
    // These are few, and looked at before they are read.
    files.iter_mut().for_each(File::hold);
    book.labels = files.iter().any(|file| {
        let heeds = |bytes: &[u8]| {
            read::heeds_labels(Input {
                path: &file.name,
                bytes,
            })
        };
        file.bytes().is_ok_and(|bytes| heeds(&bytes))
    });
    let mut places = Vec::new();
    for file in &files {
        places.push(book.place(&file.path)?);
    }
    let bytes: Vec<_> = files.iter().map(|file| || file.bytes()).collect();
    let tasks: Vec<Task<'_>> = files
        .iter()
        .zip(&bytes)
        .zip(places)
        .filter_map(|((file, bytes), place)| {
            let governed = book.get(place)?;
            Some(Task {
                path: &file.name,
                bytes,
                library: &governed.library,
                options: governed.reading(reading.include_hidden, &reading.limits),
                language: governed.choices(&file.path).language,
            })
        })
        .collect();
    let result = work(&tasks);
    Ok(Worked {
        result,
        unread,
        book,
        files,
    })
}

/// The same for an outcome; what could not even be had stands before what could not be read.
fn review(
    work: Work,
    paths: &[PathBuf],
    reading: &Reading,
    from: (&Configuring, &Sources),
    common: &Common,
) -> Result<Shown, Trouble> {
    let Worked {
        result: mut outcome,
        unread,
        book,
        files,
    } = work_on(work.make, work.need, paths, reading, from, common)?;
    outcome.unread.splice(0..0, unread);
    Ok(Shown {
        outcome: ManuallyDrop::new(outcome),
        book,
        files,
    })
}

/// The settings, each with the rules of the command line beside its own.
pub fn open(
    configuring: &Configuring,
    sources: &Sources,
    common: &Common,
    need: Need,
) -> Result<Book, Trouble> {
    let language = common.language();
    Book::open(
        configuring,
        &sources.paths,
        sources.no_builtin,
        language,
        need,
    )
}

/// The commands that show one file.
fn show_one(
    arguments: &One,
    work: Work,
    text: impl Fn(&Outcome, &Library, bool, &Options) -> Option<String>,
) -> Result<Ending, Trouble> {
    let common = &arguments.common;
    if arguments.file.is_dir() {
        let path = arguments.file.clone();
        return Err(Box::new(Unusable::Folder { path }));
    }
    let paths = std::slice::from_ref(&arguments.file);
    let from = (&arguments.configuring, &arguments.sources);
    let shown = review(work, paths, &arguments.reading, from, common)?;
    let Shown {
        outcome, mut book, ..
    } = shown;
    let place = book.place(&arguments.file)?;
    let library = book.get(place).map(|governed| &governed.library);
    if let Some(text) = library.and_then(|library| {
        text(
            &outcome,
            library,
            arguments.plain.format == Form::Json,
            &options(common, arguments.plain.output.is_some()),
        )
    }) {
        write::write(&text, arguments.plain.output.as_deref())?;
    }
    Ok(if complain(&outcome, common) {
        Ending::Unchecked
    } else {
        Ending::Clean
    })
}

fn relate(arguments: &Many) -> Result<Ending, Trouble> {
    let common = &arguments.common;
    let from = (&arguments.configuring, &arguments.sources);
    let Shown { outcome, files, .. } =
        review(REVIEW, &arguments.files, &arguments.reading, from, common)?;
    if !files.is_empty() {
        let options = options(common, arguments.output.is_some());
        let text = match arguments.format {
            Listing::Json => render::relations_json(&outcome),
            Listing::Terminal => render::relations(&outcome, &options),
            Listing::Short => render::relations_short(&outcome, &options),
        };
        write::write(&text, arguments.output.as_deref())?;
    }
    Ok(if complain(&outcome, common) {
        Ending::Unchecked
    } else {
        Ending::Clean
    })
}

/// The commented settings that `init` writes.
const SETTINGS: &str = include_str!("tieout.toml");

fn init(arguments: &Init) -> Result<Ending, Trouble> {
    let path = arguments.folder.join(settings::NAME);
    if path.exists() {
        return Err(Box::new(Unusable::AlreadyThere { path }));
    }
    let schema = (!arguments.no_schema).then_some(Schema::Config);
    new_rule::write_with_schema(&path, SETTINGS, schema)?;
    write::write(&format!("{}\n", files::shown(&path)), None)?;
    Ok(Ending::Clean)
}

fn bind(
    path: &Path,
    names: &[String],
    reading: &Reading,
    (configuring, sources): (&Configuring, &Sources),
    plain: &Plain,
    common: &Common,
) -> Result<Ending, Trouble> {
    if path.is_dir() {
        let path = path.to_owned();
        return Err(Box::new(Unusable::Folder { path }));
    }
    let mut book = open(configuring, sources, common, Need::Rules)?;
    let paths = [path.to_owned()];
    let (files, unread) = files::gather(&paths, &reading.stdin_name, &mut |_| true);
    let (Some(file), Some(governed)) = (files.first(), {
        let place = book.place(path)?;
        book.get(place)
    }) else {
        for one in &unread {
            trouble::show(one, manner(common));
        }
        return Ok(Ending::Unchecked);
    };
    library::expect(names, &[&governed.library])?;
    let task = Task {
        path: &file.name,
        bytes: &|| file.bytes(),
        library: &governed.library,
        options: governed.reading(reading.include_hidden, &reading.limits),
        language: common
            .lang
            .language()
            .or(governed.choices(&file.path).language),
    };
    let (checked, mut bound) = match tieout::bind(&task) {
        Ok(bound) => bound,
        Err(unread) => {
            trouble::show(&unread, manner(common));
            return Ok(Ending::Unchecked);
        }
    };
    let rules = &governed.library.rules;
    bound.retain(|one| {
        let rule = rules.get(one.rule);
        let named = rule.is_some_and(|rule| names.iter().any(|name| rule.fits(name)));
        names.is_empty() || named
    });
    let options = options(common, plain.output.is_some());
    let text = match plain.format {
        Form::Json => render::bound_json(&checked, &bound, rules),
        Form::Terminal => render::bound(&checked, &bound, rules, &options),
    };
    write::write(&text, plain.output.as_deref())?;
    Ok(Ending::Clean)
}

fn generate(what: Generated) -> Result<Ending, Trouble> {
    let mut command = Arguments::command();
    let mut text = Vec::new();
    let shell = match what {
        Generated::Bash => Some(Shell::Bash),
        Generated::Elvish => Some(Shell::Elvish),
        Generated::Fish => Some(Shell::Fish),
        Generated::Powershell => Some(Shell::PowerShell),
        Generated::Zsh => Some(Shell::Zsh),
        Generated::Man => None,
    };
    match shell {
        Some(shell) => clap_complete::generate(shell, &mut command, "tieout", &mut text),
        None => clap_mangen::Man::new(command)
            .render(&mut text)
            .map_err(Unusable::StandardOutput)?,
    }
    write::write(&String::from_utf8_lossy(&text), None)?;
    Ok(Ending::Clean)
}

/// Says on standard error how long each part of the run took.
pub fn say_times(parts: &[(&str, Duration)]) {
    let mut words = String::new();
    for (name, span) in parts {
        words.push_str(&format!("{name:<8}{:>8} ms\n", span.as_millis()));
    }
    let _ = std::io::stderr().lock().write_all(words.as_bytes());
}
