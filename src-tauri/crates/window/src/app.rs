//! The app.

/// The app behind the window.
pub struct App;
