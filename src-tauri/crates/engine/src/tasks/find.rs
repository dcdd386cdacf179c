//! Users of a provider that has no list for us: looked up by the learners' own identifiers. Nobody is ever marked as
//! gone this way, because who was not asked for is not missing.

use std::collections::{BTreeSet, HashSet};

use domain::linking::{MatchLearner, StandingLink};
use domain::nino::Reading;
use domain::ports::{FindKey, Provider};
use domain::{Fault, LearnerId, uk_time};
use store::{matching, users};

use super::users::UserListing;
use crate::events::Phase;
use crate::runs::Ending;
use crate::work::Work;

/// Looks up whoever may be an account of a learner who has none yet.
pub(super) async fn get(work: &mut Work, provider: &dyn Provider) -> Result<Ending, Fault> {
    let (connection, today) = (work.connection.id, uk_time::day(work.engine.now()));
    let input = work.engine.read(move |r| matching::input(r, connection, today)).await?;
    let can = provider.abilities().find;
    let asks: Vec<(FindKey, Vec<String>)> = can
        .iter()
        .map(|by| (*by, keys(*by, &can, &input.learners, &input.links)))
        .filter(|(_, keys)| !keys.is_empty())
        .collect();
    let total: usize = asks.iter().map(|(_, keys)| keys.len()).sum();
    let mut found = UserListing::default();
    work.progress(Phase::Finding, 0, Some(total as u64));
    for (by, keys) in asks {
        let mut pages = provider.find_users(by, keys);
        while let Some(page) = work.next(&mut pages).await? {
            found.store(work, page, users::put_found).await?;
            work.progress(Phase::Finding, found.seen.count(), Some(total as u64));
        }
    }
    Ok(Ending::Complete)
}

/// What to look up, each key once. A recorded username is looked up in any case, because it alone decides; what else a
/// learner is known by, only while they have no link. Where the provider knows nothing but usernames, an address is
/// tried as one: that gives a suggestion, never a link.
fn keys(by: FindKey, can: &[FindKey], learners: &[MatchLearner], links: &[StandingLink]) -> Vec<String> {
    let linked: HashSet<LearnerId> = links
        .iter()
        .filter(|link| link.held.is_none())
        .map(|link| link.learner)
        .collect();
    let mut keys = BTreeSet::new();
    for learner in learners.iter().filter(|learner| learner.in_scope) {
        let unlinked = !linked.contains(&learner.id);
        match by {
            FindKey::Username => {
                keys.extend(learner.username.clone());
                if unlinked && learner.username.is_none() && !can.contains(&FindKey::Email) {
                    keys.extend(learner.email.clone());
                }
            }
            FindKey::Email if unlinked => keys.extend(learner.email.clone()),
            FindKey::Nino if unlinked => keys.extend(match &learner.nino {
                Reading::Valid(nino) => Some(nino.expose().to_owned()),
                _ => None,
            }),
            FindKey::Email | FindKey::Nino => {}
        }
    }
    keys.into_iter().collect()
}
