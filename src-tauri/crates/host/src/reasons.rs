//! Why somebody is not linked: a sentence, and what to do about it. Both shells say it in these words.

use chrono::NaiveDate;
use domain::linking::Reason;

/// What is the matter, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What is the matter, as a sentence.
    pub sentence: String,
    /// What to do about it, as a sentence.
    pub what_to_do: String,
}

impl std::fmt::Display for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.sentence, self.what_to_do)
    }
}

/// Whom the words are about. What is not known is left out of them.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// What the learner's record system is called, such as `Onefile`.
    pub record_system: &'a str,
    /// What the provider is called, such as `bksb`.
    pub provider: &'a str,
    /// Their given name.
    pub given_name: Option<&'a str>,
    /// How many people opposite share the key, where several do.
    pub opposite: usize,
    /// The day on which a person decided, where one did.
    pub decided_on: Option<NaiveDate>,
    /// Whether there is an address to compare.
    pub has_email: bool,
}

impl<'a> About<'a> {
    /// Nobody in particular, for words that hold for everybody with the reason.
    #[must_use]
    pub const fn anybody(record_system: &'a str, provider: &'a str) -> Self {
        Self {
            record_system,
            provider,
            given_name: None,
            opposite: 0,
            decided_on: None,
            has_email: true,
        }
    }

    fn given(&self, otherwise: &str) -> String {
        let named = self.given_name.map(str::trim).filter(|name| !name.is_empty());
        named.unwrap_or(otherwise).to_owned()
    }

    fn never(&self) -> Words {
        let when = self
            .decided_on
            .map_or_else(String::new, |day| format!(", {}", day.format("%-d %B %Y")));
        words(
            format!("You chose never to match{when}."),
            "Undo that decision to match again.".to_owned(),
        )
    }
}

fn words(sentence: impl Into<String>, what_to_do: impl Into<String>) -> Words {
    Words {
        sentence: sentence.into(),
        what_to_do: what_to_do.into(),
    }
}

/// The words for a learner without a link.
#[must_use]
pub fn of_learner(reason: Reason, about: &About<'_>) -> Words {
    let About {
        record_system,
        provider,
        opposite,
        ..
    } = *about;
    match reason {
        Reason::NeverMatch => about.never(),
        Reason::DetailsDisagree => words(
            format!("There is a {provider} account, but name and date of birth do not agree."),
            "Review: link, or never match.",
        ),
        Reason::KeysDisagree => words(
            format!("What is recorded in {record_system} points to different {provider} accounts."),
            "Correct what is wrong, or link one by hand.",
        ),
        Reason::UsernameShared => words(
            format!("Another learner of this centre has the same {provider} username."),
            "Correct the wrong one.",
        ),
        Reason::UsernameUnknown => words(
            format!("{provider} has no account with the username recorded here."),
            "Correct the username on the learner, or clear it.",
        ),
        Reason::NinoShared if opposite > 1 => words(
            format!("{opposite} {provider} accounts have this National Insurance number."),
            format!("Correct the wrong one in {provider}, or choose one."),
        ),
        Reason::NinoShared => words(
            "Another learner has this National Insurance number.",
            format!("Correct the wrong one in {record_system}."),
        ),
        Reason::EmailShared if opposite > 1 => words(
            format!("{opposite} {provider} accounts have this email."),
            format!("Choose one, or merge them in {provider}."),
        ),
        Reason::EmailShared => words(
            "More than one person has this email.",
            format!("Correct it in {record_system} or in {provider}, or link by hand."),
        ),
        Reason::EmailUnverified => words(
            format!("The email is not verified in {record_system}."),
            format!("Ask {} to verify it in {record_system}.", about.given("the learner")),
        ),
        Reason::NinoInvalid => words(
            "The National Insurance number is not a real one.",
            format!("Correct it in {record_system}."),
        ),
        Reason::NoCounterpart => words(
            format!(
                "No {provider} account has this {}.",
                if about.has_email {
                    "email"
                } else {
                    "National Insurance number"
                }
            ),
            format!("Create an account in {provider}, or link one by hand."),
        ),
        Reason::EmailMissing => words(
            format!("{record_system} holds no email for this learner."),
            format!("Add one on the learner's {record_system} profile."),
        ),
        Reason::NinoMissing => words(
            format!("{record_system} holds no National Insurance number for this learner."),
            format!("Add it in {record_system}."),
        ),
    }
}

