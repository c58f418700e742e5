//! Any bytes, told by their content: archives, compound files, pdf, and what begins like one of them.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tieout_fuzz::read("report", bytes));
