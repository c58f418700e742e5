//! Groups and control words in any order: rtf.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tieout_fuzz::read("report.rtf", bytes));
