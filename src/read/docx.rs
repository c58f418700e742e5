//! docx: paragraphs with the numbers that Word prints, tables, text boxes, notes; tracked changes as accepted.

mod body;
mod numbering;
mod styles;

use super::{
    Input, Options, ReadError, Reader,
    flow::Flow,
    ooxml::{self, Package, Relation},
    transcript::Transcript,
};
use crate::model::{Document, Vocabulary, Words};
use body::Body;
use styles::Styles;

pub const READER: Reader = Reader {
    name: "docx",
    endings: &["docx", "docm", "dotx", "dotm"],
    recognises: |bytes| Some(ooxml::holds(bytes, "word/")),
    read,
};

fn read(
    input: Input<'_>,
    vocabulary: &Vocabulary,
    options: &Options,
) -> Result<Document, ReadError> {
    let mut package = Package::open(input, &options.limits)?;
    let main = package
        .main_part()
        .unwrap_or_else(|| "word/document.xml".to_owned());
    let source = match package.part(&main)? {
        Some(source) => source,
        None => package.part("word/document.xml")?.ok_or_else(|| {
            ooxml::broken(
                input,
                Words::new("文档正文缺失", "its main part is missing"),
            )
        })?,
    };
    let relations = package.relations(&main);
    // Styles and notes that cannot be read must not keep the text from being read.
    let styles = other(&mut package, &relations, "styles");
    let styles = styles.as_deref().map(Styles::of).unwrap_or_default();
    let numbering = other(&mut package, &relations, "numbering");
    let numbering = numbering
        .as_deref()
        .map(numbering::read)
        .unwrap_or_default();
    let mut flow = Flow::new(&options.limits);
    let mut body = Body::new(&styles, numbering, &mut flow);
    body.read(&source);
    drop(source);
    for (kind, words) in [
        ("footnotes", Words::new("脚注", "footnotes")),
        ("endnotes", Words::new("尾注", "endnotes")),
    ] {
        if let Some(source) = other(&mut package, &relations, kind) {
            body.read_notes(&source, &words);
        }
    }
    let notices = body.finish();
    let mut transcript = Transcript::new(vocabulary, &options.limits);
    flow.finish(&mut transcript);
    for notice in notices {
        transcript.notice(notice);
    }
    Ok(transcript.finish(input.path, READER.name))
}

/// A part beside the main one, by its relation, else by its usual name.
fn other(package: &mut Package<'_>, relations: &[Relation], kind: &str) -> Option<String> {
    let relation = relations.iter().find(|relation| relation.kind == kind);
    let usual = format!("word/{kind}.xml");
    let name = relation.map_or(usual.as_str(), |relation| relation.target.as_str());
    package.part(name).ok().flatten()
}
