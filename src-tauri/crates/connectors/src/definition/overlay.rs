//! Laying a centre's corrections over a built-in definition.

use toml::{Table, Value};

/// Lays `over` on `base`, key by key: tables merge, everything else is replaced whole.
///
/// A plain text or a list laid over a field replaces where the field comes from and leaves its type, so that
/// `fields.email = "EmailAddress"` is enough to follow a renamed field.
pub(crate) fn lay(base: &mut Table, over: Table) {
    for (key, value) in over {
        match (base.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => lay(below, above),
            (Some(Value::Table(below)), above @ (Value::String(_) | Value::Array(_))) if below.contains_key("from") => {
                below.insert("from".to_owned(), above);
            }
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

/// Writes fields that are given by a name alone, as in `nino = "NINO"`, out as `nino = { from = "NINO" }`.
pub(crate) fn spell_out(definition: &mut Table) {
    let Some(Value::Table(operations)) = definition.get_mut("operations") else {
        return;
    };
    for (_, operation) in operations.iter_mut() {
        let Some(Value::Table(fields)) = operation.get_mut("fields") else {
            continue;
        };
        for (_, field) in fields.iter_mut() {
            if matches!(field, Value::String(_) | Value::Array(_)) {
                let from = std::mem::replace(field, Value::Boolean(false));
                *field = Value::Table(Table::from_iter([("from".to_owned(), from)]));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid(base: &str, over: &str) -> Table {
        let mut base: Table = base.parse().unwrap();
        lay(&mut base, over.parse().unwrap());
        base
    }

    #[test]
    fn tables_merge_and_arrays_are_replaced_whole() {
        let merged = laid("[a]\nkeep = 1\nlist = [1, 2]", "[a]\nlist = [3]\nmore = 'x'");
        assert_eq!(merged, "[a]\nkeep = 1\nlist = [3]\nmore = 'x'".parse().unwrap());
    }

    #[test]
    fn a_name_laid_over_a_field_keeps_the_fields_type() {
        let merged = laid("born = { from = 'DOB', type = 'date' }", "born = 'BirthDate'");
        assert_eq!(merged, "born = { from = 'BirthDate', type = 'date' }".parse().unwrap());
    }

    #[test]
    fn a_field_may_be_given_by_a_name_alone() {
        let mut short: Table = "[operations.x.fields]\nnino = 'NINO'\nname = ['A', 'B']"
            .parse()
            .unwrap();
        spell_out(&mut short);
        let long = "[operations.x.fields]\nnino = { from = 'NINO' }\nname = { from = ['A', 'B'] }";
        assert_eq!(short, long.parse().unwrap());
    }

    #[test]
    fn nothing_laid_over_changes_nothing() {
        let base = "a = 1\n[b]\nc = [1]";
        assert_eq!(laid(base, ""), base.parse().unwrap());
    }
}
