//! Which part may be built on which. The table is that of `ARCHITECTURE.md`; here it is kept.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use toml::{Table, Value};

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
    "window",
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
        banned: &[
            "store",
            "engine",
            "matching",
            "outputs",
            "tauri",
            "keyring",
            "keyring-core",
            "rusqlite",
        ],
        parts: None,
        through: true,
    },
    Wall {
        part: "store",
        banned: &[
            "reqwest",
            "engine",
            "connectors",
            "matching",
            "tauri",
            "keyring",
            "keyring-core",
        ],
        parts: None,
        through: true,
    },
    Wall {
        part: "engine",
        banned: &["connectors", "outputs", "reqwest", "tauri", "keyring", "keyring-core"],
        parts: None,
        through: true,
    },
    Wall {
        part: "outputs",
        banned: &[
            "reqwest",
            "store",
            "engine",
            "connectors",
            "tauri",
            "keyring",
            "keyring-core",
        ],
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
    // The window's part asks the host, too, and shows its values; it may also serve the sandbox, whose people the sample
    // data is about.
    Wall {
        part: "window",
        banned: WINDOW,
        parts: None,
        through: false,
    },
    // The windowing system's shell stands on the window's part, and draws.
    Wall {
        part: "learner-sync",
        banned: DRAWING,
        parts: None,
        through: false,
    },
];

const IO: &[&str] = &[
    "tokio",
    "mio",
    "socket2",
    "hyper",
    "reqwest",
    "rusqlite",
    "tauri",
    "keyring",
    "keyring-core",
];
const SHELL: &[&str] = &[
    "rusqlite",
    "libsqlite3-sys",
    "reqwest",
    "hyper",
    "keyring",
    "keyring-core",
    "connectors",
    "matching",
    "store",
];
const WINDOW: &[&str] = &[
    "tauri",
    "rusqlite",
    "libsqlite3-sys",
    "reqwest",
    "hyper",
    "keyring",
    "keyring-core",
    "connectors",
    "matching",
    "store",
    "engine",
];
const DRAWING: &[&str] = &[
    "rusqlite",
    "libsqlite3-sys",
    "reqwest",
    "hyper",
    "keyring",
    "keyring-core",
    "connectors",
    "matching",
    "store",
    "engine",
    "sandbox",
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

/// The graph as `Cargo.lock` has it, for every system, less what only the tests and build scripts of this workspace use.
///
/// Both are read as files: asking cargo would mean fetching the packages of the other systems as well.
fn graph(lock: &Table, manifests: &[Table]) -> Graph {
    let packages = lock["package"].as_array().unwrap();
    let mut graph: Graph = packages
        .iter()
        .map(|package| (text(&package["name"]), locked(package)))
        .collect();
    for manifest in manifests {
        // The lock file does not tell a dependency from one that only tests have; the manifest does.
        graph.insert(text(&manifest["package"]["name"]), declared(manifest));
    }
    graph
}

/// What a package of the lock file is built on. Where there are several versions of one name, they count as one.
fn locked(package: &Value) -> BTreeSet<String> {
    let named = package
        .get("dependencies")
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    named
        .map(|named| text(named).split(' ').next().unwrap().to_owned())
        .collect()
}

/// What a manifest of this workspace names, for whatever system.
fn declared(manifest: &Table) -> BTreeSet<String> {
    let systems = manifest
        .get("target")
        .and_then(Value::as_table)
        .into_iter()
        .flat_map(Table::values);
    let for_systems = systems.filter_map(|system| system.get("dependencies"));
    let tables = manifest
        .get("dependencies")
        .into_iter()
        .chain(for_systems)
        .filter_map(Value::as_table);
    tables
        .flatten()
        .map(|(name, how)| how.get("package").map_or_else(|| name.clone(), text))
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn the_house() -> Graph {
    let parse = |(_, text): (String, String)| text.parse::<Table>().unwrap();
    let manifests = tree::files(&["toml"])
        .into_iter()
        .filter(|(path, _)| path.ends_with("Cargo.toml"));
    let lock = tree::files(&["lock"])
        .into_iter()
        .find(|(path, _)| path == "Cargo.lock")
        .unwrap();
    graph(&parse(lock), &manifests.map(parse).collect::<Vec<_>>())
}

#[test]
fn no_part_is_built_on_what_its_wall_keeps_out() {
    let house = the_house();
    assert!(
        house["store"].contains("rusqlite") && house["reqwest"].contains("hyper"),
        "the graph is read as it is"
    );
    let found = violations(&house);
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
    plant(&mut graph, "window", "host");
    plant(&mut graph, "window", "sandbox");
    plant(&mut graph, "learner-sync", "window");
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
fn a_window_that_knows_the_windowing_system_or_the_store_is_found() {
    for (part, reached) in [("window", "tauri"), ("window", "store"), ("learner-sync", "engine")] {
        let mut graph = sound();
        plant(&mut graph, part, reached);
        let found = violations(&graph);
        let way = format!("{part} -> {reached}");
        assert!(found.iter().any(|found| found.contains(&way)), "{way}: {found:?}");
    }
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

fn parsed(text: &str) -> Table {
    text.parse().unwrap()
}

#[test]
fn what_only_tests_use_breaks_no_wall() {
    let lock = parsed("[[package]]\nname = 'domain'\ndependencies = ['tokio']\n[[package]]\nname = 'tokio'\n");
    let manifest = parsed("[package]\nname = 'domain'\n[dev-dependencies]\ntokio.workspace = true\n");
    assert!(graph(&lock, &[manifest])["domain"].is_empty());
}

#[test]
fn what_a_manifest_names_for_one_system_or_under_another_name_counts() {
    let lock = parsed("package = []");
    let manifest = parsed(
        "[package]\nname = 'store'\n[target.'cfg(windows)'.dependencies]\nkeyring-core.workspace = true\n\
         [dependencies]\nweb = { version = '1', package = 'reqwest' }\n",
    );
    let graph = graph(&lock, &[manifest]);
    assert_eq!(
        graph["store"],
        BTreeSet::from(["keyring-core".to_owned(), "reqwest".to_owned()])
    );
}

#[test]
fn versions_of_one_package_count_as_one() {
    let lock = parsed("[[package]]\nname = 'a'\ndependencies = ['tokio 1.54.0', 'b']\n");
    assert_eq!(
        graph(&lock, &[])["a"],
        BTreeSet::from(["b".to_owned(), "tokio".to_owned()])
    );
}
