//! The records of a workbook, inside a sound compound file: xls.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tieout_fuzz::read("report.xls", &tieout_fuzz::package::compound("Workbook", bytes)));