/// The words for a provider's account without a learner.
#[must_use]
pub fn of_user(reason: Reason, about: &About<'_>) -> Words {
    let About {
        record_system,
        provider,
        opposite,
        ..
    } = *about;
    match reason {
        Reason::NeverMatch => about.never(),
        Reason::DetailsDisagree => words(
            "There is a learner, but name and date of birth do not agree.",
            "Review: link, or never match.",
        ),
        Reason::KeysDisagree => words(
            format!("What is recorded in {provider} points to different learners."),
            "Correct what is wrong, or link by hand.",
        ),
        Reason::UsernameShared => words(
            "More than one learner of a centre has this username.",
            "Correct the wrong one on the learner.",
        ),
        Reason::UsernameUnknown => words(
            "The learner with this email has another username recorded.",
            "Correct the username on the learner, or clear it.",
        ),
        Reason::NinoShared if opposite > 1 => words(
            format!("{opposite} learners have this National Insurance number."),
            format!("Correct the wrong one in {record_system}."),
        ),
        Reason::NinoShared => words(
            format!("Another {provider} account has this National Insurance number."),
            format!("Correct the wrong one in {provider}."),
        ),
        Reason::EmailShared if opposite > 1 => words(
            format!("{opposite} learners have this email."),
            format!("Correct the email of one of them in {record_system}."),
        ),
        Reason::EmailShared => words(
            "More than one person has this email.",
            format!("Correct it in {provider} or in {record_system}, or link by hand."),
        ),
        Reason::EmailUnverified => words(
            format!("A learner has this email, but it is not verified in {record_system}."),
            format!("Have it verified in {record_system}, or link by hand."),
        ),
        Reason::NinoInvalid => words(
            "The National Insurance number is not a real one.",
            format!("Correct it in {provider}."),
        ),
        Reason::NoCounterpart => words(
            format!(
                "No learner in {record_system} has this {}.",
                if about.has_email {
                    "email"
                } else {
                    "National Insurance number"
                }
            ),
            format!("Nothing to do if {} has left.", about.given("this person")),
        ),
        Reason::EmailMissing => words(
            "The account has no email.",
            format!("Add one in {provider}, or link by hand."),
        ),
        Reason::NinoMissing => words(
            "The account has no National Insurance number.",
            format!("Add it in {provider}, or link by hand."),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANYBODY: About<'static> = About::anybody("Onefile", "bksb");

    #[test]
    fn every_reason_has_words_of_its_own_on_each_side() {
        for side in [of_learner, of_user] {
            let mut sentences: Vec<String> = Vec::new();
            for reason in Reason::ALL {
                let Words { sentence, what_to_do } = side(*reason, &ANYBODY);
                assert!(
                    sentence.ends_with('.') && what_to_do.ends_with('.'),
                    "they are sentences: {reason}"
                );
                assert!(
                    !sentence.contains("e-mail") && !what_to_do.contains("e-mail"),
                    "the window says email: {reason}"
                );
                sentences.push(sentence);
            }
            sentences.sort();
            sentences.dedup();
            assert_eq!(
                sentences.len(),
                Reason::ALL.len(),
                "a person can tell the reasons apart"
            );
        }
    }

    #[test]
    fn words_name_the_systems_the_person_and_the_day() {
        let about = About {
            given_name: Some("Temi"),
            decided_on: NaiveDate::from_ymd_opt(2026, 11, 3),
            opposite: 2,
            ..ANYBODY
        };
        for (reason, told) in [
            (
                Reason::EmailUnverified,
                "The email is not verified in Onefile. Ask Temi to verify it in Onefile.",
            ),
            (
                Reason::EmailShared,
                "2 bksb accounts have this email. Choose one, or merge them in bksb.",
            ),
            (
                Reason::NeverMatch,
                "You chose never to match, 3 November 2026. Undo that decision to match again.",
            ),
            (
                Reason::EmailMissing,
                "Onefile holds no email for this learner. Add one on the learner's Onefile profile.",
            ),
        ] {
            assert_eq!(of_learner(reason, &about).to_string(), told);
        }
        assert_eq!(
            of_user(Reason::NoCounterpart, &about).to_string(),
            "No learner in Onefile has this email. Nothing to do if Temi has left."
        );
    }

    #[test]
    fn nobody_without_a_name_is_addressed_by_a_hole() {
        let about = About {
            given_name: Some(" "),
            ..ANYBODY
        };
        let told = of_learner(Reason::EmailUnverified, &about).what_to_do;
        assert_eq!(told, "Ask the learner to verify it in Onefile.");
    }
}
