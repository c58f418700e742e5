//! What settings say of how files belong together.

use super::{files::File, settings::Book};
use tieout::{
    Given, Kinship,
    model::{Complaint, Link, Related, Role, Severity, Words},
};

/// How the files of a run belong together, whose settings stand at `places`; and what the settings name in vain.
pub fn kinship(book: &Book, files: &[File], places: &[usize]) -> (Kinship, Vec<Complaint>) {
    let mut kinship = Kinship::default();
    let mut complaints = Vec::new();
    for (place, governed) in book.all().iter().enumerate() {
        let own: Vec<(usize, String)> = files
            .iter()
            .zip(places)
            .enumerate()
            .filter(|(_, (_, at))| **at == place)
            .map(|(task, (file, _))| (task, governed.relative(&file.path)))
            .collect();
        for related in &governed.settings.documents {
            let froms: Vec<usize> = fitting(&own, &related.files);
            for &from in &froms {
                kinship.identities.push((from, given(related)));
            }
            for (role, patterns) in &related.roles {
                let to = fitting(&own, patterns);
                if to.is_empty() && !froms.is_empty() {
                    complaints.push(in_vain(&governed.settings.path, related.line, *role));
                }
                for &from in &froms {
                    let to: Vec<usize> = to.iter().copied().filter(|to| *to != from).collect();
                    if !to.is_empty() {
                        kinship.links.push(Link {
                            from,
                            role: *role,
                            to,
                        });
                    }
                }
            }
        }
    }
    (kinship, complaints)
}

fn fitting(own: &[(usize, String)], patterns: &[globset::GlobMatcher]) -> Vec<usize> {
    let fits = |path: &String| patterns.iter().any(|glob| glob.is_match(path));
    let fitting = own.iter().filter(|(_, path)| fits(path));
    fitting.map(|(task, _)| *task).collect()
}

fn given(related: &Related) -> Given {
    Given {
        entity: related.entity.clone(),
        year: related.year,
        sort: related.sort,
    }
}

fn in_vain(path: &str, line: usize, role: Role) -> Complaint {
    let role = role.name();
    Complaint {
        path: path.to_owned(),
        line: Some(line),
        severity: Severity::Note,
        message: Words::new(
            format!("所检查的文件里没有与 `{role}` 相符的，两者没有对照"),
            format!("no file checked fits `{role}`, so that nothing was held against it"),
        ),
    }
}
