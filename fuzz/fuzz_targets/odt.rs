//! The parts of a package that are read, inside a sound archive: odt.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tieout_fuzz::read(
    "report.odt",
    &tieout_fuzz::package::pack(&tieout_fuzz::package::ODT, bytes)
));
