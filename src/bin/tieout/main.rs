//! The program: the only place that knows arguments, standard output and exit codes.

mod arguments;
mod check;
mod command;
mod files;
mod library;
mod rules;
mod settings;
mod trouble;
mod watch;
mod write;

use clap::Parser;
use std::process::ExitCode;

/// 0: nothing at or above `--fail-on`. 1: findings. 2: the job could not be done.
fn main() -> ExitCode {
    let arguments = arguments::Arguments::parse();
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
