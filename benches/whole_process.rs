//! Whole-process figures: start-up, the first report, a folder of 1,000 copies. Medians of runs of the release program and its peak
//! memory; `cargo bench` prints them as the README quotes them.

// A bench prints, and stops where it cannot measure.
#![allow(clippy::expect_used, clippy::print_stdout)]

use nix::sys::resource::{UsageWho, getrusage};
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_tieout");
const REPORT: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/fixtures/reports/county-bureau-2020/report.txt"
);
const COPIES: usize = 1000;

fn main() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let report = fs::read(REPORT).expect("the fixture");
    for copy in 0..COPIES {
        fs::write(folder.path().join(format!("{copy:04}.txt")), &report).expect("a copy");
    }
    // From small to large: the peak is that of the largest child so far.
    measure("tieout --version", 21, &["--version"], None);
    measure("check one report", 21, &["check", REPORT], None);
    measure(
        "check one report, json",
        21,
        &["check", "--format", "json", REPORT],
        None,
    );
    measure(
        "check 1,000 reports",
        5,
        &["check", "--format", "short", "."],
        Some(folder.path()),
    );
}

fn measure(name: &str, runs: usize, arguments: &[&str], folder: Option<&Path>) {
    let mut times: Vec<Duration> = (0..=runs)
        .map(|_| {
            let mut command = Command::new(PROGRAM);
            command
                .args(arguments)
                .env("TIEOUT_NO_CACHE", "1")
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            if let Some(folder) = folder {
                command.current_dir(folder);
            }
            let started = Instant::now();
            command.status().expect("the program runs");
            started.elapsed()
        })
        .skip(1)
        .collect();
    times.sort_unstable();
    let peak = getrusage(UsageWho::RUSAGE_CHILDREN).map_or(0, |usage| usage.max_rss());
    let micros = times[times.len() / 2].as_micros();
    println!(
        "{name:24} median {:>5}.{} ms of {runs} runs, peak memory {:>3} MB",
        micros / 1000,
        micros / 100 % 10,
        peak / 1024
    );
}
