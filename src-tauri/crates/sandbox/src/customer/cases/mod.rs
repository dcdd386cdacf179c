//! How each case is made: its records and its expected end, side by side.

mod held;
mod linked;
mod missing;
mod shared;
mod unlinked;

use super::case::Case;
use super::draft::Draft;

/// Makes one case.
pub(crate) fn make(draft: &mut Draft, case: Case) {
    use Case as C;
    match case {
        C::Plain | C::CaseDiffers | C::BlanksAround | C::InternationalDomain | C::ComposedAccent => {
            linked::by_address(draft, case);
        }
        C::Married | C::BirthDateTyped | C::FoldedGivenName | C::OneNameDiffers => linked::despite_details(draft, case),
        C::TwoCentres | C::FatherAndSon => linked::twice(draft, case),
        C::SecondAccountBlank | C::SecondAccountInactive | C::SharedWithArchived | C::SharedWithAssessor => {
            linked::beside_another(draft, case);
        }
        C::ParentsAccount | C::BothNamesDiffer | C::StrangerInOtherCentre => held::make(draft, case),
        C::TwoLearners | C::Twins | C::VerifiedAndUnverified | C::TwoLearnersAlone => {
            shared::among_learners(draft, case);
        }
        C::TwoAccounts | C::TwoAccountsUnverified | C::TwoAccountsAlone => shared::among_accounts(draft, case),
        C::Unverified | C::UnverifiedAlone | C::UnverifiedElsewhere => unlinked::unverified(draft, case),
        C::LearnerAlone | C::AccountAlone | C::AssessorsAccount => unlinked::alone(draft, case),
        C::Misspelt | C::OtherDomain | C::Tagged | C::OtherAddress | C::SharpS => unlinked::near_miss(draft, case),
        C::InactiveAccount | C::InactiveAlone | C::ArchivedLearner | C::ArchivedAlone => {
            unlinked::out_of_scope(draft, case);
        }
        C::NoAddress | C::NoAddressHasAccount | C::AccountNoAddress | C::AddressAsUsername => {
            missing::make(draft, case);
        }
    }
}
