//! What is wrong with a definition, and where.

use domain::{Fault, FaultCode};

/// Something wrong at a key of a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) key: String,
    pub(crate) problem: String,
    pub(crate) remedy: String,
}

impl Problem {
    pub(crate) fn new(key: impl Into<String>, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            problem: problem.into(),
            remedy: remedy.into(),
        }
    }

    /// The problem with the keys that lead to it put in front.
    pub(crate) fn under(mut self, parent: impl std::fmt::Display) -> Self {
        self.key = if self.key.is_empty() {
            parent.to_string()
        } else {
            format!("{parent}.{}", self.key)
        };
        self
    }

    pub(crate) fn in_file(self, file: &str) -> Fault {
        Fault::new(FaultCode::DefinitionInvalid, format!("{file}: {}", self.key))
            .with("file", file)
            .with("key", self.key)
            .with("problem", self.problem)
            .with("remedy", self.remedy)
    }
}

/// A key of an operation as it is written in a file.
pub(crate) fn operation_key(name: &str) -> String {
    if name.contains('.') {
        format!("operations.\"{name}\"")
    } else {
        format!("operations.{name}")
    }
}

/// Reads a definition's text, keeping where the first mistake is.
pub(crate) fn parse(text: &str) -> Result<toml::Table, Problem> {
    text.parse().map_err(|error: toml::de::Error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = text.get(..start).map_or(1, |before| before.matches('\n').count() + 1);
        Problem::new(
            format!("line {line}"),
            error.message(),
            "correct the line; the file is TOML",
        )
    })
}

/// Turns a table into a definition file, naming the key that does not fit.
pub(crate) fn typed(table: toml::Table) -> Result<super::schema::File, Problem> {
    table.try_into().map_err(|error: toml::de::Error| {
        // The library tells the key only in its sentence, on a last line "in `a.b`".
        let told = error.to_string();
        let key = told
            .lines()
            .rev()
            .find_map(|line| line.strip_prefix("in `")?.strip_suffix('`'))
            .unwrap_or("top level");
        Problem::new(
            key,
            error.message(),
            "correct the key, or take it out; `definition show KIND` prints what is in force",
        )
    })
}
