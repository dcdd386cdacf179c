//! The Learners page, and a learner's own.

use domain::{Fault, FaultCode, RunId, uk_time};
use host::reasons::{self, About};
use host::{Reader, views};

use super::bounds;
use crate::open::Held;
use crate::problem::Problem;
use crate::systems::SystemNames;
use crate::wire::*;

/// More characters than any provider lets a username have.
const LONGEST_USERNAME: usize = 200;

pub(super) async fn learners(held: &Held, ask: LearnersAsk) -> Result<LearnersPage, Problem> {
    let ask = LearnersAsk {
        search: bounds::search(ask.search),
        limit: bounds::rows(ask.limit),
        ..ask
    };
    Ok(held.host().read(move |r| views::learners_page(r, &ask)).await?)
}

pub(super) async fn learner_filters(held: &Held, (): ()) -> Result<LearnerFilters, Problem> {
    Ok(held.host().read(views::learner_filters).await?)
}

pub(super) async fn learner(held: &Held, ask: LearnerAsk) -> Result<LearnerPage, Problem> {
    let today = uk_time::day(held.host().now());
    let parts = held.host().read(move |r| views::learner_page(r, ask.id, today)).await?;
    let systems = held.systems();
    let mut person = parts.person;
    person.record_system = systems.called(&person.record_system);
    let at = parts
        .providers
        .into_iter()
        .map(|part| at_provider(&person, part, systems));
    Ok(LearnerPage {
        providers: at.collect(),
        person,
    })
}

fn at_provider(person: &PersonPart, part: ProviderPart, systems: &SystemNames) -> LearnerAtProvider {
    let system = systems.called(&part.kind);
    let about = About {
        record_system: &person.record_system,
        provider: &system,
        given_name: Some(&person.given_name),
        opposite: 0,
        decided_on: part.decided_at.map(uk_time::day),
        has_email: person.email.is_some(),
    };
    let words = part.reason.map(|reason| reasons::of_learner(reason, &about));
    let (sentence, what_to_do) = words.map(|words| (words.sentence, words.what_to_do)).unzip();
    LearnerAtProvider {
        part,
        system,
        sentence,
        what_to_do,
    }
}

/// Fetches the learner's latest results from every provider where they have a link, and answers when they are here.
pub(super) async fn latest_results(held: &Held, ask: LatestAsk) -> Result<Vec<RunRow>, Problem> {
    let cancel = held.cancel().child_token();
    let runs = held.host().engine().latest_results(ask.learner, cancel).await?;
    let ids: Vec<RunId> = runs.iter().map(|run| run.id).collect();
    let rows = move |r: &Reader<'_>| ids.into_iter().map(|id| Ok(views::run_detail(r, id, 0)?.run)).collect();
    Ok(held.host().read(rows).await?)
}

pub(super) async fn set_username(held: &Held, ask: UsernameAsk) -> Result<(), Problem> {
    let username = ask.username.map(|username| username.trim().to_owned());
    if username.iter().any(|username| !is_username(username)) {
        return Err(refused_username().into());
    }
    held.host().engine().edit_username(ask.learner, username).await?;
    Ok(())
}

/// An empty one says that the learner has none, whatever the record system says.
fn is_username(text: &str) -> bool {
    text.chars().count() <= LONGEST_USERNAME && !text.chars().any(char::is_control)
}

fn refused_username() -> Fault {
    Fault::new(FaultCode::Refused, "no username")
        .with("at", "username")
        .with(
            "problem",
            format!("A username has at most {LONGEST_USERNAME} characters, and none that cannot be seen."),
        )
        .with("remedy", "type it as the provider shows it.")
}
