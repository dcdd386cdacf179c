//! What matching is asked and what it answers.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::ids::{CentreId, LearnerId, UserId};
use crate::nino;
use crate::records::LearnerKind;

crate::coded! {
    /// What made a link.
    pub enum Rule {
        /// A person.
        Manual = "manual",
        /// The provider username recorded on the learner.
        Username = "username",
        /// The National Insurance number.
        Nino = "nino",
        /// The e-mail address.
        Email = "email",
    }
}

crate::coded! {
    /// Why a person or an account is not linked. Declared strongest first: a row shows the first that holds.
    pub enum Reason {
        /// A person said so.
        NeverMatch = "never_match",
        /// Keys agree, but dates of birth and names do not: held for a person.
        DetailsDisagree = "details_disagree",
        /// Two keys name different people.
        KeysDisagree = "keys_disagree",
        /// Two learners of a centre have the same recorded username.
        UsernameShared = "username_shared",
        /// The provider has no account with the recorded username.
        UsernameUnknown = "username_unknown",
        /// Two people on one side have the same National Insurance number.
        NinoShared = "nino_shared",
        /// Two people on one side have the same address.
        EmailShared = "email_shared",
        /// The address agrees, but is not verified.
        EmailUnverified = "email_unverified",
        /// The National Insurance number is not a real one.
        NinoInvalid = "nino_invalid",
        /// Some key is usable, and nobody opposite has it.
        NoCounterpart = "no_counterpart",
        /// There is no address to compare.
        EmailMissing = "email_missing",
        /// There is no National Insurance number to compare.
        NinoMissing = "nino_missing",
    }
}

crate::coded! {
    /// What a candidate is to the row that shows it.
    pub enum CandidateKind {
        /// One of several that a key points at, or one that a key points at but may not link.
        Ambiguous = "ambiguous",
        /// The other end of a held link.
        Held = "held",
        /// Somebody who looks right by other evidence.
        Suggestion = "suggestion",
    }
}

crate::coded! {
    /// What speaks for a candidate.
    pub enum Evidence {
        /// The same recorded username.
        SameUsername = "same_username",
        /// The same National Insurance number.
        SameNino = "same_nino",
        /// The same address.
        SameEmail = "same_email",
        /// The same address, which is not verified.
        SameUnverifiedEmail = "same_unverified_email",
        /// The account that the link has now.
        PresentLink = "present_link",
        /// The same address, but linked to somebody else.
        LinkedElsewhere = "linked_elsewhere",
        /// The same names and date of birth.
        SameNameAndBirthDate = "same_name_and_birth_date",
        /// The same names, and a date of birth missing on one side.
        SameName = "same_name",
        /// Addresses that differ by one character.
        NearEmail = "near_email",
        /// Addresses that differ by their domain only.
        EmailOtherDomain = "email_other_domain",
        /// Addresses that differ by dots or by a `+tag` only.
        EmailOtherForm = "email_other_form",
        /// The account's username is the learner's address.
        EmailAsUsername = "email_as_username",
        /// The same Unique Learner Number.
        SameUln = "same_uln",
        /// The same reference.
        SameReference = "same_reference",
        /// National Insurance numbers that agree in all that both have, one of them without its suffix.
        NinoWithoutSuffix = "nino_without_suffix",
    }
}

/// Which rules a provider's definition allows besides a person's own links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// A recorded username links.
    pub username: bool,
    /// A National Insurance number links.
    pub nino: bool,
    /// A verified e-mail address links.
    pub email: bool,
}

/// A learner as matching sees them. Keys are in their compared form; names are folded (`names::fold`).
#[derive(Clone)]
pub struct MatchLearner {
    /// Who.
    pub id: LearnerId,
    /// Matching is evaluated within a centre.
    pub centre: CentreId,
    /// Learner or applicant.
    pub kind: LearnerKind,
    /// Out of scope: neither compared nor listed.
    pub in_scope: bool,
    /// The provider username recorded with them (an edit in the app stands before the record system's).
    pub username: Option<String>,
    /// The address as a key.
    pub email: Option<String>,
    /// Whether it is verified, or counts as such.
    pub email_verified: bool,
    /// The National Insurance number.
    pub nino: nino::Reading,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// Given names, folded; empty where unknown.
    pub given_name: String,
    /// Family name, folded; empty where unknown.
    pub family_name: String,
    /// Unique Learner Number, where it is a real one.
    pub uln: Option<String>,
    /// The centre's reference.
    pub reference: Option<String>,
}

/// A provider user as matching sees them.
#[derive(Clone)]
pub struct MatchUser {
    /// Who.
    pub id: UserId,
    /// Active, no staff, not gone. Out of scope: neither compared nor listed.
    pub in_scope: bool,
    /// A whole listing no longer has the account: a link to it no longer stands.
    pub gone: bool,
    /// The username as a key.
    pub username: Option<String>,
    /// The address as a key.
    pub email: Option<String>,
    /// The National Insurance number.
    pub nino: nino::Reading,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// Given names, folded; empty where unknown.
    pub given_name: String,
    /// Family name, folded; empty where unknown.
    pub family_name: String,
    /// Unique Learner Number, where it is a real one.
    pub uln: Option<String>,
    /// The centre's reference.
    pub reference: Option<String>,
}

