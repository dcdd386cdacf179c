//! The walk through an answer: rows are met one by one, and nothing else becomes a value.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::pointer::{Branch, Step};

/// A row as it passes by: the JSON texts of the wanted values, and the keys captured on the way to it.
pub(crate) struct Row<'r, 'de> {
    pub(crate) cells: &'r [Option<&'de str>],
    captures: &'r [(&'r str, Cow<'de, str>)],
}

impl<'r, 'de> Row<'r, 'de> {
    pub(crate) fn bare(cells: &'r [Option<&'de str>]) -> Self {
        Self { cells, captures: &[] }
    }

    pub(crate) fn captured(&self, name: &str) -> Option<&str> {
        self.captures
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, key)| key.as_ref())
    }
}

/// What to look for in an answer.
#[derive(Clone, Default)]
pub(crate) struct Plan {
    /// The way to the rows.
    pub(crate) path: Vec<Step>,
    /// The values wanted of each row, and how many there are.
    pub(crate) row: Branch,
    pub(crate) cells: usize,
    /// The values wanted of the answer itself, and how many there are.
    pub(crate) marks: Branch,
    pub(crate) mark_count: usize,
}

/// What a walk found beside the rows.
pub(crate) struct Found<'de> {
    /// Rows met, and how many of them were no objects.
    pub(crate) rows: u64,
    pub(crate) odd: u64,
    /// Whether the place where rows are was there at all.
    pub(crate) reached: bool,
    pub(crate) marks: Vec<Option<&'de str>>,
}

/// Walks through an answer and hands each row to `on_row`.
pub(crate) fn walk<'de>(
    body: &'de [u8],
    plan: &Plan,
    on_row: impl FnMut(&Row<'_, 'de>),
) -> Result<Found<'de>, serde_json::Error> {
    let mut state = State {
        plan,
        cells: vec![None; plan.cells],
        captures: Vec::new(),
        found: Found {
            rows: 0,
            odd: 0,
            reached: false,
            marks: vec![None; plan.mark_count],
        },
        on_row,
    };
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let root = Place {
        state: &mut state,
        steps: Some(&plan.path),
        marks: Some(&plan.marks),
    };
    root.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(state.found)
}

struct State<'p, 'de, F> {
    plan: &'p Plan,
    cells: Vec<Option<&'de str>>,
    captures: Vec<(&'p str, Cow<'de, str>)>,
    found: Found<'de>,
    on_row: F,
}

/// A place in the answer: the steps that are left to the rows, if they are this way, and the marks below.
struct Place<'s, 'p, 'de, F> {
    state: &'s mut State<'p, 'de, F>,
    steps: Option<&'p [Step]>,
    marks: Option<&'p Branch>,
}

impl<'de, F: FnMut(&Row<'_, 'de>)> DeserializeSeed<'de> for Place<'_, '_, 'de, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if matches!(self.steps, Some([])) {
            return deserializer.deserialize_any(RowVisitor(self.state));
        }
        if let (None, Some(mark)) = (self.steps, self.marks)
            && mark.is_leaf()
        {
            let raw = <&RawValue as serde::Deserialize>::deserialize(deserializer)?;
            if let Some(slot) = mark.slot {
                self.state.found.marks[slot] = Some(raw.get());
            }
            return Ok(());
        }
        deserializer.deserialize_any(self)
    }
}

/// Scalars where a list or an object might be: there is nothing in them to find.
macro_rules! ignore_scalars {
    ($($visit:ident: $scalar:ty),+) => {$(
        fn $visit<E>(self, _: $scalar) -> Result<(), E> {
            self.scalar();
            Ok(())
        }
    )+};
}

impl<'de, F: FnMut(&Row<'_, 'de>)> Place<'_, '_, 'de, F> {
    const fn scalar(self) {}
}

impl<'de, F: FnMut(&Row<'_, 'de>)> Visitor<'de> for Place<'_, '_, 'de, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    ignore_scalars!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Some([Step::Each, rest @ ..]) = self.steps else {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(());
        };
        self.state.found.reached = true;
        loop {
            let item = Place {
                state: &mut *self.state,
                steps: Some(rest),
                marks: None,
            };
            if items.next_element_seed(item)?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if let Some([Step::Each | Step::Capture(_), ..]) = self.steps {
            self.state.found.reached = true;
        }
        while let Some(key) = map.next_key_seed(Key)? {
            let marks = self.marks.and_then(|marks| marks.child(&key));
            let steps = match self.steps {
                Some([Step::Key(wanted), rest @ ..]) if *wanted == *key => Some(rest),
                Some([Step::Each | Step::Capture(_), rest @ ..]) => Some(rest),
                _ => None,
            };
            if steps.is_none() && marks.is_none() {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let captures = self.state.captures.len();
            if let Some([Step::Capture(name), ..]) = self.steps {
                self.state.captures.push((name, key));
            }
            map.next_value_seed(Place {
                state: &mut *self.state,
                steps,
                marks,
            })?;
            self.state.captures.truncate(captures);
        }
        Ok(())
    }
}

/// A key without a copy, where it has no escapes.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}

/// A value that stands where a row should.
struct RowVisitor<'s, 'p, 'de, F>(&'s mut State<'p, 'de, F>);

impl<'de, F: FnMut(&Row<'_, 'de>)> RowVisitor<'_, '_, 'de, F> {
    fn scalar(self) {
        self.0.found.rows += 1;
        self.0.found.odd += 1;
    }
}

