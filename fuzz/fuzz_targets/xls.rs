//! The records of a workbook, inside a sound compound file: xls.
#![no_main]

use tieout_fuzz::{package, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| read(
    "report.xls",
    &package::compound(package::XLS, bytes)
));
