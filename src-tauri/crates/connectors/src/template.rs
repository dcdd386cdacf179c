//! Texts and bodies with `{placeholders}`.

use std::borrow::Cow;

/// What fills placeholders for one call. Small, so that a look through it is the quickest way.
#[derive(Clone, Default)]
pub(crate) struct Values<'a>(Vec<(&'a str, Value<'a>)>);

/// What fills one placeholder.
#[derive(Clone)]
pub(crate) enum Value<'a> {
    Text(Cow<'a, str>),
    Number(u64),
    List(&'a [String]),
}

impl<'a> Values<'a> {
    pub(crate) fn with(mut self, name: &'a str, text: impl Into<Cow<'a, str>>) -> Self {
        self.set(name, Value::Text(text.into()));
        self
    }

    pub(crate) fn with_some(self, name: &'a str, text: Option<impl Into<Cow<'a, str>>>) -> Self {
        match text {
            Some(text) => self.with(name, text),
            None => self,
        }
    }

    pub(crate) fn with_list(mut self, name: &'a str, list: &'a [String]) -> Self {
        self.set(name, Value::List(list));
        self
    }

    pub(crate) fn set(&mut self, name: &'a str, value: Value<'a>) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }

    pub(crate) fn set_if_unset(&mut self, name: &'a str, value: Value<'a>) {
        if self.get(name).is_none() {
            self.set(name, value);
        }
    }

    fn get(&self, name: &str) -> Option<&Value<'a>> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// What a placeholder is filled with, where that is a text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Value::Text(text) => Some(text),
            Value::Number(_) | Value::List(_) => None,
        }
    }
}

/// A text with placeholders, taken apart once.
#[derive(Clone)]
pub(crate) struct Template(Vec<Part>);

#[derive(Clone)]
enum Part {
    Literal(String),
    /// A placeholder, and whether it is sent as a number where it is one (`{name:number}`).
    Hole(String, bool),
}

impl Template {
    /// Takes a text apart. The error is what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (hole, tail) = after
                .split_once('}')
                .ok_or_else(|| "a placeholder is opened and not closed".to_owned())?;
            if !before.is_empty() {
                parts.push(Part::Literal(before.to_owned()));
            }
            let (name, number) = match hole.strip_suffix(":number") {
                Some(name) => (name, true),
                None => (hole, false),
            };
            parts.push(Part::Hole(name.to_owned(), number));
            rest = tail;
        }
        if !rest.is_empty() {
            parts.push(Part::Literal(rest.to_owned()));
        }
        Ok(Self(parts))
    }

    pub(crate) fn holes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            Part::Hole(name, _) => Some(name.as_str()),
            Part::Literal(_) => None,
        })
    }

    /// The text with its placeholders filled, each written by `write`; `None` where one has no value.
    pub(crate) fn render(&self, values: &Values<'_>, write: impl Fn(&str, &mut String)) -> Option<String> {
        let mut out = String::new();
        for part in &self.0 {
            match part {
                Part::Literal(text) => out.push_str(text),
                Part::Hole(name, _) => match values.get(name)? {
                    Value::Text(text) => write(text, &mut out),
                    Value::Number(number) => out.push_str(&number.to_string()),
                    Value::List(list) => write(&list.join(","), &mut out),
                },
            }
        }
        Some(out)
    }

    pub(crate) fn plain(&self, values: &Values<'_>) -> Option<String> {
        self.render(values, |text, out| out.push_str(text))
    }

    /// The value as JSON: a lone placeholder keeps the type of what fills it.
    fn json(&self, values: &Values<'_>) -> Option<serde_json::Value> {
        if let [Part::Hole(name, as_number)] = self.0.as_slice() {
            return Some(match values.get(name)? {
                Value::Text(text) if *as_number => match text.parse::<u64>() {
                    Ok(number) => number.into(),
                    Err(_) => text.as_ref().into(),
                },
                Value::Text(text) => text.as_ref().into(),
                Value::Number(number) => (*number).into(),
                Value::List(list) => (*list).into(),
            });
        }
        self.plain(values).map(Into::into)
    }
}

/// A value of a query, a form or a JSON body, with placeholders anywhere in it.
#[derive(Clone)]
pub(crate) enum Tree {
    Text(Template),
    Fixed(serde_json::Value),
    Table(Vec<(String, Tree)>),
    List(Vec<Tree>),
}

