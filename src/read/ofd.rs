//! OFD files (GB/T 33190): pages of positioned text and paths in a zip archive, then what a reader sees in them.
#![allow(clippy::float_arithmetic, reason = "page geometry")]

mod content;
mod parts;

use super::{
    Input, Options, ReadError, Reader,
    archive::{Archive, beside, mentions},
    page::{Page, compose, say, write},
    transcript::Transcript,
};
use crate::model::{Document, Vocabulary, Words};
use content::{Drawing, numbers};
use parts::{Parts, Tree};
use std::collections::BTreeMap;

pub const READER: Reader = Reader {
    name: "ofd",
    endings: &["ofd"],
    recognises: |bytes| Some(mentions(bytes, "OFD.xml")),
    read,
};

/// Points in a millimetre.
const POINTS: f64 = 72.0 / 25.4;
fn read(
    input: Input<'_>,
    vocabulary: &Vocabulary,
    options: &Options,
) -> Result<Document, ReadError> {
    let broken = |what: Words| ReadError::Broken {
        path: input.path.to_owned(),
        what,
        help: Words::new(
            "用 OFD 阅读器打开并另存，或重新导出",
            "open it in an OFD viewer and save it anew, or export it again",
        ),
    };
    let limits = &options.limits;
    let mut archive = Parts {
        archive: Archive::open(input.bytes, limits).map_err(broken)?,
        cut: false,
    };
    let root = archive.tree("OFD.xml").ok_or_else(|| {
        broken(Words::new(
            "OFD.xml 缺失或损坏",
            "OFD.xml is missing or damaged",
        ))
    })?;
    let mut pages = Vec::new();
    let mut lost: Vec<u32> = Vec::new();
    let mut blank: Vec<u32> = Vec::new();
    let mut found = false;
    let mut beyond = 0usize;
    for path in root.texts("DocRoot") {
        let path = beside("OFD.xml", &path);
        let Some(document) = archive.tree(&path) else {
            continue;
        };
        found = true;
        let page_box = document
            .texts("PhysicalBox")
            .first()
            .map(|text| numbers(text));
        let templates: BTreeMap<String, String> = document
            .all("TemplatePage")
            .filter_map(|part| Some((part.get("ID")?, beside(&path, &part.get("BaseLoc")?))))
            .collect();
        let mut drawn: BTreeMap<String, Drawing> = BTreeMap::new();
        for part in document.all("Page") {
            let count = pages.len() + lost.len() + blank.len();
            let number = u32::try_from(count + 1).unwrap_or(u32::MAX);
            if count >= limits.pages {
                beyond += 1;
                continue;
            }
            let tree = part
                .get("BaseLoc")
                .and_then(|place| archive.tree(&beside(&path, &place)));
            let Some(tree) = tree else {
                lost.push(number);
                continue;
            };
            let own = tree.texts("PhysicalBox").first().map(|text| numbers(text));
            let mut drawing = Drawing::default();
            for template in tree.all("Template") {
                let id = template.get("TemplateID").unwrap_or_default();
                if !drawn.contains_key(&id)
                    && let Some(tree) = templates.get(&id).and_then(|at| archive.tree(at))
                {
                    drawn.insert(id.clone(), Drawing::of(&tree));
                }
                if let Some(template) = drawn.get(&id) {
                    drawing.add(template);
                }
            }
            drawing.add(&Drawing::of(&tree));
            let page = laid_out(drawing, number, own.or(page_box.clone()));
            if page.glyphs.is_empty() {
                blank.push(number);
            } else {
                pages.push(page);
            }
        }
    }
    if !found {
        return Err(broken(Words::new(
            "OFD 压缩包里的文档缺失或已加密",
            "the document inside the OFD archive is missing or encrypted",
        )));
    }
    let mut transcript = Transcript::new(vocabulary, limits);
    write(&mut transcript, compose(pages));
    say(
        &mut transcript,
        &blank,
        "没有文字（扫描图像或空白页），未读取",
        [
            "has no text (a scan or a blank page); it was not read",
            "have no text (scans or blank pages); they were not read",
        ],
    );
    say(
        &mut transcript,
        &lost,
        "缺失或损坏，未读取",
        [
            "is missing or damaged; it was not read",
            "are missing or damaged; they were not read",
        ],
    );
    if beyond > 0 {
        transcript.notice(limits.beyond(
            "pages",
            &format!("最后 {beyond} 页未读取"),
            &format!("the last {beyond} pages were not read"),
        ));
    }
    if archive.cut {
        let notice = limits.beyond(
            "inflated",
            "部分内容未读取",
            "parts of the file were not read",
        );
        transcript.notice(notice);
    }
    Ok(transcript.finish(input.path, READER.name))
}

/// Millimetres to points, the page's corner as the origin.
fn laid_out(drawing: Drawing, number: u32, area: Option<Vec<f64>>) -> Page {
    let area = area.unwrap_or_default();
    let at = |place: usize, default: f64| {
        let value = area.get(place).copied().filter(|value| value.is_finite());
        value.unwrap_or(default)
    };
    let (left, top) = (at(0, 0.0), at(1, 0.0));
    let mut page = Page {
        number,
        width: at(2, 210.0) * POINTS,
        height: at(3, 297.0) * POINTS,
        ..Page::default()
    };
    drawing.onto(&mut page, move |(x, y)| {
        ((x - left) * POINTS, (y - top) * POINTS)
    });
    page
}

/// Whether an element is shown.
fn is_shown(element: &parts::Element) -> bool {
    element.get("Visible").is_none_or(|shown| shown != "false")
}

impl Drawing {
    fn of(tree: &Tree) -> Self {
        content::drawing(tree)
    }
}
