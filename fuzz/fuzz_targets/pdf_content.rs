//! The drawing operators of a page, inside a sound file: pdf.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tieout_fuzz::read(
    "report.pdf",
    &tieout_fuzz::page::draw(bytes)
));
