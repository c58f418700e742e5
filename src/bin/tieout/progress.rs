//! How far a long run is, on a terminal only.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    io::IsTerminal,
    time::{Duration, Instant},
};

/// A run that takes less shows no bar.
const PATIENCE: Duration = Duration::from_millis(400);

pub struct Progress(Option<Shown>);

struct Shown {
    bar: ProgressBar,
    begun: Instant,
}

impl Progress {
    /// Of so many files; silent where nobody looks.
    pub fn of(files: usize, quiet: bool) -> Self {
        let looks = !quiet && files > 1 && std::io::stderr().is_terminal();
        Self(looks.then(|| Shown::of(files)).flatten())
    }

    /// So many files are done.
    pub fn tell(&self, done: usize) {
        if let Some(Shown { bar, begun }) = &self.0 {
            if bar.is_hidden() && begun.elapsed() > PATIENCE {
                bar.set_draw_target(ProgressDrawTarget::stderr());
            }
            bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
        }
    }

    /// Prints something else, with the bar out of its way.
    pub fn beside<T>(&self, print: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some(shown) => shown.bar.suspend(print),
            None => print(),
        }
    }

    /// Leaves no trace.
    pub fn end(self) {
        if let Some(shown) = self.0 {
            shown.bar.finish_and_clear();
        }
    }
}

impl Shown {
    fn of(files: usize) -> Option<Self> {
        let bar = ProgressBar::with_draw_target(
            Some(u64::try_from(files).ok()?),
            ProgressDrawTarget::hidden(),
        );
        bar.set_style(ProgressStyle::with_template("{wide_bar} {pos}/{len}").ok()?);
        Some(Self {
            bar,
            begun: Instant::now(),
        })
    }
}
