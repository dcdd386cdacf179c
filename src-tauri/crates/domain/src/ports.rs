//! What the engine needs from the world, as traits. Connectors implement the systems, the host the rest.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use futures::stream::BoxStream;

use crate::connection::Connection;
use crate::fault::Fault;
use crate::linking::Policy;
use crate::records::{CentreRecord, LearnerRecord, ResultRecord, UserRecord, UserRef};
use crate::run::Skipped;

/// Pages as they come in. Memory is bounded by a page: nothing reads ahead of the one who takes them.
/// Dropping the stream ends the call that is under way.
pub type PageStream<'a, T> = BoxStream<'a, Result<Page<T>, Fault>>;

/// One page of a list.
#[derive(Clone)]
pub struct Page<T> {
    /// The rows that could be read.
    pub rows: Vec<T>,
    /// The rows that could not, each with its reason.
    pub skipped: Vec<Skipped>,
    /// How many rows the whole list has, where the system says.
    pub total: Option<u64>,
    /// The server's own time when it answered, from its `Date` header.
    pub served_at: Option<DateTime<Utc>>,
}

/// A listed row: whole, or only known to be there.
#[derive(Clone)]
pub enum Listed<T> {
    /// The row with everything that the system tells.
    Whole(T),
    /// The row is there; its details were not fetched because the asker has them. The system's id.
    Present(String),
}

/// Which learners to list.
#[derive(Clone, Default)]
pub struct LearnerQuery {
    /// Only this centre (the system's id); `None` where the system knows no centres.
    pub centre: Option<String>,
    /// Only those changed since; `None` lists all.
    pub changed_since: Option<DateTime<Utc>>,
    /// Ids of rows whose details are stored and need no fetching. A system whose list carries all details ignores it
    /// and yields whole rows.
    pub known: Arc<HashSet<String>>,
}

/// What a record system can do, from its definition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecordAbilities {
    /// It tells its centres.
    pub centres: bool,
    /// It lists those changed since an instant.
    pub changed_since: bool,
    /// Its list states how many rows it has in all.
    pub states_total: bool,
}

/// A record system.
#[async_trait]
pub trait RecordSystem: Send + Sync {
    /// What it can do.
    fn abilities(&self) -> RecordAbilities;
    /// Stands for the system's address and for how its rows are read. Where it is not what it was, what is stored was read
    /// elsewhere or otherwise, and whoever has not changed since has to be read again, too.
    fn reading(&self) -> u64 {
        0
    }
    /// Calls made so far, retries included.
    fn calls(&self) -> u64;
    /// The centres that the keys give access to.
    async fn centres(&self) -> Result<Vec<CentreRecord>, Fault>;
    /// Lists learners, fetching details where the list does not carry them.
    fn learners(&self, query: LearnerQuery) -> PageStream<'_, Listed<LearnerRecord>>;
    /// One learner by the system's id; `None` where there is none.
    async fn learner(&self, external_id: &str) -> Result<Option<LearnerRecord>, Fault>;
    /// Tries every operation that reads.
    async fn check(&self) -> CheckReport;
}

crate::coded! {
    /// What a provider can look its users up by.
    pub enum FindKey {
        /// Usernames.
        Username = "username",
        /// E-mail addresses.
        Email = "email",
        /// National Insurance numbers.
        Nino = "nino",
    }
}

/// What a provider can do, from its definition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderAbilities {
    /// Which rules may link its users.
    pub policy: Policy,
    /// What it can look users up by.
    pub find: Vec<FindKey>,
    /// For how many users one results call asks at once.
    pub results_batch: usize,
}

/// Whose results to fetch.
#[derive(Clone)]
pub struct ResultsAsk {
    /// The account.
    pub user: UserRef,
    /// Ids of results whose components are stored: they need no second call.
    pub detailed: HashSet<String>,
}

/// All results of one account.
#[derive(Clone)]
pub struct UserResults {
    /// The account.
    pub user: UserRef,
    /// Its results of every kind.
    pub results: Vec<ResultRecord>,
    /// The results that could not be read, each with its reason.
    pub skipped: Vec<Skipped>,
}

