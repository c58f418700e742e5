//! Records with any quotes and separators: csv.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tieout_fuzz::read("report.csv", bytes));
