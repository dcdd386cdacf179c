//! What the window asks of the store, each under a name.

use chrono::{DateTime, TimeDelta, Utc};
use domain::linking::Reason;
use domain::records::LearnerKind;
use domain::run::RunState;
use domain::{CentreId, ConnectionId, LearnerId, uk_time};
use store::views::{self, LearnerSort, LearnersAsk, LinkFilter, OverviewAsk, RunsAsk, Side, UnmatchedAsk};
use store::{Reader, StoreError};

/// A question: its name, and what asks it.
pub(crate) type Question = (String, Box<dyn Fn(&Reader<'_>) -> Result<(), StoreError>>);

const PLAIN: LearnersAsk = LearnersAsk {
    search: String::new(),
    centre: None,
    provider: None,
    link: LinkFilter::Any,
    kind: None,
    no_initial: false,
    sort: LearnerSort::Name,
    descending: false,
    limit: 50,
    offset: 0,
};

/// Everything that is measured, in a store of so many learners.
pub(crate) fn all(learners: u32, providers: [ConnectionId; 2], now: DateTime<Utc>) -> Vec<Question> {
    let mut questions: Vec<Question> = pages(learners, providers[0])
        .into_iter()
        .map(|(name, ask)| asking(format!("learners: {name}"), move |r| views::learners_page(r, &ask)))
        .collect();
    questions.extend(others(learners, providers[0], now));
    questions
}

fn asking<T>(name: impl Into<String>, ask: impl Fn(&Reader<'_>) -> Result<T, StoreError> + 'static) -> Question {
    (name.into(), Box::new(move |r| ask(r).map(drop)))
}

fn pages(learners: u32, provider: ConnectionId) -> Vec<(String, LearnersAsk)> {
    let mut pages = Vec::new();
    let deep = learners.saturating_sub(1_000);
    for sort in LearnerSort::ALL.iter().copied() {
        for (descending, offset) in [(false, 0), (true, 0), (false, deep), (true, deep)] {
            let way = if descending { "descending" } else { "ascending" };
            let ask = LearnersAsk {
                sort,
                descending,
                offset,
                ..PLAIN
            };
            pages.push((format!("by {sort}, {way}, from {offset}"), ask));
        }
    }
    for search in ["a", "z", "ann", "shaw", "mv-54", "priya ham", "college7", "nobodyatall"] {
        for sort in [LearnerSort::Name, LearnerSort::LatestResult] {
            let ask = LearnersAsk {
                search: search.to_owned(),
                sort,
                ..PLAIN
            };
            pages.push((format!("search {search}, by {sort}"), ask));
        }
    }
    for link in [LinkFilter::Linked, LinkFilter::NotLinked, LinkFilter::Held] {
        pages.push((format!("{link} anywhere"), LearnersAsk { link, ..PLAIN }));
        let ask = LearnersAsk {
            link,
            provider: Some(provider),
            ..PLAIN
        };
        pages.push((format!("{link} at one"), ask));
    }
    pages.extend(narrowed(provider));
    pages
}

fn narrowed(provider: ConnectionId) -> Vec<(String, LearnersAsk)> {
    let named = |name: &str, ask| (name.to_owned(), ask);
    let centre = Some(CentreId(3));
    vec![
        named("of a centre", LearnersAsk { centre, ..PLAIN }),
        named(
            "of a centre, by latest result",
            LearnersAsk {
                centre,
                sort: LearnerSort::LatestResult,
                ..PLAIN
            },
        ),
        named(
            "applicants",
            LearnersAsk {
                kind: Some(LearnerKind::Applicant),
                ..PLAIN
            },
        ),
        named(
            "no applicants",
            LearnersAsk {
                kind: Some(LearnerKind::Learner),
                ..PLAIN
            },
        ),
        named(
            "no initial assessment",
            LearnersAsk {
                no_initial: true,
                ..PLAIN
            },
        ),
        named(
            "no initial assessment at one",
            LearnersAsk {
                no_initial: true,
                provider: Some(provider),
                ..PLAIN
            },
        ),
        named(
            "everything at once",
            LearnersAsk {
                search: "priya".to_owned(),
                centre,
                provider: Some(provider),
                link: LinkFilter::Linked,
                kind: Some(LearnerKind::Learner),
                no_initial: true,
                sort: LearnerSort::LatestResult,
                descending: true,
                ..PLAIN
            },
        ),
    ]
}

fn others(learners: u32, provider: ConnectionId, now: DateTime<Utc>) -> Vec<Question> {
    let today = uk_time::day(now);
    let overview = OverviewAsk {
        new_since: now - TimeDelta::days(1),
        today,
        days: 14,
    };
    let middle = LearnerId(i64::from(learners / 2));
    let unmatched = move |side, search: &str, reason| UnmatchedAsk {
        connection: provider,
        side,
        reason,
        search: search.to_owned(),
        limit: 50,
        offset: 0,
    };
    let no_mail = unmatched(Side::Learners, "shaw", Some(Reason::EmailMissing));
    let (left, right) = (unmatched(Side::Learners, "", None), unmatched(Side::Users, "", None));
    let runs = |group, state, offset| RunsAsk {
        connection: None,
        task: None,
        state,
        group,
        limit: 50,
        offset,
    };
    let (folded, plain) = (runs(true, None, 0), runs(false, None, 1_000));
    let failed = runs(true, Some(RunState::Failed), 0);
    vec![
        asking("overview", move |r| views::overview(r, &overview)),
        asking("learner filters", views::learner_filters),
        asking("a learner", move |r| views::learner_page(r, middle, today)),
        asking("unmatched tabs", views::unmatched_tabs),
        asking("to decide", views::to_decide),
        asking("unmatched learners", move |r| views::unmatched_page(r, &left)),
        asking("unmatched learners, narrowed", move |r| {
            views::unmatched_page(r, &no_mail)
        }),
        asking("unmatched accounts", move |r| views::unmatched_page(r, &right)),
        asking("held links anywhere", views::review),
        asking("how connections stand", views::status_rows),
        asking("held links", move |r| views::held_links(r, provider)),
        asking("accounts: shaw", move |r| views::accounts(r, provider, "shaw", 20)),
        asking("accounts: nobody", move |r| {
            views::accounts(r, provider, "nobodyatall", 20)
        }),
        asking("runs, folded", move |r| views::runs_page(r, &folded)),
        asking("runs, one by one", move |r| views::runs_page(r, &plain)),
        asking("runs that failed", move |r| views::runs_page(r, &failed)),
        asking("audit", |r| views::audit_page(r, 50, 0)),
        asking("audit, deep", |r| views::audit_page(r, 50, 90_000)),
    ]
}
