//! Generates what the app's shell needs from `tauri.conf.json`, the capabilities and the pages of the window.

use std::error::Error;
use std::fs;
use std::path::Path;

use tauri_build::{AppManifest, Attributes};

/// Where the pages are built into, as `tauri.conf.json` says.
const PAGES: &str = "ui/dist";

/// Stands in for the pages where they have not been built: whoever works on the rest needs no Node.
const NO_PAGES: &str = "<!doctype html><title>Learner Sync</title>\
    <h1>Learner Sync</h1><p>The pages of the window are not built. Run: cargo xtask run</p>\n";

fn main() -> Result<(), Box<dyn Error>> {
    pages()?;
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    // Naming the app's own permissions is what makes Tauri ask for one before it runs the app's own command.
    let manifest = AppManifest::new().permissions_path_pattern("./src-tauri/permissions/**/*");
    let attributes = Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .app_manifest(manifest);
    Ok(tauri_build::try_build(attributes)?)
}

fn pages() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={PAGES}");
    let index = Path::new(PAGES).join("index.html");
    if !index.exists() {
        fs::create_dir_all(PAGES)?;
        fs::write(index, NO_PAGES)?;
    }
    Ok(())
}
