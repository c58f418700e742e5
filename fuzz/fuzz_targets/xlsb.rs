//! The parts of a package that are read, inside a sound archive: xlsb.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tieout_fuzz::read(
    "report.xlsb",
    &tieout_fuzz::package::pack(&tieout_fuzz::package::XLSB, bytes)
));
