//! What the fuzz targets share goes on working: the nightly toolchain that compiles them is not at hand everywhere.

use crate::fuzz::{check, package, page, read};

const REPORT: &str = "# Budget 2020\n\n| Item | Budget |\n|---|---|\n| Pay | 12.5 |\n| Rent | 4.5 |\n| Total | 18.0 |\n";

#[test]
fn every_way_in_takes_any_bytes() {
    for bytes in [REPORT.as_bytes(), b"{\\rtf1 12.5}", b"\0\xff\x01", b""] {
        check("report.md", bytes);
        for path in ["report", "report.rtf", "report.pdf", "report.html"] {
            read(path, bytes);
        }
        read("report.pdf", &page::draw(bytes));
        for kind in [package::DOC, package::XLS] {
            read("report", &package::compound(kind, bytes));
        }
        for kind in package::KINDS {
            read("report", &package::pack(kind, bytes));
        }
    }
}

#[test]
fn what_the_fuzzer_found_stays_mended() {
    // A cell whose words stand nowhere in the source, before characters of several bytes.
    read("report.md", b"<table><th>r<th><\xfe\xff>");
}
