//! macOS colours a template itself.

/// The dark picture is the template.
pub(super) fn is_dark() -> bool {
    false
}
