//! The processes of the app, as the kernel counts them.

use std::fs;

/// One process.
#[derive(Debug)]
pub(crate) struct Process {
    pub(crate) id: u32,
    pub(crate) name: String,
    /// Its proportional share of memory, in KiB: what it alone uses, and its part of what it shares.
    pub(crate) memory_kib: u64,
}

/// A process and all that it started, directly or not, and that still runs.
pub(crate) fn tree(id: u32) -> Vec<Process> {
    let all: Vec<(u32, u32)> = fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(|id| Some((id, parent(id)?)))
        .collect();
    let mut tree = vec![id];
    let mut at = 0;
    while let Some(of) = tree.get(at).copied() {
        tree.extend(all.iter().filter(|(_, parent)| *parent == of).map(|(id, _)| id));
        at += 1;
    }
    tree.into_iter().filter_map(process).collect()
}

/// The memory of a whole tree, in KiB.
pub(crate) fn memory_kib(tree: &[Process]) -> u64 {
    tree.iter().map(|process| process.memory_kib).sum()
}

fn parent(id: u32) -> Option<u32> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    field(&status, "PPid:")?.parse().ok()
}

fn process(id: u32) -> Option<Process> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    // A process that has ended and was not waited for yet has no memory.
    let shares = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
    Some(Process {
        id,
        name: field(&status, "Name:")?.to_owned(),
        memory_kib: field(&shares, "Pss:")?.trim_end_matches(" kB").trim().parse().ok()?,
    })
}

fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(name)).map(str::trim)
}
