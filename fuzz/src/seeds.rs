//! Writes what fuzzing starts from into `corpus/`: the repository's fixtures and the files of the folders that are named.

use std::{
    ffi::OsStr,
    fs,
    io::{Cursor, Read},
    path::{Path, PathBuf},
};
use tieout_fuzz::package::{self, KINDS, Kind, SEPARATOR};
use zip::ZipArchive;

/// Longer files teach the fuzzer little and slow it down.
const LONGEST: u64 = 200_000;
/// Longer parts of packages are cut: styles are long and all alike.
const LONGEST_PART: usize = 20_000;

fn main() -> std::io::Result<()> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    let mut folders = vec![fixtures];
    folders.extend(std::env::args_os().skip(1).map(PathBuf::from));
    let mut written = 0;
    while let Some(folder) = folders.pop() {
        for found in fs::read_dir(&folder)? {
            let path = found?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.metadata()?.len() <= LONGEST {
                written += 1;
                seed(&path, written)?;
            }
        }
    }
    println!("{written} files");
    Ok(())
}

fn seed(path: &Path, number: usize) -> std::io::Result<()> {
    let bytes = fs::read(path)?;
    let ending = path.extension().and_then(OsStr::to_str).unwrap_or("");
    let target = match ending {
        "md" => "markdown",
        "htm" => "html",
        "txt" => "text",
        "tsv" => "csv",
        other => other,
    };
    match target {
        "markdown" => {
            write("check", number, &bytes)?;
            write(target, number, &bytes)?;
        }
        "html" | "csv" | "text" | "pdf" | "rtf" => write(target, number, &bytes)?,
        "xls" => {
            if let Some(input) = streams(package::XLS, &bytes) {
                write(target, number, &input)?;
            }
        }
        "doc" => {
            if let Some(input) = streams(package::DOC, &bytes) {
                write(target, number, &input)?;
            }
        }
        _ => {
            if let Some(kind) = KINDS.iter().find(|kind| kind.ending == target)
                && let Some(input) = unpack(kind, &bytes)
            {
                write(target, number, &input)?;
            }
        }
    }
    if bytes.starts_with(b"PK") || bytes.starts_with(b"\xd0\xcf") || bytes.starts_with(b"%PDF") {
        write("bytes", number, &bytes)?;
    }
    Ok(())
}

fn write(target: &str, number: usize, bytes: &[u8]) -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("corpus")
        .join(target);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(format!("seed-{number:05}")), bytes)
}

/// The parts of a package as its target takes them.
fn unpack(kind: &Kind, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut input = Vec::new();
    for (at, name) in kind.parts.iter().enumerate() {
        if at > 0 {
            input.extend_from_slice(SEPARATOR);
        }
        let mut part = Vec::new();
        if let Ok(file) = archive.by_name(name) {
            let _ = file.take(LONGEST).read_to_end(&mut part);
        }
        if at > 0 {
            part.truncate(LONGEST_PART);
        }
        input.extend_from_slice(&part);
    }
    Some(input)
}

/// The streams of a compound file as its target takes them.
fn streams(names: &[&str], bytes: &[u8]) -> Option<Vec<u8>> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let mut input = Vec::new();
    for (at, name) in names.iter().enumerate() {
        if at > 0 {
            input.extend_from_slice(SEPARATOR);
        }
        if let Ok(mut stream) = file.open_stream(name) {
            stream.read_to_end(&mut input).ok()?;
        }
    }
    (!input.is_empty()).then_some(input)
}
