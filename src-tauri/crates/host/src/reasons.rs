//! Why somebody is not linked, in words that say what to do and where.

use domain::linking::Reason;

/// The sentence for a learner. `provider` is the name of the provider's connection.
#[must_use]
pub fn of_learner(reason: Reason, provider: &str) -> String {
    match reason {
        Reason::NeverMatch => {
            "Somebody decided that this learner is not to be linked. To change that, undo the decision.".to_owned()
        }
        Reason::DetailsDisagree => format!(
            "There is an account in {provider}, but its date of birth or name differs. Say whether they are one person."
        ),
        Reason::KeysDisagree => format!(
            "E-mail address and National Insurance number lead to different people in {provider}. Correct the one that is wrong."
        ),
        Reason::UsernameShared => {
            "Another learner of the centre has the same recorded username. Correct it in the record system.".to_owned()
        }
        Reason::UsernameUnknown => format!(
            "{provider} has no account with the recorded username. Correct the username, or remove it so that the e-mail address is compared."
        ),
        Reason::NinoShared => format!(
            "Several people have this National Insurance number. Correct it in the record system or in {provider}."
        ),
        Reason::EmailShared => format!(
            "Several people have this e-mail address. Correct it in the record system or in {provider}, or link by hand."
        ),
        Reason::EmailUnverified => format!(
            "An account in {provider} has this e-mail address, but the address is not verified. Verify it in the record system, or link by hand."
        ),
        Reason::NinoInvalid => {
            "The National Insurance number is not a real one. Correct it in the record system.".to_owned()
        }
        Reason::NoCounterpart => format!(
            "Nobody in {provider} has this address. Correct it on one side, link by hand, or create an account there."
        ),
        Reason::EmailMissing => "There is no e-mail address to compare. Enter it in the record system.".to_owned(),
        Reason::NinoMissing => {
            "There is no National Insurance number to compare. Enter it in the record system.".to_owned()
        }
    }
}

/// The sentence for a provider's user.
#[must_use]
pub fn of_user(reason: Reason, provider: &str) -> String {
    match reason {
        Reason::NeverMatch => "Somebody decided that this account is not the learner it looks like.".to_owned(),
        Reason::DetailsDisagree => {
            "There is a learner, but their date of birth or name differs. Say whether they are one person.".to_owned()
        }
        Reason::KeysDisagree => {
            "E-mail address and National Insurance number lead to different learners. Correct the one that is wrong.".to_owned()
        }
        Reason::UsernameShared => "Several learners of a centre have this username recorded. Correct it in the record system.".to_owned(),
        Reason::UsernameUnknown => format!("The learner has another username recorded, which {provider} does not know."),
        Reason::NinoShared => format!(
            "Several people have this National Insurance number. Correct it in {provider} or in the record system."
        ),
        Reason::EmailShared => format!(
            "Several people have this e-mail address. Correct it in {provider} or in the record system, or link by hand."
        ),
        Reason::EmailUnverified => {
            "A learner has this e-mail address, but it is not verified. Verify it in the record system, or link by hand.".to_owned()
        }
        Reason::NinoInvalid => format!("The National Insurance number is not a real one. Correct it in {provider}."),
        Reason::NoCounterpart => {
            "No learner has this address. Correct it on one side, or link by hand. Somebody who has left needs nothing.".to_owned()
        }
        Reason::EmailMissing => format!("The account has no e-mail address to compare. Enter it in {provider}."),
        Reason::NinoMissing => format!("The account has no National Insurance number to compare. Enter it in {provider}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_a_sentence_of_its_own_on_each_side() {
        for side in [of_learner, of_user] {
            let mut sentences: Vec<String> = Reason::ALL.iter().map(|reason| side(*reason, "bksb")).collect();
            assert!(
                sentences.iter().all(|sentence| sentence.ends_with('.')),
                "they are sentences: {sentences:?}"
            );
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
    fn an_unverified_address_says_where_to_verify_it() {
        let sentence = of_learner(Reason::EmailUnverified, "bksb North");
        assert!(
            sentence.contains("bksb North") && sentence.contains("Verify it in the record system"),
            "{sentence}"
        );
    }
}
