//! Where the output goes, and whether it has colour.

use super::{arguments::Color, trouble::Unusable};
use std::{
    ffi::OsString,
    io::{ErrorKind, IsTerminal, Write},
    path::Path,
};
use tieout::model::Language;

/// Colour on a terminal that can show it, unless `NO_COLOR` says otherwise.
pub fn wants_colour(color: Color, stream: &impl IsTerminal) -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
            stream.is_terminal() && !set("NO_COLOR") && !dumb
        }
    }
}

/// The language of the user's surroundings, as the first of these variables that is set names it.
pub fn locale() -> Language {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
    match named {
        Some(name) if name.starts_with("zh") => Language::Zh,
        _ => Language::En,
    }
}

/// Columns of the terminal, within what is good to read.
pub fn width() -> usize {
    let columns = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    columns.or_else(terminal).unwrap_or(100).clamp(50, 120)
}

/// Writes the text to standard output, or whole to a file: a reader never sees half of it.
pub fn write(text: &str, output: Option<&Path>) -> Result<(), Unusable> {
    match output {
        Some(path) => to_file(text, path).map_err(|why| Unusable::Unwritable {
            path: path.to_owned(),
            why,
        }),
        None => {
            let mut stdout = std::io::stdout().lock();
            match stdout
                .write_all(text.as_bytes())
                .and_then(|()| stdout.flush())
            {
                // Whoever read the output has seen enough.
                Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
                result => result.map_err(Unusable::StandardOutput),
            }
        }
    }
}

fn to_file(text: &str, path: &Path) -> std::io::Result<()> {
    let kind = std::fs::metadata(path).ok();
    if kind.is_some_and(|kind| !kind.is_file()) {
        return std::fs::write(path, text);
    }
    // Through a symbolic link the file behind it is replaced, not the link.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    let draft = path.with_file_name(name);
    let written = std::fs::write(&draft, text).and_then(|()| std::fs::rename(&draft, &path));
    if written.is_err() {
        let _ = std::fs::remove_file(&draft);
    }
    written
}
