//! Connections: adding, changing, checking and removing them, with their secrets.

mod change;
mod draft;
mod look;
mod which;

pub use draft::Draft;
pub use look::ConnectionView;
pub use which::Which;

#[cfg(test)]
mod tests;
