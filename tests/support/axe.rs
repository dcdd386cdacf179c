//! axe-core, which finds what would keep people out of a page.

use std::path::Path;

/// The script of axe-core, as the packages of the pages bring it.
///
/// # Panics
/// They are not installed: `cargo xtask test` installs them.
#[must_use]
#[expect(clippy::expect_used, reason = "test support")]
pub fn axe_core() -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js");
    std::fs::read_to_string(script).expect("the packages of ui/ are installed by `cargo xtask test`")
}
