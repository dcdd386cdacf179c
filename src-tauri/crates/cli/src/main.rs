//! learner-sync-cli: the engine without a window.

fn main() {}