impl Tree {
    /// Takes a value of a definition apart. The error is what is wrong with it.
    pub(crate) fn parse(value: &toml::Value) -> Result<Self, String> {
        Ok(match value {
            toml::Value::String(text) => Self::Text(Template::parse(text)?),
            toml::Value::Integer(number) => Self::Fixed((*number).into()),
            toml::Value::Float(number) => Self::Fixed((*number).into()),
            toml::Value::Boolean(flag) => Self::Fixed((*flag).into()),
            toml::Value::Datetime(_) => return Err("a date has to stand in quotes here".to_owned()),
            toml::Value::Array(items) => Self::List(items.iter().map(Self::parse).collect::<Result<_, _>>()?),
            toml::Value::Table(table) => Self::table(table)?,
        })
    }

    pub(crate) fn table(table: &toml::Table) -> Result<Self, String> {
        let entry = |(key, value): (&String, &toml::Value)| Ok((key.clone(), Self::parse(value)?));
        Ok(Self::Table(table.iter().map(entry).collect::<Result<_, String>>()?))
    }

    /// The value; `None` where a placeholder has none. In a table such keys are left out, and so are empty texts that
    /// an overlay laid over a key to take it away.
    pub(crate) fn json(&self, values: &Values<'_>) -> Option<serde_json::Value> {
        Some(match self {
            Self::Text(template) if template.0.is_empty() => return None,
            Self::Text(template) => template.json(values)?,
            Self::Fixed(value) => value.clone(),
            Self::List(items) => items.iter().filter_map(|item| item.json(values)).collect(),
            Self::Table(entries) => entries
                .iter()
                .filter_map(|(key, tree)| Some((key.clone(), tree.json(values)?)))
                .collect::<serde_json::Map<_, _>>()
                .into(),
        })
    }

    /// The value as it stands in a query or a form: text as it is, everything else as JSON.
    pub(crate) fn text(&self, values: &Values<'_>) -> Option<String> {
        match self {
            Self::Text(template) if template.0.is_empty() => None,
            Self::Text(template) => template.plain(values),
            other => other.json(values).map(|value| value.to_string()),
        }
    }

    /// The placeholders in it.
    pub(crate) fn holes(&self, found: &mut Vec<String>) {
        match self {
            Self::Text(template) => found.extend(template.holes().map(str::to_owned)),
            Self::Fixed(_) => {}
            Self::List(items) => items.iter().for_each(|item| item.holes(found)),
            Self::Table(entries) => entries.iter().for_each(|(_, tree)| tree.holes(found)),
        }
    }
}

/// Writes text so that it can stand in a path or a query (RFC 3986: everything but unreserved characters is encoded).
pub(crate) fn percent_encode(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(byte.into());
        } else {
            out.push('%');
            out.push(HEX[usize::from(byte >> 4)].into());
            out.push(HEX[usize::from(byte & 15)].into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(toml: &str, values: &Values<'_>) -> String {
        Tree::table(&toml.parse().unwrap())
            .unwrap()
            .json(values)
            .unwrap()
            .to_string()
    }

    #[test]
    fn what_stands_in_a_path_is_encoded() {
        let path = Template::parse("users/{user}/all").unwrap();
        let filled = path.render(&Values::default().with("user", "a/b ü"), percent_encode);
        assert_eq!(filled.as_deref(), Some("users/a%2Fb%20%C3%BC/all"));
    }

    #[test]
    fn a_key_whose_placeholder_has_no_value_is_left_out() {
        let written = "Role = 1\nLastModified = '{since}'\nOrganisationID = '{centre:number}'";
        assert_eq!(
            body(written, &Values::default().with("centre", "42")),
            r#"{"OrganisationID":42,"Role":1}"#,
            "a listing of everybody must not carry a filter, and the id goes as the number that it is"
        );
    }

    #[test]
    fn an_id_that_is_no_number_goes_as_text() {
        let centre = Values::default().with("centre", "N7");
        assert_eq!(body("O = '{centre:number}'", &centre), r#"{"O":"N7"}"#);
    }

    #[test]
    fn an_empty_text_takes_a_key_away() {
        assert_eq!(body("page = ''\nn = 2", &Values::default()), r#"{"n":2}"#);
    }

    #[test]
    fn a_list_stays_a_list() {
        let keys = ["a".to_owned(), "b".to_owned()];
        let values = Values::default().with_list("keys", &keys);
        assert_eq!(body("email = '{keys}'", &values), r#"{"email":["a","b"]}"#);
    }

    #[test]
    fn an_open_placeholder_is_an_error() {
        assert!(Template::parse("users/{user").is_err());
    }
}