/// A link as it stands before matching.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StandingLink {
    /// The learner.
    pub learner: LearnerId,
    /// The account.
    pub user: UserId,
    /// What made it.
    pub rule: Rule,
    /// Why it waits for a person, if it does.
    pub held: Option<Reason>,
}

crate::coded! {
    /// What a person decided.
    pub enum Verdict {
        /// This pair is one person.
        Link = "link",
        /// This pair, or this learner with anybody, is never to be linked.
        Never = "never",
        /// A held link is right.
        Accept = "accept",
    }
}

/// A person's decision, as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The learner it is about.
    pub learner: LearnerId,
    /// The account it is about; `None` for a learner who is never to be linked at all.
    pub user: Option<UserId>,
    /// What was decided.
    pub verdict: Verdict,
}

/// Everything that matching looks at, for one provider.
pub struct Question<'a> {
    /// The learners of all record systems.
    pub learners: &'a [MatchLearner],
    /// The provider's users.
    pub users: &'a [MatchUser],
    /// Links as they stand.
    pub links: &'a [StandingLink],
    /// What people decided.
    pub decisions: &'a [Decision],
    /// Which rules the provider allows.
    pub policy: Policy,
}

/// What is to happen to one link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkChange {
    /// A link begins to exist: at once, or held for a person.
    Make {
        /// What made it.
        rule: Rule,
        /// Why it waits, if it does.
        held: Option<Reason>,
    },
    /// A standing link is held, or no longer is.
    Hold {
        /// Why it waits; `None` lets it take effect.
        held: Option<Reason>,
    },
    /// A standing link is known by another rule from now on (a person confirmed it by hand).
    Rerule {
        /// What makes it from now on.
        rule: Rule,
    },
    /// A link ends: a person said so, its account is gone, or another stands in its place.
    Remove,
}

impl LinkChange {
    /// What makes the link from now on, where the change says so.
    #[must_use]
    pub const fn rule(self) -> Option<Rule> {
        match self {
            Self::Make { rule, .. } | Self::Rerule { rule } => Some(rule),
            Self::Hold { .. } | Self::Remove => None,
        }
    }

    /// Whether a link takes effect by it.
    #[must_use]
    pub const fn takes_effect(self) -> bool {
        matches!(self, Self::Make { held: None, .. } | Self::Hold { held: None })
    }

    /// Why a link waits for a person from now on, if it does.
    #[must_use]
    pub const fn held(self) -> Option<Reason> {
        match self {
            Self::Make { held, .. } | Self::Hold { held } => held,
            Self::Rerule { .. } | Self::Remove => None,
        }
    }
}

/// One change that a plan makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedChange {
    /// The learner.
    pub learner: LearnerId,
    /// The account.
    pub user: UserId,
    /// What happens.
    pub change: LinkChange,
}

/// Somebody opposite who may be the right one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate<Id> {
    /// Who.
    pub id: Id,
    /// What they are to the row.
    pub kind: CandidateKind,
    /// What speaks for them, strongest first.
    pub why: Vec<Evidence>,
}

/// A person or account without a link in effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched<Own, Other> {
    /// Who.
    pub id: Own,
    /// Why.
    pub reason: Reason,
    /// Who may be right, best first; suggestions are not among them (they are computed when somebody looks).
    pub candidates: Vec<Candidate<Other>>,
}

/// What matching answers: a value that a person can see before it is applied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// What happens to links, in order of learner and account.
    pub changes: Vec<PlannedChange>,
    /// How many links are in effect once it is applied.
    pub in_effect: u64,
    /// Learners in scope without a link in effect, in order of id.
    pub learners: Vec<Unmatched<LearnerId, UserId>>,
    /// Active provider users without a link in effect, in order of id.
    pub users: Vec<Unmatched<UserId, LearnerId>>,
}

impl Plan {
    /// The links that take effect.
    pub fn taking_effect(&self) -> impl Iterator<Item = &PlannedChange> {
        self.changes.iter().filter(|one| one.change.takes_effect())
    }

    /// The links that wait for a person from now on.
    pub fn being_held(&self) -> impl Iterator<Item = &PlannedChange> {
        self.changes.iter().filter(|one| one.change.held().is_some())
    }

    /// The links that end.
    pub fn ending(&self) -> impl Iterator<Item = &PlannedChange> {
        self.changes.iter().filter(|one| one.change == LinkChange::Remove)
    }

    /// The learners who are left without a link, not even one that waits for a person from now on.
    pub fn left_out(&self) -> impl Iterator<Item = &Unmatched<LearnerId, UserId>> {
        let waiting: BTreeSet<LearnerId> = self.being_held().map(|one| one.learner).collect();
        self.learners.iter().filter(move |one| !waiting.contains(&one.id))
    }

    /// How many learners are left out, by reason, strongest first; a reason that nobody has is not among them.
    #[must_use]
    pub fn left_out_by_reason(&self) -> Vec<(Reason, u64)> {
        let count = |reason: &Reason| self.left_out().filter(|one| one.reason == *reason).count() as u64;
        let counted = Reason::ALL.iter().map(|reason| (*reason, count(reason)));
        counted.filter(|(_, count)| *count > 0).collect()
    }
}
