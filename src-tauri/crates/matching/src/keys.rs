//! The three things by which a rule links.

use domain::linking::{Evidence, MatchLearner, MatchUser, Policy, Reason, Rule};
use domain::nino::Reading;

/// A kind of key, strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum KeyKind {
    Username,
    Nino,
    Email,
}

impl KeyKind {
    pub(crate) const ALL: [Self; 3] = [Self::Username, Self::Nino, Self::Email];

    /// What the learner has of this kind, where the provider's definition lets it link.
    pub(crate) fn of_learner(self, policy: Policy, learner: &MatchLearner) -> Option<&str> {
        self.allowed(
            policy,
            learner.username.as_deref(),
            &learner.nino,
            learner.email.as_deref(),
        )
    }

    /// What the account has of this kind, where the provider's definition lets it link.
    pub(crate) fn of_user(self, policy: Policy, user: &MatchUser) -> Option<&str> {
        self.allowed(policy, user.username.as_deref(), &user.nino, user.email.as_deref())
    }

    fn allowed<'a>(
        self,
        policy: Policy,
        username: Option<&'a str>,
        nino: &'a Reading,
        email: Option<&'a str>,
    ) -> Option<&'a str> {
        match self {
            Self::Username => username.filter(|_| policy.username),
            Self::Nino => valid(nino).filter(|_| policy.nino),
            Self::Email => email.filter(|_| policy.email),
        }
        .filter(|key| !key.is_empty())
    }

    pub(crate) fn rule(self) -> Rule {
        match self {
            Self::Username => Rule::Username,
            Self::Nino => Rule::Nino,
            Self::Email => Rule::Email,
        }
    }

    /// The reason where two people on one side have the same key.
    pub(crate) fn shared(self) -> Reason {
        match self {
            Self::Username => Reason::UsernameShared,
            Self::Nino => Reason::NinoShared,
            Self::Email => Reason::EmailShared,
        }
    }

    /// What an agreeing key of this kind says for a candidate.
    pub(crate) fn evidence(self, learner: &MatchLearner) -> Evidence {
        match self {
            Self::Username => Evidence::SameUsername,
            Self::Nino => Evidence::SameNino,
            Self::Email if learner.email_verified => Evidence::SameEmail,
            Self::Email => Evidence::SameUnverifiedEmail,
        }
    }
}

/// The number of a reading that is whole and valid.
pub(crate) fn valid(nino: &Reading) -> Option<&str> {
    match nino {
        Reading::Valid(nino) => Some(nino.expose()),
        _ => None,
    }
}
