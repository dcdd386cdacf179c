//! The Unmatched page: both sides, links that wait, and what is needed to decide.

use domain::linking::CandidateKind;
use domain::{Connection, Fault, uk_time};
use host::reasons::{self, About, Words};
use host::{views, words};

use super::bounds;
use super::suggestions;
use crate::open::Held;
use crate::problem::Problem;
use crate::wire::*;

/// How many accounts a search finds.
const FOUND: u32 = 20;

pub(super) async fn unmatched_tabs(held: &Held, (): ()) -> Result<Vec<UnmatchedTab>, Problem> {
    let tabs = held.host().read(views::unmatched_tabs).await?.into_iter();
    let tab = |part: UnmatchedTabPart| UnmatchedTab {
        system: held.systems().called(&part.kind),
        part,
    };
    Ok(tabs.map(tab).collect())
}

pub(super) async fn unmatched(held: &Held, ask: UnmatchedAsk) -> Result<UnmatchedPage, Problem> {
    let (connection, side) = (ask.connection, ask.side);
    let ask = UnmatchedAsk {
        search: bounds::search(ask.search),
        limit: bounds::rows(ask.limit),
        ..ask
    };
    let mut page = held.host().read(move |r| views::unmatched_page(r, &ask)).await?;
    suggestions::add(held, connection, side, &mut page.rows).await?;
    let provider = held.host().connection(connection).await?;
    let called = Called::of(held, &provider).await?;
    Ok(UnmatchedPage {
        total: page.total,
        all: page.all,
        reasons: page.reasons,
        rows: page.rows.into_iter().map(|part| called.row(side, part)).collect(),
    })
}

/// What the two sides are called.
pub(super) struct Called {
    pub(super) record_system: String,
    pub(super) provider: String,
}

impl Called {
    /// # Errors
    /// The store's.
    pub(super) async fn of(held: &Held, provider: &Connection) -> Result<Self, Fault> {
        let connections = held.host().connections().await?;
        Ok(Self {
            record_system: held.systems().record_system(&connections),
            provider: held.systems().called(&provider.kind.0),
        })
    }

    fn row(&self, side: Side, part: UnmatchedPart) -> UnmatchedRow {
        let Words { sentence, what_to_do } = self.words(side, &part);
        UnmatchedRow {
            part,
            sentence,
            what_to_do,
        }
    }

    fn words(&self, side: Side, part: &UnmatchedPart) -> Words {
        let named = part.candidates.iter();
        let about = About {
            record_system: &self.record_system,
            provider: &self.provider,
            given_name: Some(&part.given_name),
            opposite: named.filter(|one| one.kind == CandidateKind::Ambiguous).count(),
            decided_on: part.decided_at.map(uk_time::day),
            has_email: part.email.is_some(),
        };
        match side {
            Side::Learners => reasons::of_learner(part.reason, &about),
            Side::Users => reasons::of_user(part.reason, &about),
        }
    }
}

pub(super) async fn held(held: &Held, ask: ProviderAsk) -> Result<Vec<HeldLink>, Problem> {
    let links = held.host().read(move |r| views::held_links(r, ask.connection)).await?;
    let told = links.into_iter().map(|part| {
        let words = words::held(part.rule, part.why, part.standing);
        HeldLink {
            part,
            sentence: words.sentence,
            what_it_means: words.what_to_do,
        }
    });
    Ok(told.collect())
}

pub(super) async fn compare(held: &Held, ask: CompareAsk) -> Result<Comparison, Problem> {
    let found = held.host().compare(ask.connection, ask.learner, ask.user).await?;
    let fields = found.attributes.iter().map(|one| ComparedField {
        field: one.attribute,
        learner: one.learner.clone(),
        user: one.user.clone(),
        verdict: one.agreement.into(),
        note: one.note.clone(),
        learner_marks: one.learner_marks.clone(),
        user_marks: one.user_marks.clone(),
    });
    Ok(Comparison {
        fields: fields.collect(),
        learner: ComparedLearner {
            id: ask.learner,
            name: found.learner_name().to_owned(),
            record_system: found.record_system.clone(),
        },
        user: ComparedUser {
            id: ask.user,
            name: found.user_name().to_owned(),
            external_id: found.user_external_id.clone(),
            system: found.provider.clone(),
        },
    })
}

pub(super) async fn find_accounts(held: &Held, ask: AccountSearch) -> Result<Vec<Account>, Problem> {
    let text = bounds::search(ask.text);
    let found = held
        .host()
        .read(move |r| views::accounts(r, ask.connection, &text, FOUND))
        .await?;
    Ok(found)
}
