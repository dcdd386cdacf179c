//! Which part may be built on which. The table is that of `ARCHITECTURE.md`; here it is kept.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::process::Command;

use serde_json::Value;

use crate::tree;

/// The other crates of this workspace, as parts of the product.
const PARTS: &[&str] = &[
    "cli",
    "connectors",
    "domain",
    "engine",
    "host",
    "learner-sync",
    "matching",
    "outputs",
    "sandbox",
    "store",
    "xtask",
];

/// What a part must not be built on.
struct Wall {
    part: &'static str,
    banned: &'static [&'static str],
    /// Of the parts, the only ones that it may use; `None` where the table names those that it may not.
    parts: Option<&'static [&'static str]>,
    /// Whether the ban also holds for what its dependencies bring along.
    through: bool,
}

const WALLS: &[Wall] = &[
    Wall {
        part: "domain",
        banned: IO,
        parts: Some(&[]),
        through: true,
    },
    Wall {
        part: "matching",
        banned: IO,
        parts: Some(&["domain"]),
        through: true,
    },
    Wall {
        part: "connectors",
        banned: &["store", "engine", "matching", "outputs", "tauri", "keyring", "rusqlite"],
        parts: None,
        through: true,
    },
    Wall {
        part: "store",
        banned: &["reqwest", "engine", "connectors", "matching", "tauri", "keyring"],
        parts: None,
        through: true,
    },
    Wall {
        part: "engine",
        banned: &["connectors", "outputs", "reqwest", "tauri", "keyring"],
        parts: None,
        through: true,
    },
    Wall {
        part: "outputs",
        banned: &["reqwest", "store", "engine", "connectors", "tauri", "keyring"],
        parts: None,
        through: true,
    },
    Wall {
        part: "sandbox",
        banned: &["connectors", "matching", "store", "engine"],
        parts: None,
        through: true,
    },
    // The shells stand on the host, which brings everything along; they must not reach past it.
    Wall {
        part: "cli",
        banned: SHELL,
        parts: None,
        through: false,
    },
    Wall {
        part: "learner-sync",
        banned: SHELL,
        parts: None,
        through: false,
    },
];

const IO: &[&str] = &[
    "tokio", "mio", "socket2", "hyper", "reqwest", "rusqlite", "tauri", "keyring",
];
const SHELL: &[&str] = &[
    "rusqlite",
    "libsqlite3-sys",
    "reqwest",
    "hyper",
    "connectors",
    "matching",
    "store",
];

/// Who is built on whom, by package name.
type Graph = BTreeMap<String, BTreeSet<String>>;

fn violations(graph: &Graph) -> Vec<String> {
    WALLS.iter().flat_map(|wall| breaches(wall, graph)).collect()
}

fn breaches(wall: &Wall, graph: &Graph) -> Vec<String> {
    if !graph.contains_key(wall.part) {
        return vec![format!(
            "the wall around {} guards nothing: there is no such package",
            wall.part
        )];
    }
    let reached = reach(wall, graph);
    let is_banned = |name: &str| {
        let foreign_part = wall
            .parts
            .is_some_and(|parts| PARTS.contains(&name) && !parts.contains(&name));
        wall.banned.contains(&name) || foreign_part
    };
    let banned = reached.iter().filter(|(name, _)| is_banned(name));
    banned
        .map(|(_, way)| format!("{} must not be built on this: {way}", wall.part))
        .collect()
}

/// Everything that the part is built on, each with the shortest way there.
fn reach(wall: &Wall, graph: &Graph) -> BTreeMap<String, String> {
    let mut ways = BTreeMap::new();
    let mut next = VecDeque::from([(wall.part.to_owned(), wall.part.to_owned())]);
    while let Some((name, way)) = next.pop_front() {
        for dependency in graph.get(&name).into_iter().flatten() {
            if dependency != wall.part && !ways.contains_key(dependency) {
                let way = format!("{way} -> {dependency}");
                ways.insert(dependency.clone(), way.clone());
                if wall.through {
                    next.push_back((dependency.clone(), way));
                }
            }
        }
    }
    ways
}

/// The graph of what is compiled into the parts, without what only their tests and build scripts use.
fn graph(metadata: &Value) -> Graph {
    let packages = metadata["packages"].as_array().unwrap();
    let names: BTreeMap<&str, &str> = packages
        .iter()
        .map(|package| (package["id"].as_str().unwrap(), package["name"].as_str().unwrap()))
        .collect();
    let mut graph = Graph::new();
    for node in metadata["resolve"]["nodes"].as_array().unwrap() {
        let used = node["deps"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|dependency| is_compiled_in(dependency));
        let used = used.map(|dependency| names[dependency["pkg"].as_str().unwrap()].to_owned());
        graph
            .entry(names[node["id"].as_str().unwrap()].to_owned())
            .or_default()
            .extend(used);
    }
    // The resolved graph is that of this system; what the manifests name for the other systems counts as well.
    for package in packages.iter().filter(|package| package["source"].is_null()) {
        let named = package["dependencies"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|named| named["kind"].is_null());
        let named = named.map(|named| named["name"].as_str().unwrap().to_owned());
        graph
            .entry(package["name"].as_str().unwrap().to_owned())
            .or_default()
            .extend(named);
    }
    graph
}

