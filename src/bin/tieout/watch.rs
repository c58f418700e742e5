//! `--watch`: checks again whenever a report or the settings are saved.

use super::{
    arguments::Check,
    command::{Ending, manner},
    files, settings,
    trouble::{self, Trouble, Unusable},
};
use notify::{Event, EventKind, RecursiveMode, Watcher};
use std::{
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

/// Editors save in several steps; what follows within this time belongs together.
const SETTLE: Duration = Duration::from_millis(20);

/// Runs `once` now and after every change, until the program is stopped.
pub fn watch(
    arguments: &Check,
    once: impl Fn() -> Result<Ending, Trouble>,
) -> Result<Ending, Trouble> {
    let (send, events) = channel();
    let mut watcher = notify::recommended_watcher(send).map_err(Unusable::Watch)?;
    for path in &arguments.paths {
        let (folder, mode) = if path.is_dir() {
            (path.as_path(), RecursiveMode::Recursive)
        } else {
            (parent(path), RecursiveMode::NonRecursive)
        };
        watcher.watch(folder, mode).map_err(Unusable::Watch)?;
    }
    let own: Vec<PathBuf> = arguments
        .outputs
        .iter()
        .map(|output| &output.file)
        .chain(&arguments.baseline)
        .map(|path| absolute(path))
        .collect();
    loop {
        if std::io::stdout().is_terminal() {
            let _ = std::io::stdout().lock().write_all(b"\x1b[2J\x1b[3J\x1b[H");
        }
        if let Err(trouble) = once() {
            trouble::show(&*trouble, manner(&arguments.common));
        }
        if !changed(&events, &own) {
            return Ok(Ending::Clean);
        }
    }
}

/// Waits for a change that matters; `false` where none can come any more.
fn changed(events: &Receiver<notify::Result<Event>>, own: &[PathBuf]) -> bool {
    loop {
        match events.recv() {
            Ok(Ok(event)) if matters(&event, own) => break,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
    while events.recv_timeout(SETTLE).is_ok() {}
    true
}

/// Whether an event is the change of a report, of settings or of a rule, and not of what this program writes itself.
fn matters(event: &Event, own: &[PathBuf]) -> bool {
    let read = |path: &PathBuf| {
        let toml = path.extension().is_some_and(|ending| ending == "toml");
        (files::is_report(path) || toml || path.ends_with(settings::NAME))
            && !own.contains(&absolute(path))
    };
    !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(read)
}

fn parent(path: &Path) -> &Path {
    let parent = path.parent();
    let named = parent.filter(|parent| !parent.as_os_str().is_empty());
    named.unwrap_or(Path::new("."))
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
