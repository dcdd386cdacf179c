//! The remote systems, imitated in memory: what they hold, what they were asked, and how they fail.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::linking::Policy;
use domain::ports::{
    CheckReport, Clock, FindKey, LearnerQuery, Listed, LoginLink, NewUser, Page, PageStream, Provider,
    ProviderAbilities, RecordAbilities, RecordSystem, ResultsAsk, UserResults,
};
use domain::records::{CentreRecord, LearnerRecord, ResultRecord, UserRecord, UserRef};
use domain::run::Skipped;
use domain::{Fault, FaultCode};
use futures::StreamExt;
use tokio::sync::Semaphore;

use crate::world::FakeClock;

/// What one remote system holds and how it behaves.
pub(crate) struct Remote {
    pub(crate) centres: Vec<CentreRecord>,
    /// Learners with the instant of their last change, by id.
    pub(crate) learners: BTreeMap<String, (LearnerRecord, DateTime<Utc>)>,
    pub(crate) users: BTreeMap<String, UserRecord>,
    pub(crate) results: BTreeMap<String, Vec<ResultRecord>>,
    pub(crate) abilities: RecordAbilities,
    /// Stands for the definition that rows are read by.
    pub(crate) reading: u64,
    pub(crate) provider: ProviderAbilities,
    /// Whether lists of users state their total.
    pub(crate) states_total: bool,
    pub(crate) page_size: usize,
    /// What is kept aside on the first page of every list.
    pub(crate) skipped: Vec<Skipped>,
    /// Every call in order, such as `learners c1 p1`, `learner L1`, `users p1`, `results U1`.
    pub(crate) asked: Vec<String>,
    /// How many calls there were in all.
    pub(crate) calls: u64,
    /// Faults by the number of the call from now on, counted from 1.
    pub(crate) fail_in: VecDeque<(u64, Fault)>,
    /// Operations that always fail: the first word of a call.
    pub(crate) broken: BTreeMap<&'static str, Fault>,
    /// An operation that panics.
    pub(crate) panics: Option<&'static str>,
    /// Calls wait for this while it is set.
    pub(crate) gate: Option<Arc<Semaphore>>,
    /// How many calls are under way, and the most that ever were.
    pub(crate) under_way: (u64, u64),
}

impl Default for Remote {
    fn default() -> Self {
        Self {
            centres: vec![],
            learners: BTreeMap::new(),
            users: BTreeMap::new(),
            results: BTreeMap::new(),
            abilities: RecordAbilities {
                centres: true,
                changed_since: true,
                states_total: false,
            },
            reading: 1,
            provider: ProviderAbilities {
                policy: Policy {
                    username: true,
                    nino: false,
                    email: true,
                },
                find: vec![FindKey::Username],
                results_batch: 1,
            },
            states_total: true,
            page_size: 5,
            skipped: vec![],
            asked: vec![],
            calls: 0,
            fail_in: VecDeque::new(),
            broken: BTreeMap::new(),
            panics: None,
            gate: None,
            under_way: (0, 0),
        }
    }
}

/// A remote system that several hands hold.
#[derive(Clone)]
pub(crate) struct Fake {
    pub(crate) remote: Arc<Mutex<Remote>>,
    pub(crate) clock: Arc<FakeClock>,
}

impl Fake {
    pub(crate) fn new(clock: Arc<FakeClock>) -> Self {
        Self {
            remote: Arc::default(),
            clock,
        }
    }

    pub(crate) fn look(&self) -> MutexGuard<'_, Remote> {
        self.remote.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The calls since the last time that somebody asked.
    pub(crate) fn take_asked(&self) -> Vec<String> {
        std::mem::take(&mut self.look().asked)
    }

    /// One call: recorded, held up at the gate, and failed where that was wished for.
    async fn call(&self, what: String) -> Result<(), Fault> {
        let gate = self.look().gate.clone();
        self.begin(&what);
        if let Some(gate) = gate {
            gate.acquire().await.unwrap().forget();
        }
        let mut remote = self.look();
        remote.under_way.0 -= 1;
        let operation = what.split(' ').next().unwrap().to_owned();
        assert!(remote.panics != Some(operation.as_str()), "a task that panics");
        if let Some(fault) = remote.broken.get(operation.as_str()) {
            return Err(fault.clone());
        }
        for (calls, _) in &mut remote.fail_in {
            *calls -= 1;
        }
        match remote.fail_in.front() {
            Some((0, _)) => Err(remote.fail_in.pop_front().unwrap().1),
            _ => Ok(()),
        }
    }

    fn begin(&self, what: &str) {
        let mut remote = self.look();
        remote.asked.push(what.to_owned());
        remote.calls += 1;
        remote.under_way.0 += 1;
        remote.under_way.1 = remote.under_way.1.max(remote.under_way.0);
    }

    async fn learner_page(&self, query: &LearnerQuery, number: usize) -> Result<Page<Listed<LearnerRecord>>, Fault> {
        let centre = query.centre.clone().unwrap_or_default();
        let since = query.changed_since;
        let kind = if since.is_some() { "changed" } else { "learners" };
        self.call(format!("{kind} {centre} p{}", number + 1)).await?;
        let (ids, total, skipped) = {
            let remote = self.look();
            let all: Vec<String> = remote
                .learners
                .values()
                .filter(|(row, _)| query.centre.is_none() || row.centre == query.centre)
                .filter(|(_, changed)| since.is_none_or(|since| *changed >= since))
                .map(|(row, _)| row.external_id.clone())
                .collect();
            let total = remote.abilities.states_total.then_some(all.len() as u64);
            let skipped = if number == 0 { remote.skipped.clone() } else { vec![] };
            let size = remote.page_size;
            (
                all.into_iter().skip(number * size).take(size).collect::<Vec<_>>(),
                total,
                skipped,
            )
        };
        let served_at = Some(self.clock.now());
        let mut rows = vec![];
        for id in ids {
            if query.known.contains(&id) {
                rows.push(Listed::Present(id));
            } else if let Some(row) = self.learner(&id).await? {
                rows.push(Listed::Whole(row));
            }
        }
        Ok(Page {
            rows,
            skipped,
            total,
            served_at,
        })
    }

