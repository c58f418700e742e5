//! Checkstyle's XML, which many tools read.

use super::{
    How, Options, Renderer,
    place::{self, Columns},
    told::{self, Told},
    xml,
};
use crate::model::{Outcome, Rule, Severity};

pub const RENDERER: Renderer = Renderer {
    name: "checkstyle",
    about: "XML as Checkstyle writes it",
    how: How::Whole(render),
};

fn render(outcome: &Outcome, rules: &[Rule], options: &Options) -> String {
    let told: Vec<Told<'_>> = told::all(outcome, rules, options).collect();
    xml::document(|sheet| {
        xml::parent(sheet, "checkstyle", &[("version", "10.0")], |sheet| {
            for aside in told::asides(outcome, options) {
                xml::parent(sheet, "file", &[("name", aside.path)], |sheet| {
                    let line = aside.line.map(|line| line.to_string());
                    let mut attributes = Vec::new();
                    attributes.extend(line.iter().map(|line| ("line", line.as_str())));
                    attributes.extend([
                        ("severity", severity(aside.severity)),
                        ("message", &aside.message),
                        ("source", aside.code),
                    ]);
                    xml::element(sheet, "error", &attributes, "")
                })?;
            }
            for checked in &outcome.documents {
                let document = &checked.document;
                xml::parent(sheet, "file", &[("name", &document.path)], |sheet| {
                    let own = told
                        .iter()
                        .filter(|told| std::ptr::eq(told.document, document));
                    for told in own {
                        error(sheet, told)?;
                    }
                    Ok(())
                })?;
            }
            Ok(())
        })
    })
}

fn error(sheet: &mut xml::Sheet, told: &Told<'_>) -> std::io::Result<()> {
    let extent = place::extent(told.document, told.finding.at, Columns::Characters);
    let place = extent.map(|extent| (extent.start.0.to_string(), extent.start.1.to_string()));
    let message = told.headline();
    let mut attributes = Vec::new();
    if let Some((line, column)) = &place {
        attributes.extend([("line", line.as_str()), ("column", column)]);
    }
    attributes.extend([
        ("severity", severity(told.finding.severity)),
        ("message", &message),
        ("source", &told.rule.id),
    ]);
    xml::element(sheet, "error", &attributes, "")
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "info",
    }
}
