//! Addresses side by side.

use domain::comparison::Agreement;
use domain::email;

use super::attributes::Judged;
use super::difference::{Case, Marks, between, edits, whole};
use crate::suggest::bare;

/// How far two addresses agree.
pub(super) fn judge(one: &str, other: &str) -> Judged {
    let key = |text: &str| email::key(text).unwrap_or_else(|| text.trim().to_lowercase());
    if key(one) == key(other) {
        return Judged::new(Agreement::Same, "Same");
    }
    let (Some((local, domain)), Some((other_local, other_domain))) = (one.rsplit_once('@'), other.rsplit_once('@'))
    else {
        return Judged::new(Agreement::Differs, "Differs").marked(whole(one), whole(other));
    };
    let same_domain = domain.to_lowercase() == other_domain.to_lowercase();
    let same_local = local.to_lowercase() == other_local.to_lowercase();
    if edits(one, other, 1).is_some() {
        let (left, right) = between(one, other, Case::Ignored);
        Judged::new(Agreement::Close, "1 letter differs").marked(left, right)
    } else if same_domain && bare(&local.to_lowercase()) == bare(&other_local.to_lowercase()) {
        let (left, right) = between(local, other_local, Case::Ignored);
        Judged::new(Agreement::Close, "Same but for dots or a tag").marked(left, right)
    } else if same_local {
        let (left, right) = (after(local, domain), after(other_local, other_domain));
        Judged::new(Agreement::Close, "The domain differs").marked(left, right)
    } else if same_domain {
        Judged::new(Agreement::Differs, "Differs").marked(whole(local), whole(other_local))
    } else {
        Judged::new(Agreement::Differs, "Differs").marked(whole(one), whole(other))
    }
}

/// The mark over a domain, which stands after the local part and its `@`.
fn after(local: &str, domain: &str) -> Marks {
    let start = local.chars().count() + 1;
    vec![(start, start + domain.chars().count())]
}