    fn page<T>(&self, all: Vec<T>, number: usize) -> Page<T> {
        let remote = self.look();
        Page {
            total: remote.states_total.then_some(all.len() as u64),
            rows: all
                .into_iter()
                .skip(number * remote.page_size)
                .take(remote.page_size)
                .collect(),
            skipped: if number == 0 { remote.skipped.clone() } else { vec![] },
            served_at: Some(self.clock.now()),
        }
    }

    async fn user_page(&self, number: usize) -> Result<Page<UserRecord>, Fault> {
        self.call(format!("users p{}", number + 1)).await?;
        let all: Vec<UserRecord> = self.look().users.values().cloned().collect();
        Ok(self.page(all, number))
    }

    async fn found(&self, by: FindKey, key: String) -> Result<Page<UserRecord>, Fault> {
        self.call(format!("find {by} {key}")).await?;
        let all: Vec<UserRecord> = self
            .look()
            .users
            .values()
            .filter(|user| match by {
                FindKey::Username => user.username.as_deref() == Some(key.as_str()),
                FindKey::Email => user.email.as_deref() == Some(key.as_str()),
                FindKey::Nino => user.nino.as_deref() == Some(key.as_str()),
            })
            .cloned()
            .collect();
        Ok(Page {
            rows: all,
            skipped: vec![],
            total: None,
            served_at: None,
        })
    }

    async fn results_of(&self, ask: ResultsAsk) -> Result<Page<UserResults>, Fault> {
        self.call(format!("results {}", ask.user.external_id)).await?;
        let remote = self.look();
        if !remote.users.contains_key(&ask.user.external_id) {
            return Err(Fault::new(FaultCode::RequestRefused, "404").then(domain::Next::SkipRecord));
        }
        let results = remote.results.get(&ask.user.external_id).cloned().unwrap_or_default();
        Ok(Page {
            rows: vec![UserResults {
                user: ask.user,
                results,
                skipped: vec![],
            }],
            skipped: vec![],
            total: None,
            served_at: None,
        })
    }
}

/// Pages until one is short or fails; a fault ends the stream.
fn pages<'a, T, F>(size: usize, next: impl Fn(usize) -> F + Send + 'a) -> PageStream<'a, T>
where
    T: Send + 'a,
    F: Future<Output = Result<Page<T>, Fault>> + Send + 'a,
{
    futures::stream::unfold(Some(0), move |number| {
        let page = number.map(&next);
        async move {
            let page = page?.await;
            let goes_on = page.as_ref().is_ok_and(|page| page.rows.len() == size);
            Some((page, number.filter(|_| goes_on).map(|number| number + 1)))
        }
    })
    .boxed()
}

#[async_trait]
impl RecordSystem for Fake {
    fn abilities(&self) -> RecordAbilities {
        self.look().abilities
    }

    fn reading(&self) -> u64 {
        self.look().reading
    }

    fn calls(&self) -> u64 {
        self.look().calls
    }

    async fn centres(&self) -> Result<Vec<CentreRecord>, Fault> {
        self.call("centres".into()).await?;
        Ok(self.look().centres.clone())
    }

    fn learners(&self, query: LearnerQuery) -> PageStream<'_, Listed<LearnerRecord>> {
        let size = self.look().page_size;
        let query = Arc::new(query);
        pages(size, move |number| {
            let query = query.clone();
            async move { self.learner_page(&query, number).await }
        })
    }

    async fn learner(&self, external_id: &str) -> Result<Option<LearnerRecord>, Fault> {
        self.call(format!("learner {external_id}")).await?;
        Ok(self.look().learners.get(external_id).map(|(row, _)| row.clone()))
    }

    async fn check(&self) -> CheckReport {
        CheckReport::default()
    }
}

#[async_trait]
impl Provider for Fake {
    fn abilities(&self) -> ProviderAbilities {
        self.look().provider.clone()
    }

    fn calls(&self) -> u64 {
        self.look().calls
    }

    fn users(&self) -> PageStream<'_, UserRecord> {
        let size = self.look().page_size;
        pages(size, move |number| self.user_page(number))
    }

    fn find_users(&self, by: FindKey, keys: Vec<String>) -> PageStream<'_, UserRecord> {
        futures::stream::iter(keys).then(move |key| self.found(by, key)).boxed()
    }

    fn results(&self, asks: Vec<ResultsAsk>) -> PageStream<'_, UserResults> {
        futures::stream::iter(asks)
            .then(move |ask| self.results_of(ask))
            .boxed()
    }

    async fn login_link(&self, _user: &UserRef) -> Result<LoginLink, Fault> {
        Err(Fault::new(FaultCode::NotOffered, "the imitation has no login links"))
    }

    async fn create_user(&self, _user: &NewUser) -> Result<UserRef, Fault> {
        Err(Fault::new(FaultCode::NotOffered, "the imitation creates no accounts"))
    }

    async fn check(&self) -> CheckReport {
        CheckReport::default()
    }
}
