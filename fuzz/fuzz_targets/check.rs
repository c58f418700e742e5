//! A report through every room: read, resolved, related, checked, explained, and shown by every output.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tieout_fuzz::check("report.md", bytes));
