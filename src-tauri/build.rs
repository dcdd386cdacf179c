//! Generates what the app's shell needs from `tauri.conf.json` and the capabilities.

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    let attributes = tauri_build::Attributes::new().capabilities_path_pattern("./src-tauri/capabilities/**/*");
    if let Err(error) = tauri_build::try_build(attributes) {
        panic!("the app's shell could not be prepared: {error:#}");
    }
}
