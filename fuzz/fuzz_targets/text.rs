//! Plain text: columns by spaces, tabs and drawn lines, tables with one cell a line.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tieout_fuzz::read("report.txt", bytes));
