//! Keys and types of an answer, without a single value.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::read::pointer::Step;

/// Adds an answer's shape to `shape`: a type, or several, by JSON pointer. Items of lists, and keys that are data, are `*`:
/// those that the definition captures or walks, and those that look like data.
pub(crate) fn add(body: &[u8], rows: &[Step], shape: &mut BTreeMap<String, String>) {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let root = Place {
        shape,
        path: String::new(),
        steps: rows,
    };
    // What cannot be read to its end has shown the shape of what came before.
    let _ = root.deserialize(&mut deserializer);
}

struct Place<'s> {
    shape: &'s mut BTreeMap<String, String>,
    path: String,
    steps: &'s [Step],
}

impl Place<'_> {
    fn is(&mut self, kind: &str) {
        let known = self.shape.entry(self.path.clone()).or_default();
        if !known.split(" or ").any(|one| one == kind) {
            if !known.is_empty() {
                known.push_str(" or ");
            }
            known.push_str(kind);
        }
    }

    fn below(&mut self, key: &str, steps: bool) -> Place<'_> {
        Place {
            path: format!("{}/{key}", self.path),
            steps: if steps {
                self.steps.get(1..).unwrap_or_default()
            } else {
                &[]
            },
            shape: self.shape,
        }
    }
}

/// Whether a key is somebody's name, address or number rather than a word of the system.
fn looks_like_data(key: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let digits = key.chars().filter(char::is_ascii_digit).count();
    key.is_empty() || key.len() > 40 || !key.chars().all(word) || digits > 2
}

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

macro_rules! types {
    ($($visit:ident($value:ty) = $kind:literal),+) => {$(
        fn $visit<E>(mut self, _: $value) -> Result<(), E> {
            self.is($kind);
            Ok(())
        }
    )+};
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    types!(
        visit_bool(bool) = "flag",
        visit_i64(i64) = "number",
        visit_u64(u64) = "number",
        visit_f64(f64) = "number",
        visit_str(&str) = "text"
    );

    fn visit_unit<E>(mut self) -> Result<(), E> {
        self.is("null");
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        self.is("list");
        while items.next_element_seed(self.below("*", true))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        self.is("object");
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            let (name, on_the_way) = match self.steps.first() {
                Some(Step::Each | Step::Capture(_)) => ("*", true),
                Some(Step::Key(wanted)) if *wanted == *key => (&*key, true),
                _ if looks_like_data(&key) => ("*", false),
                _ => (&*key, false),
            };
            map.next_value_seed(self.below(name, on_the_way))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::pointer;

    fn shape(body: &str, rows: &str) -> Vec<String> {
        let mut shape = BTreeMap::new();
        add(body.as_bytes(), &pointer::parse(rows).unwrap(), &mut shape);
        shape.into_iter().map(|(path, kind)| format!("{path} {kind}")).collect()
    }

    #[test]
    fn types_are_told_and_values_are_not() {
        assert_eq!(
            shape(r#"[{"ID":1,"Email":"a@b.example"},{"ID":"2","Email":null}]"#, "/*"),
            [" list", "/* object", "/*/Email text or null", "/*/ID number or text"]
        );
    }

    #[test]
    fn keys_that_are_data_become_stars() {
        let body = r#"{"data":{"jo.smith":{"English":[{"n":1}]}},"by":{"jo@x.example":1,"QQ123456C":2}}"#;
        let shape = shape(body, "/data/{username}/*/*").join("\n");
        assert!(!shape.contains("smith") && !shape.contains("jo@") && !shape.contains("QQ12"));
        assert!(shape.contains("/data/*/*/*/n number"));
    }
}
