//! What `check` prints: findings on standard output as they are met, all other outputs whole at the end.

use super::{arguments::Check, command, trouble::Trouble, write};
use rayon::prelude::*;
use std::{ops::Range, path::Path};
use tieout::{
    model::{Outcome, Rule},
    render::{Each, Options, RENDERERS, Renderer},
};

/// An output that was asked for; `None`: on standard output.
type Wanted<'a> = (&'static Renderer, Option<&'a Path>);

/// Standard output last.
fn wanted(arguments: &Check) -> Vec<Wanted<'_>> {
    let outputs = arguments.outputs.iter();
    let mut wanted: Vec<(&str, Option<&Path>)> = outputs
        .map(|output| {
            let format = output.format.unwrap_or(&arguments.format);
            (format, Some(output.file.as_path()))
        })
        .collect();
    let mut outputs = arguments.outputs.iter();
    if outputs.all(|output| output.format.is_some()) {
        wanted.push((&arguments.format, None));
    }
    let renderer = |name| RENDERERS.iter().find(|renderer| renderer.name == name);
    wanted
        .into_iter()
        .filter_map(|(format, file)| Some((renderer(format)?, file)))
        .collect()
}

fn options(arguments: &Check, file: bool) -> Options {
    Options {
        coverage: arguments.covers(),
        statistics: arguments.statistics,
        quiet: arguments.quiet,
        ..command::options(&arguments.common, file)
    }
}

/// The findings on standard output, where its format tells them one by one.
pub struct Stream {
    each: Each,
    options: Options,
    /// Whether what was told is needed for nothing else.
    pub alone: bool,
}

impl Stream {
    pub fn of(arguments: &Check) -> Option<Self> {
        let wanted = wanted(arguments);
        let (renderer, _) = wanted.iter().find(|(_, file)| file.is_none())?;
        // What a new baseline takes is known once all is found.
        let each = renderer.each().filter(|_| !arguments.update_baseline)?;
        Some(Self {
            each,
            options: options(arguments, false),
            alone: wanted.len() == 1 && !arguments.covers(),
        })
    }

    /// What is told of documents, with whose findings those of the outcome end.
    pub fn text(&self, outcome: &Outcome, rules: &[Rule], documents: Range<usize>) -> String {
        let from = outcome
            .findings
            .partition_point(|finding| finding.document < documents.start);
        let findings = outcome.findings.get(from..).unwrap_or(&[]);
        let told = findings.par_iter();
        let told = told.map(|finding| (self.each)(outcome, rules, finding, &self.options));
        told.collect::<Vec<String>>().concat()
    }
}

/// Every output that was asked for; of what was streamed, the rest. Standard output stays silent where nothing could be had; a file
/// that others wait for is written all the same.
pub fn print(
    arguments: &Check,
    outcome: &Outcome,
    rules: &[Rule],
    any: bool,
    streamed: bool,
) -> Result<(), Trouble> {
    for (renderer, file) in wanted(arguments) {
        let options = options(arguments, file.is_some());
        let text = match file {
            None if !any => continue,
            None if streamed => renderer.rest(outcome, rules, &options),
            _ => renderer.render(outcome, rules, &options),
        };
        write::write(&text, file)?;
    }
    Ok(())
}
