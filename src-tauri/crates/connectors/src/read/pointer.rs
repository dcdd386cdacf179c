//! Where rows and other values are in an answer.

/// One step of a pointer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Into the value of a key.
    Key(String),
    /// Into every item of a list, or every value of an object.
    Each,
    /// Into every value of an object, keeping the key under a name.
    Capture(String),
}

/// Takes apart a JSON pointer (RFC 6901) in which `*` walks a list or an object and `{name}` captures keys. The error is
/// what is wrong with it.
pub(crate) fn parse(pointer: &str) -> Result<Vec<Step>, &'static str> {
    if pointer.is_empty() {
        return Ok(Vec::new());
    }
    let steps = pointer.strip_prefix('/').ok_or("a pointer begins with /")?;
    Ok(steps.split('/').map(step).collect())
}

fn step(text: &str) -> Step {
    match text.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
        Some(name) => Step::Capture(name.to_owned()),
        None if text == "*" => Step::Each,
        None => Step::Key(unescape(text)),
    }
}

fn unescape(key: &str) -> String {
    key.replace("~1", "/").replace("~0", "~")
}

/// Keys that are wanted below one place, each with the number of the slot that it goes to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Branch {
    children: Vec<(String, Branch)>,
    pub(crate) slot: Option<usize>,
}

impl Branch {
    /// Wants the value at a path of keys, parted by `/`.
    pub(crate) fn want(&mut self, path: &str, slot: usize) {
        let mut place = self;
        for key in path.split('/').map(unescape) {
            let at = place.children.iter().position(|(known, _)| *known == key);
            let at = at.unwrap_or_else(|| {
                place.children.push((key, Self::default()));
                place.children.len() - 1
            });
            place = &mut place.children[at].1;
        }
        place.slot = Some(slot);
    }

    /// The slot that already wants the value at a path.
    pub(crate) fn slot_of(&self, path: &str) -> Option<usize> {
        let mut keys = path.split('/').map(unescape);
        keys.try_fold(self, |place, key| place.child(&key))?.slot
    }

    pub(crate) fn child(&self, key: &str) -> Option<&Self> {
        self.children
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, child)| child)
    }

    pub(crate) fn is_leaf(&self) -> bool {
        self.children.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_walk_and_names_capture() {
        assert_eq!(
            parse("/data/{username}/*").unwrap(),
            [Step::Key("data".into()), Step::Capture("username".into()), Step::Each]
        );
        assert!(parse("").unwrap().is_empty(), "the empty pointer is the whole answer");
        assert!(parse("data").is_err());
    }
}
