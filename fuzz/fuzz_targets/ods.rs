//! The parts of a package that are read, inside a sound archive: ods.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tieout_fuzz::read(
    "report.ods",
    &tieout_fuzz::package::pack(&tieout_fuzz::package::ODS, bytes)
));
