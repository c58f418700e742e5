//! Markdown with pipe tables and html in it.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tieout_fuzz::read("report.md", bytes));
