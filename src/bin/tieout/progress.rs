//! How far a long run is, on a terminal only.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    io::IsTerminal,
    time::{Duration, Instant},
};

/// A run that takes less shows no bar.
const PATIENCE: Duration = Duration::from_millis(400);

pub struct Progress {
    bar: ProgressBar,
    begun: Instant,
}

impl Progress {
    /// Of so many files; `None` where nobody looks.
    pub fn of(files: usize, quiet: bool) -> Option<Self> {
        if quiet || files < 2 || !std::io::stderr().is_terminal() {
            return None;
        }
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

    /// So many files are done.
    pub fn tell(&self, done: usize) {
        if self.bar.is_hidden() && self.begun.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar
            .set_position(u64::try_from(done).unwrap_or(u64::MAX));
    }

    /// Leaves no trace.
    pub fn end(self) {
        self.bar.finish_and_clear();
    }
}
