//! `cargo xtask bench`.
use std::io;
pub(crate) fn bench(_options: &[&str]) -> io::Result<bool> {
    Err(io::Error::other("not yet"))
}
