//! The definitions that are compiled in.

use domain::{Fault, FaultCode};

const BUILT_IN: &[(&str, &str)] = &[
    ("bksb", include_str!("../../definitions/bksb.toml")),
    ("onefile", include_str!("../../definitions/onefile.toml")),
];

/// Every kind that a connection can be of.
#[must_use]
pub fn kinds() -> &'static [&'static str] {
    const KINDS: [&str; BUILT_IN.len()] = {
        let mut kinds = [""; BUILT_IN.len()];
        let mut index = 0;
        while index < BUILT_IN.len() {
            kinds[index] = BUILT_IN[index].0;
            index += 1;
        }
        kinds
    };
    &KINDS
}

/// The text of a built-in definition.
pub(crate) fn text(kind: &str) -> Result<&'static str, Fault> {
    let found = BUILT_IN.iter().find(|(known, _)| *known == kind);
    found.map(|(_, text)| *text).ok_or_else(|| {
        Fault::new(FaultCode::KindUnknown, "no definition of that name")
            .with("kind", kind)
            .with("known", kinds().join(", "))
    })
}
