//! Addresses that are nearly the same.

use domain::linking::Evidence;

/// How two different addresses resemble each other, if they do.
pub(super) fn resemblance(one: &str, other: &str) -> Option<Evidence> {
    let (local, domain) = one.rsplit_once('@')?;
    let (other_local, other_domain) = other.rsplit_once('@')?;
    if one == other {
        None
    } else if domain == other_domain && bare(local) == bare(other_local) {
        Some(Evidence::EmailOtherForm)
    } else if domain == other_domain {
        one_edit_apart(local, other_local).then_some(Evidence::NearEmail)
    } else if local != other_local {
        None
    } else if one_edit_apart(domain, other_domain) {
        Some(Evidence::NearEmail)
    } else {
        Some(Evidence::EmailOtherDomain)
    }
}

/// The local part without its dots and its `+tag`, which many servers ignore.
pub(crate) fn bare(local: &str) -> String {
    let untagged = local.split('+').next().unwrap_or(local);
    untagged.chars().filter(|letter| *letter != '.').collect()
}

/// One character was added, left out or replaced.
fn one_edit_apart(one: &str, other: &str) -> bool {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let same = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    match long.len() - short.len() {
        0 => same < long.len() && short[same + 1..] == long[same + 1..],
        1 => short[same..] == long[same + 1..],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_slip_of_one_character_is_near() {
        for other in [
            "amy.sha@x.example",
            "amy.shahh@x.example",
            "amy.shaw@x.example",
            "amy.shah@y.example",
        ] {
            assert_eq!(
                resemblance("amy.shah@x.example", other),
                Some(Evidence::NearEmail),
                "{other}"
            );
        }
    }

    #[test]
    fn another_domain_dots_and_tags_are_told_apart() {
        let own = "amy.shah@x.example";
        assert_eq!(
            resemblance(own, "amy.shah@college.example"),
            Some(Evidence::EmailOtherDomain)
        );
        assert_eq!(
            resemblance(own, "amyshah+work@x.example"),
            Some(Evidence::EmailOtherForm)
        );
        assert_eq!(
            resemblance(own, "amyshah@college.example"),
            None,
            "two differences prove little"
        );
        assert_eq!(resemblance(own, "ben.shah@x.example"), None);
        assert_eq!(
            resemblance(own, own),
            None,
            "the same address is more than a resemblance"
        );
    }

    /// The number of edits between two texts, by the definition.
    fn distance(one: &[char], other: &[char]) -> usize {
        match (one, other) {
            ([], rest) | (rest, []) => rest.len(),
            ([a, one_rest @ ..], [b, other_rest @ ..]) if a == b => distance(one_rest, other_rest),
            ([_, one_rest @ ..], [_, other_rest @ ..]) => {
                1 + distance(one_rest, other_rest)
                    .min(distance(one, other_rest))
                    .min(distance(one_rest, other))
            }
        }
    }

    proptest! {
        #[test]
        fn one_edit_is_one_edit_by_the_definition(one in "[ab]{0,6}", other in "[ab]{0,6}") {
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            prop_assert_eq!(one_edit_apart(&one, &other), distance(&letters(&one), &letters(&other)) == 1);
        }
    }
}
