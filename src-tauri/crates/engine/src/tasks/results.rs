//! Get assessments: the results of linked users, a few users a transaction.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::ports::{Page, Provider, ResultsAsk, UserResults};
use domain::records::LearnerKind;
use domain::run::Skipped;
use domain::{Fault, Settings, UserId, uk_time};
use store::{links, results, runs, skips, tags, users};

use crate::cut::{self, Cut};
use crate::events::Phase;
use crate::runs::Ending;
use crate::unfetched;
use crate::work::Work;

/// For how many users the provider is asked in one go.
const ASK: usize = 500;
/// For how many users results are stored in one transaction.
const STORE: usize = 50;

/// Some of the accounts whose results are to be fetched, in order.
#[derive(Clone, Default)]
struct Lap {
    after: Option<UserId>,
    until: Option<UserId>,
    only: Option<Vec<UserId>>,
}

/// Everybody, or whom a person named. After a cut the run goes on where that was; those who came before it follow, or
/// where theirs are new, only those among them whose links are.
fn laps(only: Option<Vec<UserId>>, new: &[UserId], cut: Option<Cut>, now: DateTime<Utc>) -> Vec<Lap> {
    let Some(cut) = cut.filter(|_| only.is_none()) else {
        return vec![Lap { only, ..Lap::default() }];
    };
    let rest = Lap {
        after: Some(cut.after),
        ..Lap::default()
    };
    let before = Lap {
        until: Some(cut.after),
        only: cut.is_new(now).then(|| new.to_vec()),
        ..Lap::default()
    };
    vec![rest, before]
}

/// Fetches results: of every link in effect, or of these users only.
pub(crate) async fn get(work: &mut Work, provider: &dyn Provider, only: Option<Vec<UserId>>) -> Result<Ending, Fault> {
    let (connection, of_all) = (work.connection.id, only.is_none());
    let total = expected(work, only.as_deref()).await?;
    let new = match &only {
        Some(only) => only.clone(),
        // Links that are made while the run is at work are not certain to be among those that it fetches.
        None => work.engine.read(move |r| unfetched::list(r, connection)).await?,
    };
    let cut = work.engine.read(move |r| cut::read(r, connection)).await?;
    let mut fetching = Fetching {
        done: 0,
        total,
        last: None,
    };
    work.progress(Phase::Results, 0, Some(total));
    for lap in laps(only, &new, cut, work.engine.now()) {
        let ended = fetching.lap(work, provider, lap).await;
        if ended.is_err() && of_all {
            fetching.note_cut(work).await?;
        }
        ended?;
    }
    work.progress(Phase::Results, fetching.done, Some(fetching.done));
    work.engine
        .write(move |w| {
            if of_all {
                cut::keep(w, connection, None)?;
            }
            unfetched::remove(w, connection, &new)
        })
        .await?;
    Ok(Ending::Complete)
}

/// How many users it is about. Links of people out of scope are counted, too, so this is an estimate.
async fn expected(work: &Work, only: Option<&[UserId]>) -> Result<u64, Fault> {
    if let Some(only) = only {
        return Ok(only.len() as u64);
    }
    let connection = work.connection.id;
    let links = work.engine.read(move |r| links::list(r, connection)).await?;
    let users: HashSet<UserId> = links
        .into_iter()
        .filter(|link| link.held.is_none())
        .map(|link| link.user)
        .collect();
    Ok(users.len() as u64)
}

struct Fetching {
    done: u64,
    total: u64,
    /// The provider's id of the last account whose results were stored.
    last: Option<String>,
}

impl Fetching {
    async fn lap(&mut self, work: &mut Work, provider: &dyn Provider, lap: Lap) -> Result<(), Fault> {
        let (connection, today) = (work.connection.id, uk_time::day(work.engine.now()));
        let mut after = lap.after;
        loop {
            let only = lap.only.clone();
            let mut targets = work
                .engine
                .read(move |r| results::targets(r, connection, today, after, ASK, only.as_deref()))
                .await?;
            targets.retain(|target| lap.until.is_none_or(|until| target.user <= until));
            let Some(last) = targets.last() else { return Ok(()) };
            after = Some(last.user);
            let asks = targets.into_iter().map(|target| target.ask).collect();
            self.fetch(work, provider, asks).await?;
        }
    }

    /// Notes how far the run came. Where it came nowhere, the cut of an earlier one stands.
    async fn note_cut(&self, work: &Work) -> Result<(), Fault> {
        let Some(last) = self.last.clone() else { return Ok(()) };
        let (connection, at) = (work.connection.id, work.engine.now());
        work.engine
            .write(move |w| match users::by_external_id(w, connection, &last)? {
                Some(user) => cut::keep(w, connection, Some(Cut { after: user.id, at })),
                None => Ok(()),
            })
            .await
    }

    /// Fetches some users' results. What had come before a fault is stored all the same.
    async fn fetch(&mut self, work: &mut Work, provider: &dyn Provider, asks: Vec<ResultsAsk>) -> Result<(), Fault> {
        let mut pages = provider.results(asks);
        let mut batch = Batch::default();
        let ended = loop {
            match work.next(&mut pages).await {
                Ok(Some(page)) => batch.add(page),
                Ok(None) => break Ok(()),
                Err(fault) => break Err(fault),
            }
            if batch.users.len() >= STORE {
                self.store(work, std::mem::take(&mut batch)).await?;
            }
        };
        self.store(work, batch).await?;
        ended
    }

    async fn store(&mut self, work: &mut Work, batch: Batch) -> Result<(), Fault> {
        if batch.users.is_empty() && batch.skipped.is_empty() {
            return Ok(());
        }
        self.done += batch.users.len() as u64;
        let last = batch.users.last().map(|user| user.user.external_id.clone());
        let (connection, run, now) = (work.connection.id, work.run, work.engine.now());
        let (skipped, mut so_far) = (batch.skipped.len() as u64, work.counts());
        let tags = tags_of(&work.connection.settings);
        let counts = work
            .engine
            .write(move |w| {
                let put = results::put_page(w, connection, &batch.users, now)?;
                for (kind, tags) in &tags {
                    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
                    for user in &put.initial_for {
                        tags::put_on_linked(w, connection, *user, *kind, &tags, now)?;
                    }
                }
                skips::record(w, run, &batch.skipped)?;
                let mut counts = put.counts;
                counts.read += skipped;
                counts.skipped += skipped;
                so_far += counts;
                runs::progress(w, run, &so_far)?;
                Ok(counts)
            })
            .await?;
        work.counts += counts;
        self.last = last.or(self.last.take());
        work.progress(Phase::Results, self.done, Some(self.total));
        Ok(())
    }
}

/// The tags that a learner, or an applicant, gets when an initial assessment comes in.
fn tags_of(settings: &Settings) -> [(LearnerKind, Vec<String>); 2] {
    let of = |key| {
        let text = settings.get(key).unwrap_or_default();
        text.split([',', ';', '*']).map(|tag| tag.trim().to_owned()).collect()
    };
    [
        (LearnerKind::Learner, of("learner_tags")),
        (LearnerKind::Applicant, of("applicant_tags")),
    ]
}

/// Pages that are stored together.
#[derive(Default)]
struct Batch {
    users: Vec<UserResults>,
    skipped: Vec<Skipped>,
}

impl Batch {
    fn add(&mut self, page: Page<UserResults>) {
        for mut user in page.rows {
            self.skipped.append(&mut user.skipped);
            self.users.push(user);
        }
        self.skipped.extend(page.skipped);
    }
}
