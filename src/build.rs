//! Embeds every rule and vocabulary file under `rules/` in the program, and each rule's failing example for its page.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let rules = embed(&root.join("rules"), "toml", |inside| {
        Some(inside.with_extension(""))
    })?;
    fs::write(out.join("rules.rs"), rules)?;
    let examples = embed(&root.join("fixtures/rules"), "md", |inside| {
        inside
            .ends_with("fail.md")
            .then(|| inside.parent().unwrap_or(inside).to_owned())
    })?;
    fs::write(out.join("examples.rs"), examples)
}

/// A list of (name, text) of the files under a folder, for `include!`.
fn embed(root: &Path, ending: &str, name: impl Fn(&Path) -> Option<PathBuf>) -> io::Result<String> {
    let mut files = Vec::new();
    gather(root, ending, &mut files)?;
    files.sort();
    let mut list = String::from("&[\n");
    for file in &files {
        let Some(name) = name(file.strip_prefix(root).unwrap_or(file)) else {
            continue;
        };
        let name = name.to_string_lossy().replace('\\', "/");
        list.push_str(&format!("    ({name:?}, include_str!({file:?})),\n"));
    }
    list.push_str("]\n");
    Ok(list)
}

/// Every folder is watched, not only every file: so the build notices a new rule file by itself.
fn gather(folder: &Path, wanted: &str, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, wanted, files)?;
        } else if path.extension().is_some_and(|ending| ending == wanted) {
            println!("cargo::rerun-if-changed={}", path.display());
            files.push(path);
        }
    }
    Ok(())
}
