//! Web pages in any encoding: html.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tieout_fuzz::read("report.html", bytes));
