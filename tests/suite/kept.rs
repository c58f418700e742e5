//! What is kept of documents is all that outputs show; findings are told while files are read.

use super::{cli, support};
use std::{
    borrow::Cow,
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};
use tieout::{
    Bytes, Keep, Manner, Run, Task,
    compile::Library,
    model::{Language, Outcome},
    read,
    render::{Options, RENDERERS, Renderer},
};

/// Every file of some folders of fixtures, in order.
fn files() -> Vec<PathBuf> {
    let root = Path::new(support::ROOT).join("fixtures");
    let mut folders: Vec<PathBuf> = ["reports", "formats", "causes", "together", "rules"]
        .map(|folder| root.join(folder))
        .to_vec();
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push(path),
            }
        }
    }
    found.sort();
    found
}

/// Their names inside the repository, and what is in them.
fn read() -> Vec<(String, Vec<u8>)> {
    let name = |path: &PathBuf| {
        let name = path.strip_prefix(support::ROOT).unwrap();
        name.to_string_lossy().replace('\\', "/")
    };
    let files = files();
    files
        .iter()
        .map(|path| (name(path), fs::read(path).unwrap()))
        .collect()
}

/// What comes of tasks for these files.
fn with_tasks<T>(
    files: &[(String, Vec<u8>)],
    library: &Library,
    work: impl FnOnce(&[Task<'_>]) -> T,
) -> T {
    let bytes: Vec<_> = files
        .iter()
        .map(|(_, bytes)| move || -> Bytes<'_> { Ok(Cow::Borrowed(bytes)) })
        .collect();
    let tasks: Vec<Task<'_>> = files
        .iter()
        .zip(&bytes)
        .map(|((path, _), bytes)| Task {
            path,
            bytes,
            library,
            options: read::Options::default(),
            language: None,
        })
        .collect();
    work(&tasks)
}

fn keeping(keep: Keep) -> Manner<'static> {
    Manner {
        keep,
        ..Manner::PLAIN
    }
}

fn review(files: &[(String, Vec<u8>)], library: &Library, keep: Keep) -> Outcome {
    with_tasks(files, library, |tasks| {
        tieout::review_each(tasks, keeping(keep)).0
    })
}

#[test]
fn outputs_are_the_same_where_only_what_they_show_is_kept() {
    let library = support::library();
    let files = read();
    let whole = review(&files, &library, Keep::Everything);
    let short = review(&files, &library, Keep::Findings);
    let figures = |outcome: &Outcome| -> usize {
        let documents = outcome.documents.iter();
        documents.map(|checked| checked.figures.len()).sum()
    };
    assert!(whole.findings.len() > 40, "{}", whole.findings.len());
    assert!(figures(&short) * 2 < figures(&whole), "{}", figures(&short));
    assert!(short.documents.iter().all(|checked| checked.kept.is_some()));
    for language in [None, Some(Language::Zh)] {
        let options = Options {
            language,
            statistics: true,
            ..Options::default()
        };
        for renderer in RENDERERS {
            let [whole, short] =
                [&whole, &short].map(|outcome| renderer.render(outcome, &library.rules, &options));
            let lines = whole.lines().zip(short.lines());
            let first = lines.into_iter().find(|(a, b)| a != b);
            assert!(whole == short, "{}: {first:#?}", renderer.name);
        }
    }
}

/// An output as it is told while files are read, nothing being kept of what was told; and how often something was told.
fn streamed(
    files: &[(String, Vec<u8>)],
    library: &Library,
    renderer: &Renderer,
    options: &Options,
) -> Option<(String, usize)> {
    let each = renderer.each()?;
    let (mut text, mut parts) = (String::new(), 0);
    with_tasks(files, library, |tasks| {
        let mut run = Run::new(tasks, keeping(Keep::Findings));
        while let Some(documents) = run.advance() {
            let (outcome, rules) = run.so_far();
            let told = outcome
                .findings
                .iter()
                .map(|one| each(outcome, rules, one, options));
            text.extend(told);
            parts += 1;
            outcome.forget(documents, rules);
        }
        run.finish();
        let (outcome, rules) = run.so_far();
        let left: usize = outcome
            .documents
            .iter()
            .map(|checked| checked.figures.len())
            .sum();
        assert!(left < 100, "{left}");
        text.push_str(&renderer.rest(outcome, rules, options));
    });
    Some((text, parts))
}

#[test]
fn what_is_told_while_files_are_read_is_what_is_told_at_the_end() {
    let library = support::library();
    let files = read();
    let whole = review(&files, &library, Keep::Everything);
    let options = Options {
        statistics: true,
        ..Options::default()
    };
    let mut names = Vec::new();
    for renderer in RENDERERS {
        let Some((text, parts)) = streamed(&files, &library, renderer, &options) else {
            continue;
        };
        names.push(renderer.name);
        assert!(parts > 1, "{parts}");
        let end = renderer.render(&whole, &library.rules, &options);
        let first = text.lines().zip(end.lines()).find(|(a, b)| a != b);
        assert!(text == end, "{}: {first:#?}", renderer.name);
    }
    assert_eq!(names, ["terminal", "short", "ndjson", "github"]);
}

/// The last file is a pipe that nobody writes to until something was told.
#[cfg(unix)]
#[test]
fn findings_are_told_before_the_last_file_is_read() {
    let wrong = "Item,Amount,Other\nWages,10.00,1.00\nGoods,20.00,2.00\nTotal,31.00,3.00\n";
    let names: Vec<String> = (10..40).map(|number| format!("r{number}.csv")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), wrong)).collect();
    let folder = cli::folder(&files);
    let pipe = folder.path().join("z.csv");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let mut child = Command::new(env!("CARGO_BIN_EXE_tieout"))
        .args(["check", "--no-cache", "--jobs", "1", "--format", "short"])
        .args(&names)
        .arg("z.csv")
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (send, told) = mpsc::channel();
    let reader = thread::spawn(move || {
        for line in lines {
            send.send(line.unwrap()).unwrap();
        }
    });
    let first = told.recv_timeout(Duration::from_secs(60));
    if first.is_err() {
        child.kill().unwrap();
    } else {
        fs::write(&pipe, wrong).unwrap();
    }
    child.wait().unwrap();
    reader.join().unwrap();
    assert!(
        first
            .as_ref()
            .is_ok_and(|line| line.starts_with("r10.csv:")),
        "{first:?}"
    );
    assert!(told.iter().any(|line| line.starts_with("z.csv:")));
}
