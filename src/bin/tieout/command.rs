//! What each command does: inputs to an outcome, the outcome to text, and how the run ends.

use super::{
    arguments::{Arguments, Check, Command, Common, Form, Many, One, Plain, Reading, Sources},
    files::{self, File},
    library,
    trouble::{self, Manner, Trouble, Unusable},
    write,
};
use std::{io::IsTerminal, mem::ManuallyDrop, path::Path};
use tieout::{
    compile::Library,
    model::{Outcome, Unread},
    read::Input,
    render::{self, Options, RENDERERS},
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
        Command::Check(arguments) => check(arguments),
        Command::Read(arguments) => {
            show_one(arguments, tieout::survey, |outcome, _, json, options| {
                let checked = outcome.documents.first()?;
                Some(if json {
                    render::read_json(checked, options)
                } else {
                    render::read(checked, options)
                })
            })
        }
        Command::Figures(arguments) => show_one(
            arguments,
            tieout::review_with,
            |outcome, library, json, options| {
                let checked = outcome.documents.first()?;
                Some(if json {
                    render::figures_json(checked, &library.vocabulary)
                } else {
                    render::figures(checked, &library.vocabulary, &unclipped(*options))
                })
            },
        ),
        Command::Relate(arguments) => relate(arguments),
        Command::Rules {
            id,
            sources,
            plain,
            common,
        } => rules(id.as_deref(), sources, plain, common),
        Command::Explain {
            id,
            sources,
            plain,
            common,
        } => rules(Some(id), sources, plain, common),
    }
}

/// How to print, to a file or to standard output.
fn options(common: &Common, file: bool) -> Options {
    let colour = match file {
        true => common.color == super::arguments::Color::Always,
        false => write::wants_colour(common.color, &std::io::stdout()),
    };
    Options {
        language: common.lang.language(),
        colour,
        width: write::width(),
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
        language: common.lang.language().unwrap_or_default(),
    }
}

/// Says what could not be had or read; whether there was anything to say.
fn complain(outcome: &Outcome, common: &Common) -> bool {
    for unread in &outcome.unread {
        trouble::show(&*unread.error, manner(common));
    }
    !outcome.unread.is_empty()
}

/// What is made of the files that a command names.
type Work = fn(&[Input<'_>], &Library, &tieout::read::Options) -> Outcome;

/// Works on the files; what could not even be had stands before what could not be read.
fn outcome(
    work: Work,
    files: &[File],
    mut unread: Vec<Unread>,
    library: &Library,
    reading: &Reading,
) -> ManuallyDrop<Outcome> {
    let inputs: Vec<Input<'_>> = files
        .iter()
        .map(|file| Input {
            path: &file.name,
            bytes: &file.bytes,
        })
        .collect();
    let mut outcome = work(&inputs, library, &reading.options());
    unread.append(&mut outcome.unread);
    outcome.unread = unread;
    // The process ends soon: what is large is not given back piece by piece.
    ManuallyDrop::new(outcome)
}

fn check(arguments: &Check) -> Result<Ending, Trouble> {
    let common = &arguments.common;
    let mut library = library::load(&arguments.sources, common.lang)?;
    library::choose(&mut library, &arguments.select, &arguments.ignore)?;
    let (files, unread) = files::gather(&arguments.paths, &arguments.reading.stdin_name);
    let outcome = outcome(
        tieout::review_with,
        &files,
        unread,
        &library,
        &arguments.reading,
    );
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
        if let Some(renderer) = renderer.filter(|_| file.is_some() || !files.is_empty()) {
            let options = options(common, file.is_some());
            let text = (renderer.render)(&outcome, &library.rules, &options);
            write::write(&text, file)?;
        }
    }
    let unread = complain(&outcome, common);
    if unread {
        return Ok(Ending::Unchecked);
    }
    if outcome.is_unchecked() {
        let [what, help] = render::nothing_checked(&outcome, &options(common, false));
        return Err(Box::new(Unusable::NothingChecked { what, help }));
    }
    let severe = arguments.fail_on.severity().is_some_and(|least| {
        outcome
            .findings
            .iter()
            .any(|finding| finding.severity >= least)
    });
    Ok(if severe {
        Ending::Findings
    } else {
        Ending::Clean
    })
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
    let library = library::load(&arguments.sources, common.lang)?;
    let paths = std::slice::from_ref(&arguments.file);
    let (files, unread) = files::gather(paths, &arguments.reading.stdin_name);
    let outcome = outcome(work, &files, unread, &library, &arguments.reading);
    if let Some(text) = text(
        &outcome,
        &library,
        arguments.plain.format == Form::Json,
        &options(common, arguments.plain.output.is_some()),
    ) {
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
    let library = library::load(&arguments.sources, common.lang)?;
    let (files, unread) = files::gather(&arguments.files, &arguments.reading.stdin_name);
    let outcome = outcome(
        tieout::review_with,
        &files,
        unread,
        &library,
        &arguments.reading,
    );
    if !files.is_empty() {
        let text = match arguments.plain.format {
            Form::Json => render::relations_json(&outcome),
            Form::Terminal => {
                let options = options(common, arguments.plain.output.is_some());
                render::relations(&outcome, &options)
            }
        };
        write::write(&text, arguments.plain.output.as_deref())?;
    }
    Ok(if complain(&outcome, common) {
        Ending::Unchecked
    } else {
        Ending::Clean
    })
}

fn rules(
    id: Option<&str>,
    sources: &Sources,
    plain: &Plain,
    common: &Common,
) -> Result<Ending, Trouble> {
    let library = library::load(sources, common.lang)?;
    let options = options(common, plain.output.is_some());
    let text = match (id, plain.format) {
        (None, Form::Json) => render::rules_json(&library.rules),
        (None, Form::Terminal) => render::rules(&library.rules, &options),
        (Some(id), Form::Json) => {
            render::rule_page_json(library::find(&library, id)?, &library.vocabulary)
        }
        (Some(id), Form::Terminal) => {
            let rule = library::find(&library, id)?;
            let at = library.rules.iter().position(|one| one.id == rule.id);
            let message = at.and_then(|at| tieout::example_message(at, &library, &options));
            render::rule_page(rule, &library.vocabulary, message.as_deref(), &options)
        }
    };
    let output: Option<&Path> = plain.output.as_deref();
    write::write(&text, output)?;
    Ok(Ending::Clean)
}