impl<'de, F: FnMut(&Row<'_, 'de>)> Visitor<'de> for RowVisitor<'_, '_, 'de, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row")
    }

    ignore_scalars!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);

    fn visit_unit<E>(self) -> Result<(), E> {
        self.scalar();
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        self.scalar();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let state = self.0;
        state.cells.fill(None);
        read_cells(map, &state.plan.row, &mut state.cells)?;
        state.found.rows += 1;
        state.found.reached = true;
        (state.on_row)(&Row {
            cells: &state.cells,
            captures: &state.captures,
        });
        Ok(())
    }
}

fn read_cells<'de, A: MapAccess<'de>>(
    mut map: A,
    wanted: &Branch,
    cells: &mut [Option<&'de str>],
) -> Result<(), A::Error> {
    while let Some(key) = map.next_key_seed(Key)? {
        match wanted.child(&key) {
            None => {
                map.next_value::<IgnoredAny>()?;
            }
            Some(Branch { slot: Some(slot), .. }) => cells[*slot] = Some(map.next_value::<&RawValue>()?.get()),
            Some(branch) => map.next_value_seed(Inside { branch, cells })?,
        }
    }
    Ok(())
}

/// An object within a row.
struct Inside<'s, 'p, 'de> {
    branch: &'p Branch,
    cells: &'s mut [Option<&'de str>],
}

impl<'de> DeserializeSeed<'de> for Inside<'_, '_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Inside<'_, '_, '_> {
    const fn scalar(self) {}
}

impl<'de> Visitor<'de> for Inside<'_, '_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    ignore_scalars!(visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str);

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        read_cells(map, self.branch, self.cells)
    }
}

#[cfg(test)]
mod tests {
    use super::super::pointer;
    use super::*;

    fn plan(rows: &str, wanted: &[&str], marks: &[&str]) -> Plan {
        let mut plan = Plan {
            path: pointer::parse(rows).unwrap(),
            cells: wanted.len(),
            mark_count: marks.len(),
            ..Plan::default()
        };
        for (slot, path) in wanted.iter().enumerate() {
            plan.row.want(path, slot);
        }
        for (slot, path) in marks.iter().enumerate() {
            plan.marks.want(path, slot);
        }
        plan
    }

    fn rows(body: &str, plan: &Plan) -> (Vec<String>, u64, bool) {
        let mut rows = Vec::new();
        let found = walk(body.as_bytes(), plan, |row| {
            let cells: Vec<&str> = row.cells.iter().map(|cell| cell.unwrap_or("-")).collect();
            rows.push(format!("{}{}", row.captured("who").unwrap_or(""), cells.join(" ")));
        })
        .unwrap();
        (rows, found.odd, found.reached)
    }

    #[test]
    fn rows_of_a_bare_array_are_met_in_order() {
        let plan = plan("/*", &["ID", "Name"], &[]);
        let body = r#"[{"ID":1,"Other":[{"ID":9}],"Name":"a"},{"Name":null}]"#;
        assert_eq!(rows(body, &plan), (vec!["1 \"a\"".into(), "- null".into()], 0, true));
    }

    #[test]
    fn captured_keys_belong_to_the_rows_below_them() {
        let plan = plan("/data/{who}/*/*", &["n"], &[]);
        let body = r#"{"code":200,"data":{"ann":{"English":[{"n":1}],"Maths":[{"n":2}]},"bob":{"ICT":[{"n":3}]}}}"#;
        assert_eq!(rows(body, &plan).0, ["ann1", "ann2", "bob3"]);
    }

    #[test]
    fn marks_are_found_before_and_after_the_rows() {
        let plan = plan("/page/rows/*", &["n"], &["code", "page/total"]);
        let found = walk(br#"{"page":{"rows":[{"n":1}],"total":7},"code":"200"}"#, &plan, |_| ()).unwrap();
        assert_eq!(found.marks, [Some("\"200\""), Some("7")]);
    }

    #[test]
    fn a_value_within_a_row_is_found_by_its_path() {
        let plan = plan("/*", &["Contact/Email"], &[]);
        assert_eq!(
            rows(r#"[{"Contact":{"Email":"x"}},{"Contact":3}]"#, &plan).0,
            ["\"x\"", "-"]
        );
    }

    #[test]
    fn a_missing_place_is_told_from_an_empty_one() {
        let plan = plan("/Users/*", &["n"], &[]);
        assert_eq!(rows(r#"{"Users":[]}"#, &plan), (vec![], 0, true));
        assert_eq!(rows(r#"{"People":[{"n":1}]}"#, &plan), (vec![], 0, false));
        assert_eq!(rows(r#"{"Users":null}"#, &plan), (vec![], 0, false));
    }

    #[test]
    fn what_is_no_object_is_counted_as_odd() {
        let plan = plan("/*", &["n"], &[]);
        assert_eq!(rows(r#"[1,"x",null,[2],{"n":5}]"#, &plan), (vec!["5".into()], 4, true));
    }

    #[test]
    fn an_answer_cut_anywhere_is_an_error_and_never_a_panic() {
        let plan = plan("/data/{who}/*", &["n", "a/b"], &["total"]);
        let body = r#"{"data":{"z\u00eb":[{"n":"\ud83d\ude00","a":{"b":[1,{}]}},null]},"total":1.5e3}"#;
        assert!(walk(body.as_bytes(), &plan, |_| ()).is_ok());
        for end in 0..body.len() {
            assert!(walk(&body.as_bytes()[..end], &plan, |_| ()).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn an_answer_nested_without_end_is_an_error() {
        let plan = plan("/*", &["n"], &[]);
        for open in ["[", "{\"n\":", "[{\"n\":"] {
            assert!(walk(open.repeat(200_000).as_bytes(), &plan, |_| ()).is_err());
        }
    }
}