/// A way for a learner to sign in without typing a password.
#[derive(Clone)]
pub struct LoginLink {
    /// Where to go. It is a secret for as long as it works.
    pub url: String,
    /// Until when it works, where the provider says.
    pub expires_at: Option<DateTime<Utc>>,
}

/// An account to be created.
#[derive(Clone)]
pub struct NewUser {
    /// The name to sign in with.
    pub username: String,
    /// The first password.
    pub password: String,
    /// Given names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// E-mail address.
    pub email: String,
    /// Date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// The centre's reference.
    pub reference: Option<String>,
    /// Whether the provider enrols the account on its courses.
    pub auto_enrol: bool,
}

/// A provider.
#[async_trait]
pub trait Provider: Send + Sync {
    /// What it can do.
    fn abilities(&self) -> ProviderAbilities;
    /// Calls made so far, retries included.
    fn calls(&self) -> u64;
    /// Lists all users. `FaultCode::OperationMissing` or `PermissionRefused` on the first page means that the provider
    /// has no list for us: users are then looked up by the learners' own identifiers.
    fn users(&self) -> PageStream<'_, UserRecord>;
    /// Looks users up. Keys that nobody has are simply not among the rows.
    fn find_users(&self, by: FindKey, keys: Vec<String>) -> PageStream<'_, UserRecord>;
    /// Fetches all results of some users, a page per few users.
    fn results(&self, asks: Vec<ResultsAsk>) -> PageStream<'_, UserResults>;
    /// A sign-in link for one user.
    async fn login_link(&self, user: &UserRef) -> Result<LoginLink, Fault>;
    /// Creates an account.
    async fn create_user(&self, user: &NewUser) -> Result<UserRef, Fault>;
    /// Tries every operation that reads.
    async fn check(&self) -> CheckReport;
}

/// How one operation fared in a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckOutcome {
    /// It answered as the definition says.
    Answered,
    /// It answered, without these fields, which it may leave out: the system's names. What they would tell is not known.
    AnsweredWithout(Vec<String>),
    /// It answered, but these fields that have to be there were in no row: the system's names.
    FieldsMissing(Vec<String>),
    /// It could not be tried, and why, in words.
    NotTried(String),
    /// It failed.
    Failed(Fault),
}

/// One operation in a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationCheck {
    /// Its name in the definition, such as `users.list`.
    pub operation: String,
    /// What it does, in plain words: "list its users".
    pub purpose: String,
    /// How it fared.
    pub outcome: CheckOutcome,
    /// Keys and types of what came back, by JSON pointer, without a single value.
    pub shape: BTreeMap<String, String>,
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// One entry an operation, in the order tried.
    pub operations: Vec<OperationCheck>,
}

impl CheckReport {
    /// Whether every operation that was tried answered as it should.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.operations
            .iter()
            .all(|one| !matches!(one.outcome, CheckOutcome::FieldsMissing(_) | CheckOutcome::Failed(_)))
    }
}

/// Opens systems for connections: finds the definition and the secrets.
#[async_trait]
pub trait Systems: Send + Sync {
    /// The record system behind a connection.
    async fn record_system(&self, connection: &Connection) -> Result<Arc<dyn RecordSystem>, Fault>;
    /// The provider behind a connection.
    async fn provider(&self, connection: &Connection) -> Result<Arc<dyn Provider>, Fault>;
    /// Which rules may link the users behind a connection. Matching is local: whoever knows this without the provider's
    /// keys says so without them, so that a lost key never keeps a person from deciding.
    async fn policy(&self, connection: &Connection) -> Result<Policy, Fault> {
        Ok(self.provider(connection).await?.abilities().policy)
    }
}

/// The wall clock. Only the host reads a real one.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;
}

/// Holds the right to write to the data folder, against other processes, until it is dropped.
pub trait WriteGuard: Send + Sync {}

/// Hands out the right to write.
#[async_trait]
pub trait WriteLock: Send + Sync {
    /// Waits up to `patience` for the right to write.
    ///
    /// # Errors
    /// `FaultCode::Busy` where another process still holds it.
    async fn acquire(&self, patience: Duration) -> Result<Box<dyn WriteGuard>, Fault>;
}
