//! The cases that a customer is made of. Each is one small story with a known end.

/// A story about one or a few people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Case {
    /// One learner, one account, one address.
    Plain,
    /// The address is written in another case.
    CaseDiffers,
    /// Blanks around the address.
    BlanksAround,
    /// The domain is international on one side, in IDNA form on the other.
    InternationalDomain,
    /// An accent in the address is one character on one side, two on the other.
    ComposedAccent,
    /// Another family name, the same date of birth.
    Married,
    /// Dates of birth differ, given names agree.
    BirthDateTyped,
    /// Dates of birth differ, given names agree but for accents, case, hyphens or blanks.
    FoldedGivenName,
    /// A date of birth is missing and one of the two names differs.
    OneNameDiffers,
    /// One person in two centres, one account: a link in each.
    TwoCentres,
    /// Father and son of the same name, each with an address and account of his own.
    FatherAndSon,
    /// A second account of the same person has no address.
    SecondAccountBlank,
    /// A second account with the same address is inactive.
    SecondAccountInactive,
    /// An archived learner has the same address.
    SharedWithArchived,
    /// An assessor of the centre has the same address.
    SharedWithAssessor,

    /// A parent's account with the child's address: held.
    ParentsAccount,
    /// No date of birth on one side, and both names differ: held.
    BothNamesDiffer,
    /// Two learners of different centres have one address; the account is the first one's. The second is held.
    StrangerInOtherCentre,

    /// Two learners of a centre, one address, one account.
    TwoLearners,
    /// Twins with one address, and two accounts with it as well.
    Twins,
    /// Two learners of a centre with one address, only one of them verified, and an account.
    VerifiedAndUnverified,
    /// Two accounts with the learner's address.
    TwoAccounts,
    /// Two accounts with an unverified learner's address.
    TwoAccountsUnverified,
    /// Two learners of a centre share an address that no account has.
    TwoLearnersAlone,
    /// Two accounts share an address that no learner has.
    TwoAccountsAlone,

    /// The address agrees but is not verified.
    Unverified,
    /// The address is not verified and nobody has it.
    UnverifiedAlone,
    /// One person in two centres, verified in the first only.
    UnverifiedElsewhere,

    /// A learner without an account.
    LearnerAlone,
    /// An account without a learner.
    AccountAlone,
    /// An account of an assessor of a centre.
    AssessorsAccount,
    /// One person, addresses one character apart.
    Misspelt,
    /// One person, addresses that differ by their domain.
    OtherDomain,
    /// One person, addresses that differ by a dot or a tag.
    Tagged,
    /// One person, two addresses that have nothing in common.
    OtherAddress,
    /// One person, at `straße.example` here and at `strasse.example` there: two domains.
    SharpS,
    /// The account has the learner's address as its username, and no address.
    AddressAsUsername,
    /// The account with the learner's address is inactive.
    InactiveAccount,
    /// An inactive account that nobody has.
    InactiveAlone,
    /// The learner with the account's address is archived.
    ArchivedLearner,
    /// An archived learner whom nobody knows.
    ArchivedAlone,

    /// A learner without an address.
    NoAddress,
    /// A learner without an address who has an account.
    NoAddressHasAccount,
    /// An account without an address.
    AccountNoAddress,
}

/// A case, how many learners it lists (archived ones included), and how often it is drawn.
pub(crate) struct Kind {
    pub(crate) case: Case,
    pub(crate) learners: usize,
    pub(crate) weight: usize,
    pub(crate) two_centres: bool,
}

const fn kind(case: Case, learners: usize, weight: usize) -> Kind {
    Kind {
        case,
        learners,
        weight,
        two_centres: false,
    }
}

const fn in_two_centres(case: Case, weight: usize) -> Kind {
    Kind {
        case,
        learners: 2,
        weight,
        two_centres: true,
    }
}

/// All cases. The weights make about four in five learners linkable, as in a centre that looks after its data.
pub(crate) const KINDS: &[Kind] = &[
    kind(Case::Plain, 1, 600),
    kind(Case::CaseDiffers, 1, 60),
    kind(Case::BlanksAround, 1, 15),
    kind(Case::InternationalDomain, 1, 6),
    kind(Case::ComposedAccent, 1, 4),
    kind(Case::Married, 1, 15),
    kind(Case::BirthDateTyped, 1, 10),
    kind(Case::FoldedGivenName, 1, 4),
    kind(Case::OneNameDiffers, 1, 10),
    in_two_centres(Case::TwoCentres, 8),
    kind(Case::FatherAndSon, 2, 3),
    kind(Case::SecondAccountBlank, 1, 6),
    kind(Case::SecondAccountInactive, 1, 8),
    kind(Case::SharedWithArchived, 2, 4),
    kind(Case::SharedWithAssessor, 1, 2),
    kind(Case::ParentsAccount, 1, 6),
    kind(Case::BothNamesDiffer, 1, 4),
    in_two_centres(Case::StrangerInOtherCentre, 3),
    kind(Case::TwoLearners, 2, 6),
    kind(Case::Twins, 2, 3),
    kind(Case::VerifiedAndUnverified, 2, 4),
    kind(Case::TwoAccounts, 1, 10),
    kind(Case::TwoAccountsUnverified, 1, 3),
    kind(Case::TwoLearnersAlone, 2, 3),
    kind(Case::TwoAccountsAlone, 0, 4),
    kind(Case::Unverified, 1, 25),
    kind(Case::UnverifiedAlone, 1, 10),
    in_two_centres(Case::UnverifiedElsewhere, 3),
    kind(Case::LearnerAlone, 1, 35),
    kind(Case::AccountAlone, 0, 40),
    kind(Case::AssessorsAccount, 0, 2),
    kind(Case::Misspelt, 1, 12),
    kind(Case::OtherDomain, 1, 10),
    kind(Case::Tagged, 1, 4),
    kind(Case::OtherAddress, 1, 10),
    kind(Case::SharpS, 1, 1),
    kind(Case::AddressAsUsername, 1, 4),
    kind(Case::InactiveAccount, 1, 10),
    kind(Case::InactiveAlone, 0, 15),
    kind(Case::ArchivedLearner, 1, 10),
    kind(Case::ArchivedAlone, 1, 15),
    kind(Case::NoAddress, 1, 10),
    kind(Case::NoAddressHasAccount, 1, 6),
    kind(Case::AccountNoAddress, 0, 12),
];

#[cfg(test)]
mod tests {
    use super::KINDS;
    use crate::customer::MIN_LEARNERS;

    #[test]
    fn the_smallest_customer_has_room_for_every_case() {
        let once: usize = KINDS.iter().map(|kind| kind.learners).sum();
        assert!(
            once <= MIN_LEARNERS,
            "every case occurs for every seed, in {once} learners"
        );
    }
}
