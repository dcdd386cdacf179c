//! Words for what is stored as codes: held links, evidence, records that were kept aside, and the audit.

use domain::linking::{Evidence, Reason, Rule, Verdict};
use domain::run::SkipReason;
use store::audit::Action;

use crate::reasons::Words;

/// What a link was made by, after "Linked by".
#[must_use]
pub const fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::Manual => "hand",
        Rule::Username => "username",
        Rule::Nino => "National Insurance number",
        Rule::Email => "email",
    }
}

const fn key(rule: Rule) -> &'static str {
    match rule {
        Rule::Manual => "link by hand",
        Rule::Username => "username",
        Rule::Nino => "National Insurance number",
        Rule::Email => "email",
    }
}

/// Why a link waits for a person, and what it means. `standing` is whether it was in effect before.
#[must_use]
pub fn held(rule: Rule, why: Reason, standing: bool) -> Words {
    let key = key(rule);
    let (sentence, what_to_do) = match why {
        Reason::DetailsDisagree if rule == Rule::Email => (
            "The email agrees, the name and date of birth do not.".to_owned(),
            "It may be a family's shared email.",
        ),
        Reason::DetailsDisagree => (
            format!("The {key} agrees, the name and date of birth do not."),
            "It may have been recorded with the wrong person.",
        ),
        _ if rule == Rule::Email => (
            "The email now belongs to another account.".to_owned(),
            "The standing link stays until you decide.",
        ),
        _ => (
            "What is recorded now points to another account.".to_owned(),
            "The standing link stays until you decide.",
        ),
    };
    let what_to_do = if standing || why == Reason::DetailsDisagree {
        what_to_do
    } else {
        "Their results wait for your answer."
    };
    Words {
        sentence,
        what_to_do: what_to_do.to_owned(),
    }
}

/// What speaks for a candidate.
#[must_use]
pub const fn evidence(one: Evidence) -> &'static str {
    match one {
        Evidence::SameUsername => "same username",
        Evidence::SameNino => "same National Insurance number",
        Evidence::SameEmail => "same email",
        Evidence::SameUnverifiedEmail => "same email, which is not verified",
        Evidence::PresentLink => "the account that is linked now",
        Evidence::LinkedElsewhere => "same email, but linked to somebody else",
        Evidence::SameNameAndBirthDate => "same name and date of birth",
        Evidence::SameName => "same name",
        Evidence::NearEmail => "email differs by 1 letter",
        Evidence::EmailOtherDomain => "email differs by its domain",
        Evidence::EmailOtherForm => "email differs by dots or a tag",
        Evidence::EmailAsUsername => "the username is the learner's email",
        Evidence::SameUln => "same ULN",
        Evidence::SameReference => "same reference",
        Evidence::NinoWithoutSuffix => "same National Insurance number but for its last letter",
    }
}

/// Why a record was kept aside. `field` is the system's name for what is to blame, where one is.
#[must_use]
pub fn skipped(reason: SkipReason, field: Option<&str>) -> String {
    let field = field.map_or_else(|| "A field".to_owned(), |field| format!("The field {field}"));
    match reason {
        SkipReason::IdMissing => "It has no id to know it by.".to_owned(),
        SkipReason::FieldMistyped => format!("{field} does not hold what it should."),
        SkipReason::FieldMissing => format!("{field} is not there."),
        SkipReason::DateUnreadable => format!("{field} holds a date that cannot be read."),
        SkipReason::RowUnreadable => "It cannot be read.".to_owned(),
        SkipReason::GoneMeanwhile => "It was listed, and gone when its details were asked for.".to_owned(),
        SkipReason::Refused => "The system refused to tell it.".to_owned(),
    }
}

/// Whom an entry of the audit is about, as far as they are still here.
#[derive(Clone, Copy, Debug, Default)]
pub struct Audited<'a> {
    /// The connection's name.
    pub connection: Option<&'a str>,
    /// The learner's name.
    pub learner: Option<&'a str>,
    /// The provider's id of the account.
    pub account: Option<&'a str>,
}