fn is_compiled_in(dependency: &Value) -> bool {
    dependency["dep_kinds"]
        .as_array()
        .unwrap()
        .iter()
        .any(|kind| kind["kind"].is_null())
}

fn cargo_metadata() -> Value {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let rustc = Command::new("rustc").arg("-vV").output().unwrap();
    let rustc = String::from_utf8(rustc.stdout).unwrap();
    let platform = rustc.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    // For this system only: the packages of the others have not been fetched, and the network is not asked.
    let done = Command::new(cargo)
        .args([
            "metadata",
            "--offline",
            "--format-version",
            "1",
            "--filter-platform",
            platform,
        ])
        .current_dir(tree::root())
        .output()
        .unwrap();
    assert!(
        done.status.success(),
        "cargo metadata failed: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    serde_json::from_slice(&done.stdout).unwrap()
}

#[test]
fn no_part_is_built_on_what_its_wall_keeps_out() {
    let found = violations(&graph(&cargo_metadata()));
    assert!(
        found.is_empty(),
        "the walls of ARCHITECTURE.md are broken:\n{}",
        found.join("\n")
    );
}

/// A house in which every part stands and nothing is broken.
fn sound() -> Graph {
    let mut graph: Graph = PARTS.iter().map(|part| ((*part).to_owned(), BTreeSet::new())).collect();
    plant(&mut graph, "matching", "domain");
    plant(&mut graph, "engine", "store");
    plant(&mut graph, "store", "rusqlite");
    plant(&mut graph, "host", "connectors");
    plant(&mut graph, "connectors", "reqwest");
    plant(&mut graph, "cli", "host");
    graph
}

fn plant(graph: &mut Graph, part: &str, dependency: &str) {
    graph.entry(part.to_owned()).or_default().insert(dependency.to_owned());
}

#[test]
fn a_sound_house_has_no_violation() {
    assert_eq!(
        violations(&sound()),
        [""; 0],
        "the CLI reaches HTTP through the host only, and that is how it should be"
    );
}

#[test]
fn a_direct_breach_is_found() {
    let mut graph = sound();
    plant(&mut graph, "store", "reqwest");
    assert!(
        violations(&graph)
            .iter()
            .any(|found| found.contains("store -> reqwest"))
    );
}

#[test]
fn a_breach_through_another_package_is_found_and_the_way_is_named() {
    let mut graph = sound();
    plant(&mut graph, "domain", "innocent");
    plant(&mut graph, "innocent", "tokio");
    let found = violations(&graph);
    assert!(
        found.iter().any(|found| found.contains("domain -> innocent -> tokio")),
        "{found:?}"
    );
}

#[test]
fn a_pure_part_that_uses_another_part_is_found() {
    let mut graph = sound();
    plant(&mut graph, "matching", "outputs");
    assert!(
        violations(&graph)
            .iter()
            .any(|found| found.contains("matching -> outputs"))
    );
}

#[test]
fn a_shell_that_reaches_past_the_host_is_found() {
    let mut graph = sound();
    plant(&mut graph, "learner-sync", "rusqlite");
    assert!(
        violations(&graph)
            .iter()
            .any(|found| found.contains("learner-sync -> rusqlite"))
    );
}

#[test]
fn a_wall_around_a_part_that_is_gone_is_reported() {
    let mut graph = sound();
    graph.remove("engine");
    assert!(
        violations(&graph).iter().any(|found| found.contains("around engine")),
        "a rename must not switch the check off"
    );
}

#[test]
fn what_only_tests_use_breaks_no_wall() {
    let metadata = serde_json::json!({
        "packages": [
            { "id": "1", "name": "domain", "source": null, "dependencies": [{ "name": "tokio", "kind": "dev" }] },
            { "id": "2", "name": "tokio", "source": "registry", "dependencies": [] },
        ],
        "resolve": { "nodes": [
            { "id": "1", "deps": [{ "pkg": "2", "dep_kinds": [{ "kind": "dev" }] }] },
            { "id": "2", "deps": [] },
        ] },
    });
    assert!(graph(&metadata)["domain"].is_empty());
}

#[test]
fn what_a_manifest_names_for_another_system_counts() {
    let metadata = serde_json::json!({
        "packages": [
            { "id": "1", "name": "store", "source": null, "dependencies": [{ "name": "keyring", "kind": null, "target": "cfg(windows)" }] },
        ],
        "resolve": { "nodes": [{ "id": "1", "deps": [] }] },
    });
    assert!(
        graph(&metadata)["store"].contains("keyring"),
        "it is not in the resolved graph of this system"
    );
}
