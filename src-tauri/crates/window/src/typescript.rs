//! The TypeScript of everything that goes over the wire, made from the Rust types.

use std::collections::BTreeMap;

use ts_rs::{Config, TS, TypeVisitor};

use crate::commands::declare;
use crate::wire::AppEvent;

const HEAD: &str = "\
// Made from the Rust types of src-tauri/crates/window by `LEARNER_SYNC_WRITE_TYPES=1 cargo test -p window types`.
// It is not written by hand: a test says whether it is current.
";

/// What is collected on the way to the file.
pub(crate) struct Sheet {
    config: Config,
    types: BTreeMap<String, String>,
    commands: Vec<String>,
}

impl Sheet {
    pub(crate) fn command<Ask: TS + 'static, Answer: TS + 'static>(&mut self, name: &str) {
        self.visit::<Ask>();
        self.visit::<Answer>();
        let (ask, answer) = (Ask::name(&self.config), Answer::name(&self.config));
        self.commands.push(format!("  {name}: [{ask}, {answer}];\n"));
    }
}

impl TypeVisitor for Sheet {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // What has no file of its own is a type of the language, such as a string; its parts may be ours.
        if T::output_path().is_some() {
            let name = T::ident(&self.config);
            if self.types.contains_key(&name) {
                return;
            }
            let docs = T::docs().unwrap_or_default();
            self.types.insert(name, laid_out(&docs, &T::decl(&self.config)));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

/// A declaration as a person would lay it out: a comment of one line on one line, the fields below their type.
fn laid_out(docs: &str, declaration: &str) -> String {
    let on_one_line = |text: &str| text.replace("/**\n * ", "/** ").replace("\n */", " */");
    let declaration = on_one_line(declaration);
    let mut lines = declaration.lines().map(str::trim_end);
    let first = lines.next().unwrap_or_default();
    let fields: String = lines.map(|line| format!("  {line}\n")).collect();
    format!("{}export {first}\n{fields}", on_one_line(docs))
}

/// The file `ui/src/ipc/generated.ts`.
#[must_use]
pub fn typescript() -> String {
    let mut sheet = Sheet {
        // Counts and ids stay far below 2^53, up to which a number of JavaScript is exact.
        config: Config::new().with_large_int("number"),
        types: BTreeMap::new(),
        commands: Vec::new(),
    };
    declare(&mut sheet);
    sheet.visit::<AppEvent>();
    let types: Vec<String> = sheet.types.into_values().collect();
    let commands = sheet.commands.concat();
    format!(
        "{HEAD}\n{}\n/** Every command with what it is asked and what it answers. */\nexport interface Commands {{\n{commands}}}\n",
        types.join("\n")
    )
}
