//! Embeds every rule and vocabulary file under `rules/` in the program, and the reports beside them that examples name.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut files = Vec::new();
    gather(&root.join("rules"), &mut files)?;
    files.sort();
    let (mut rules, mut reports) = (String::from("&[\n"), String::from("&[\n"));
    for file in &files {
        let inside = file.strip_prefix(root.join("rules")).unwrap_or(file);
        let ending = file.extension().and_then(|ending| ending.to_str());
        match ending {
            Some("toml") => {
                let name = slashed(&inside.with_extension(""));
                rules.push_str(&format!("    ({name:?}, include_str!({file:?})),\n"));
            }
            // The manual, and what makes reports.
            Some("md" | "py") | None => {}
            Some(_) => {
                let name = slashed(inside);
                reports.push_str(&format!("    ({name:?}, include_bytes!({file:?})),\n"));
            }
        }
    }
    fs::write(out.join("rules.rs"), rules + "]\n")?;
    fs::write(out.join("reports.rs"), reports + "]\n")
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Every folder is watched, not only every file: so the build notices a new rule file by itself.
fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, files)?;
        } else {
            println!("cargo::rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
    Ok(())
}
