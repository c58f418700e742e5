//! The streams of a Word 97 document, inside a sound compound file: doc.
#![no_main]

use tieout_fuzz::{package, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| read(
    "report.doc",
    &package::compound(package::DOC, bytes)
));