/// What an entry of the audit says. `detail` is the code that was stored with it: a rule, a verdict or a reason.
#[must_use]
pub fn audited(action: Action, detail: Option<&str>, about: Audited<'_>) -> String {
    let learner = about.learner.unwrap_or("a learner");
    let provider = about.connection.unwrap_or("a provider");
    let account = about.account.map_or_else(
        || format!("a {provider} account"),
        |id| format!("{provider} account {id}"),
    );
    let by = detail
        .and_then(Rule::from_code)
        .map_or_else(String::new, |made_by| format!(", by {}", rule(made_by)));
    match action {
        Action::Linked => format!("Linked {learner} to {account}{by}"),
        Action::Unlinked => format!("Unlinked {learner} from {account}"),
        Action::Held => format!("Held the link of {learner} to {account} for review"),
        Action::Decided => match detail.and_then(Verdict::from_code) {
            Some(Verdict::Link) => format!("Decided to link {learner} to {account}"),
            Some(Verdict::Accept) => format!("Decided that {learner} and {account} are one person"),
            Some(Verdict::Never) | None => match about.account {
                Some(_) => format!("Decided never to match {learner} with {account}"),
                None => format!("Decided never to match {learner} in {provider}"),
            },
        },
        Action::DecisionLifted => match about.account {
            Some(_) => format!("Took back the decision on {learner} and {account}"),
            None => format!("Took back the decision on {learner} in {provider}"),
        },
        Action::UsernameEdited => format!("Changed the recorded username of {learner}"),
        Action::RunConfirmed => format!("Confirmed a held run of {provider}"),
        Action::Exported => "Exported data".to_owned(),
        Action::AccountCreated => format!("Created {account} for {learner}"),
        Action::Erased => "Erased a learner".to_owned(),
        Action::Unerased => "Lifted an erasure".to_owned(),
        Action::RecoveryKeyShown => "Looked at the recovery key".to_owned(),
        Action::RecoveryKeySaved => "Saved the recovery key to a file".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_audit_names_whom_it_knows_and_leaves_no_hole() {
        let known = Audited {
            connection: Some("bksb"),
            learner: Some("Freya Lindqvist-Odell"),
            account: Some("61096"),
        };
        assert_eq!(
            audited(Action::Linked, Some("email"), known),
            "Linked Freya Lindqvist-Odell to bksb account 61096, by email"
        );
        assert_eq!(
            audited(Action::Decided, Some("never"), known),
            "Decided never to match Freya Lindqvist-Odell with bksb account 61096"
        );
        let never_at_all = Audited { account: None, ..known };
        assert_eq!(
            audited(Action::Decided, Some("never"), never_at_all),
            "Decided never to match Freya Lindqvist-Odell in bksb"
        );
        for action in Action::ALL {
            let told = audited(*action, None, Audited::default());
            assert!(!told.contains("  ") && !told.ends_with(' '), "{told:?} has no hole");
        }
    }

    #[test]
    fn a_held_link_says_why_and_what_it_means() {
        let family = held(Rule::Email, Reason::DetailsDisagree, false);
        assert_eq!(
            family.to_string(),
            "The email agrees, the name and date of birth do not. It may be a family's shared email."
        );
        let moved = held(Rule::Email, Reason::KeysDisagree, true);
        assert_eq!(
            moved.to_string(),
            "The email now belongs to another account. The standing link stays until you decide."
        );
    }

    #[test]
    fn every_code_has_words_of_its_own() {
        let mut told: Vec<&str> = Evidence::ALL.iter().map(|one| evidence(*one)).collect();
        told.sort_unstable();
        told.dedup();
        assert_eq!(told.len(), Evidence::ALL.len());
        for reason in SkipReason::ALL {
            for field in [None, Some("DOB")] {
                assert!(skipped(*reason, field).ends_with('.'), "{reason}");
            }
        }
    }
}
