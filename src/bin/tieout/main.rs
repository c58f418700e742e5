//! The program: the only place that knows arguments, standard output and exit codes.

mod arguments;
mod cache;
mod check;
mod command;
mod files;
mod group;
mod help;
mod known;
mod library;
mod new_rule;
mod output;
mod packs;
mod progress;
mod related;
mod rules;
mod settings;
mod suggest;
mod trouble;
mod watch;
mod write;

use clap::Parser;
use std::{ffi::OsString, process::ExitCode};

/// 0: nothing at or above `--fail-on`. 1: findings. 2: the job could not be done.
fn main() -> ExitCode {
    hush();
    let line: Vec<OsString> = std::env::args_os().collect();
    if let Some(help) = help::asked(&line, write::locale()) {
        // Whoever reads it may have seen enough.
        let _ = help.print();
        return ExitCode::SUCCESS;
    }
    let arguments = arguments::Arguments::parse_from(line);
    match command::run(&arguments) {
        Ok(command::Ending::Clean) => ExitCode::SUCCESS,
        Ok(command::Ending::Findings) => ExitCode::from(1),
        Ok(command::Ending::Unchecked) => ExitCode::from(2),
        Err(trouble) => {
            trouble::show(&*trouble, command::manner(arguments.common()));
            ExitCode::from(2)
        }
    }
}

/// A panic that the library turns into the error of a file is told there; Rust's own message is kept for all others.
fn hush() {
    let loud = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !tieout::read::is_guarded() {
            loud(panic);
        }
    }));
}
