//! Whether the page's TypeScript is that of the Rust types.

use std::fs;
use std::path::PathBuf;

const FILE: &str = "../../../ui/src/ipc/generated.ts";

#[test]
fn the_types_of_the_page_are_those_of_the_app() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let current = window::typescript();
    if std::env::var_os("LEARNER_SYNC_WRITE_TYPES").is_some() {
        fs::write(&file, &current).unwrap();
    }
    let checked_in = fs::read_to_string(&file).unwrap();
    assert!(
        checked_in == current,
        "ui/src/ipc/generated.ts is not what the Rust types say: run LEARNER_SYNC_WRITE_TYPES=1 cargo test -p window types"
    );
}
