//! A panic while one file is read becomes the error of that file; the others are read all the same.
//!
//! Readers do not panic on content; the crates that take pdf files, archives and web pages apart may. The message that Rust prints
//! of a panic is the business of the process, not of a library: a program that wants none asks [`is_guarded`] in its panic hook.

use super::ReadError;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether this thread reads a file just now, so that its panic becomes a [`ReadError`].
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// What reading gives; a panic is [`ReadError::Fault`]. Nothing that outlives the reading is touched by it, so nothing is left half
/// done.
pub fn guarded<T>(path: &str, read: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    let before = GUARDED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(before);
    result.unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<&str>().copied();
        let said = said.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        Err(ReadError::Fault {
            path: path.to_owned(),
            why: said.unwrap_or("no reason given").to_owned(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_the_error_of_one_file() {
        let result = guarded("a.pdf", || {
            assert!(!is_guarded(), "as if a crate had failed");
            Ok(())
        });
        let said = result.err().map(|error| error.to_string());
        assert!(said.is_some_and(
            |said| said.starts_with("a.pdf: ") && said.ends_with("(as if a crate had failed)")
        ));
        assert!(!is_guarded());
    }
}
