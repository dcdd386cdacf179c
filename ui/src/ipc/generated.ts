// Made from the Rust types of src-tauri/crates/window by `LEARNER_SYNC_WRITE_TYPES=1 cargo test -p window types`.
// It is not written by hand: a test says whether it is current.

/** About the app. */
export type About = {
  /** Its version. */
  version: string,
  /** The data folder. */
  folder: string,
  /** The licences of what it is made of. */
  licences: string, };

/** An account that was found. */
export type Account = {
  /** Its id. */
  user_id: UserId,
  /** The provider's id. */
  external_id: string,
  /** The name to sign in with. */
  username: string | null,
  /** Given names. */
  given_name: string,
  /** Family name. */
  family_name: string,
  /** The email as entered. */
  email: string | null,
  /** Whether it is in use. */
  active: boolean,
  /** The learner that it is linked to. */
  linked_to: string | null, };

/** Which accounts to find. */
export type AccountSearch = {
  /** At which provider. */
  connection: ConnectionId,
  /** Each of its words is in a name, the email, the username or the provider's id. */
  text: string, };

/** Something that happened, told to whoever shows it. */
export type AppEvent = { "event": "changed" } | { "event": "work",
  /** The runs. */
  work: Array<Work>, } | { "event": "ended",
  /** Which. */
  run: RunId,
  /** The connection's name. */
  connection: string,
  /** What it did. */
  task: Task,
  /** How it ended. */
  state: RunState, } | { "event": "session",
  /** How it stands now. */
  session: Session, } | { "event": "preferences",
  /** As they are now. */
  preferences: Preferences, } | { "event": "close_asked" } | { "event": "go",
  /** Such as `/unmatched`. */
  to: string, };

/** A learner at a provider, in a list. */
export type AtProvider = {
  /** The provider's connection. */
  connection_id: ConnectionId,
  /** Whether they are linked there. */
  link: LinkState,
  /** Whether they have a result of an initial assessment there. */
  has_initial: boolean,
  /** The level of each subject. */
  levels: Array<SubjectLevel>, };

/** Which audit entries to list. */
export type AuditAsk = {
  /** At most so many. */
  limit: number,
  /** After the first so many. */
  offset: number, };

/** A page of the audit. */
export type AuditPage = {
  /** How many entries there are on all pages. */
  total: number,
  /** Those of this page, the latest first. */
  rows: Array<AuditRow>, };

/** Something that was done, on record. */
export type AuditRow = {
  /** Its id. */
  id: number,
  /** When. */
  at: string,
  /** Who did it. */
  actor: string,
  /** What: a code. */
  action: string,
  /** The connection's name. */
  connection: string | null,
  /** The learner it is about. */
  learner_id: LearnerId | null,
  /** Their name. */
  learner_name: string | null,
  /** The account it is about. */
  user_id: UserId | null,
  /** How it is called. */
  account: string | null,
  /** More about it. */
  detail: string | null,
  /** What, in words. */
  sentence: string, };

/** What a candidate is to the row that shows it. */
export type CandidateKind = "ambiguous" | "held" | "suggestion";

/** A centre: one organisation unit within one record system's connection. */
export type CentreId = number;

/** A change of a connection: what is `null` stays. */
export type ChangeConnection = {
  /** Which. */
  id: ConnectionId,
  /** What it is to be called. */
  name: string | null,
  /** Settings to change; an empty one goes back to its default. */
  settings: Record<string, string> | null,
  /** Whether it is switched on. */
  enabled: boolean | null, };

/** What a check found. */
export type CheckReport = {
  /** When it was made. */
  checked_at: string,
  /** Each operation. */
  operations: Array<CheckedOperation>,
  /** How many answered. */
  answered: number,
  /** How many were tried. */
  tried: number,
  /** Labels of the secrets from which blanks or line breaks were removed. */
  trimmed: Array<string>, };

/** One operation in a check. */
export type CheckedOperation = {
  /** Its name in the definition. */
  operation: string,
  /** What it does, in words. */
  purpose: string,
  /** How it fared. */
  outcome: CheckedOutcome,
  /** The same in words. */
  detail: string,
  /** What to do about it. */
  what_to_do: string | null, };

/** How an operation fared in a check. */
export type CheckedOutcome = "answered" | "answered_without" | "fields_missing" | "refused" | "failed" | "not_tried";

/** Something to choose. */
export type Choice = {
  /** Its id. */
  id: number,
  /** Its name. */
  name: string, };

/** Whom to compare. */
export type CompareAsk = {
  /** At which provider. */
  connection: ConnectionId,
  /** The learner. */
  learner: LearnerId,
  /** The account. */
  user: UserId, };

/** Two values side by side. `marks` are the parts that differ: `[start, end)` in code points. */
export type ComparedField = {
  /** What. */
  field: ComparedWhat,
  /** The learner's. */
  learner: string | null,
  /** The account's. */
  user: string | null,
  /** How they compare. */
  verdict: Verdict,
  /** What to know about it. */
  note: string,
  /** Where the learner's differs. */
  learner_marks: Array<[number, number]>,
  /** Where the account's differs. */
  user_marks: Array<[number, number]>, };

/** The learner of a comparison. */
export type ComparedLearner = {
  /** Their id. */
  id: LearnerId,
  /** Their name. */
  name: string,
  /** The record system's own name. */
  record_system: string, };

/** The account of a comparison. */
export type ComparedUser = {
  /** Its id. */
  id: UserId,
  /** Its name. */
  name: string,
  /** The provider's id. */
  external_id: string,
  /** The provider's own name. */
  system: string, };

/** What is compared. */
export type ComparedWhat = "name" | "date_of_birth" | "email" | "nino" | "uln" | "reference" | "username";

/** A learner and an account side by side. */
export type Comparison = {
  /** The learner. */
  learner: ComparedLearner,
  /** The account. */
  user: ComparedUser,
  /** Field by field. */
  fields: Array<ComparedField>, };

/** A measured part of a result. */
export type Component = {
  /** What was measured. */
  name: string,
  /** The ability as sent. */
  value: string,
  /** When it was measured. */
  measured_at: string | null, };

/** Which held run to let take effect. */
export type ConfirmAsk = {
  /** The run. */
  run: RunId, };

/** Which connection. */
export type ConnectionAsk = {
  /** Its id. */
  id: ConnectionId, };

/** A connection as Settings shows it: everything but its secrets. */
export type ConnectionDetail = {
  /** Its id. */
  id: ConnectionId,
  /** What the administrator calls it. */
  name: string,
  /** Which system it is. */
  system: SystemSpec,
  /** Whether it is switched on. */
  enabled: boolean,
  /** Its settings, as far as they are not the defaults. */
  settings: Record<string, string>,
  /** Where its secrets are. */
  secrets: Array<SecretAt>,
  /** What its last check found. */
  last_check: CheckReport | null, };

/** A configured record system or provider. */
export type ConnectionId = number;

/** How a connection stands. */
export type ConnectionStatus = {
  /** Its id. */
  id: ConnectionId,
  /** What the administrator calls it. */
  name: string,
  /** Which definition it follows. */
  kind: string,
  /** The system's own name, such as `Onefile`. */
  system: string,
  /** Which side of the work it stands on. */
  role: Role,
  /** Whether it is switched on. */
  enabled: boolean,
  /** How it stands. */
  state: State,
  /** When any of its tasks last did all that it set out to do. */
  last_success_at: string | null,
  /** When the schedule is going to see to it next. */
  next_due_at: string | null,
  /** What to know or do about it. */
  message: string | null, };

/** How many results were finished on a day. */
export type DayCount = {
  /** The UK day. */
  day: string,
  /** How many. */
  count: number, };

/** What a decision brought about. */
export type Decided = {
  /** Links that came into effect. */
  linked: number,
  /** Links that ended. */
  unlinked: number,
  /** Why the new link's results are not here yet. The decision stands. */
  fault: Problem | null,
  /** What takes it back; `null` where that is not possible. */
  undo: Undo | null, };

/** A connection that does not exist yet. */
export type DraftAsk = {
  /** The definition's name. */
  kind: string,
  /** What it is to be called. */
  name: string,
  /** Its settings. */
  settings: Record<string, string>,
  /** Its secrets. */
  secrets: Array<TypedSecret>, };

/** An earlier version of a result. */
export type Earlier = {
  /** Until when it stood. */
  until: string,
  /** The level then. */
  level: Level | null,
  /** The level then, as the provider sent it. */
  level_raw: string | null,
  /** The percentage then. */
  percent: number | null,
  /** The mapped fields that changed afterwards. */
  what: Array<string>, };

/** One thing that was looked at. */
export type Finding = {
  /** What. */
  about: string,
  /** How it is. */
  health: Health,
  /** In words, with what to do. */
  sentence: string, };

/** How far the first run is. */
export type FirstRun = {
  /** The connections that there are already. */
  connections: Array<ConnectionDetail>,
  /** Whether learners and users have been read. */
  read: boolean,
  /** Whether they are being read. */
  reading: boolean,
  /** What went wrong in reading. */
  problems: Array<Problem>,
  /** What matching would do, once they are read. */
  previews: Array<MatchPreview>, };

/** How something was found. */
export type Health = "good" | "note" | "bad";

/** A link that waits for a yes or no. */
export type HeldLink = {
  /** At which provider. */
  connection_id: ConnectionId,
  /** The learner. */
  learner_id: LearnerId,
  /** The account. */
  user_id: UserId,
  /** The learner's given names. */
  learner_given: string,
  /** The learner's family name. */
  learner_family: string,
  /** The learner's email. */
  learner_email: string | null,
  /** The provider's id of the account. */
  user_external_id: string,
  /** What made the link. */
  rule: Rule,
  /** Why it waits. */
  why: Reason,
  /** The same in words. */
  sentence: string,
  /** What it means for the results. */
  what_it_means: string,
  /** Whether the link was in effect before. */
  standing: boolean, };

/** Whose latest results to fetch. */
export type LatestAsk = {
  /** The learner. */
  learner: LearnerId, };

/** Which learner. */
export type LearnerAsk = {
  /** Their id. */
  id: LearnerId, };

/** A learner at a provider. Without a link: the reason, its sentence and what to do. */
export type LearnerAtProvider = {
  /** The provider's connection. */
  connection_id: ConnectionId,
  /** Its name. */
  connection: string,
  /** Which definition it follows. */
  kind: string,
  /** The system's own name, such as `bksb`. */
  system: string,
  /** Whether the connection is switched on. */
  enabled: boolean,
  /** The link, in effect or held. */
  link: LearnerLink | null,
  /** Links that ended. */
  past: Array<PastLink>,
  /** Why there is no link in effect. */
  reason: Reason | null,
  /** The same in words. */
  sentence: string | null,
  /** What to do about it. */
  what_to_do: string | null,
  /** When a person decided so. */
  decided_at: string | null,
  /** How many accounts the learner was compared with. */
  accounts_compared: number,
  /** When that was. */
  compared_at: string | null,
  /** Results of linked accounts, past ones included, the latest first; none of a held link. */
  results: Array<LearnerResult>,
  /** When results were last received. */
  received_at: string | null,
  /** Whether the learner is in scope there. */
  in_scope: boolean, };

/** What the Learners page can be filtered by. */
export type LearnerFilters = {
  /** Centres that have learners. */
  centres: Array<Choice>,
  /** Providers. */
  providers: Array<ProviderChoice>,
  /** Learners who are present. */
  learners: number,
  /** Those without a result of an initial assessment. */
  no_initial: number,
  /** Whether any is an applicant. */
  has_applicants: boolean, };

/** A person in a record system. */
export type LearnerId = number;

/** What a person in a record system is. */
export type LearnerKind = "learner" | "applicant";

/** A learner's link at a provider. */
export type LearnerLink = {
  /** The account. */
  account: LinkedAccount,
  /** What made the link. */
  rule: Rule,
  /** Since when it stands. */
  since: string,
  /** Why it waits for a person, if it does. */
  held: Reason | null, };

/** A learner's page. */
export type LearnerPage = {
  /** Their id. */
  id: LearnerId,
  /** The record system's id. */
  external_id: string,
  /** The record system's own name, such as `Onefile`. */
  record_system: string,
  /** The name of its connection. */
  record_connection: string,
  /** The centre's name. */
  centre: string,
  /** Learner or applicant. */
  kind: LearnerKind,
  /** Given names. */
  given_name: string,
  /** Family name. */
  family_name: string,
  /** The email as entered. */
  email: string | null,
  /** Whether the record system says that it is verified; `null` where it does not say. */
  email_verified: boolean | null,
  /** Date of birth. */
  date_of_birth: string | null,
  /** The last three characters of the National Insurance number behind dots. */
  nino: string | null,
  /** Unique Learner Number. */
  uln: string | null,
  /** The centre's reference. */
  reference: string | null,
  /** Local tags. */
  tags: Array<string>,
  /** Since when the record system no longer has them. */
  gone_at: string | null,
  /** Whether they are in scope. */
  in_scope: boolean,
  /** The provider username that counts. */
  provider_username: string | null,
  /** Whether it was typed in the app. */
  provider_username_edited: boolean,
  /** At each provider. */
  providers: Array<LearnerAtProvider>, };

/** The outcome of an assessment. */
export type LearnerResult = {
  /** Its id. */
  id: ResultId,
  /** The provider's id. */
  external_id: string,
  /** What the assessment is about. */
  subject: Subject,
  /** The provider's word for it. */
  subject_raw: string | null,
  /** What kind of assessment it is. */
  kind: ResultKind,
  /** The provider's word for it. */
  kind_raw: string | null,
  /** The assessment's title. */
  title: string | null,
  /** The level reached; `null` where no value table maps it. */
  level: Level | null,
  /** The level as the provider sent it. */
  level_raw: string | null,
  /** Marks scored. */
  score: number | null,
  /** Marks possible. */
  possible: number | null,
  /** 0 to 100. */
  percent: number | null,
  /** When it was begun. */
  started_at: string | null,
  /** When it was finished. */
  finished_at: string | null,
  /** Measured parts. */
  components: Array<Component>,
  /** When it was first stored. */
  first_seen_at: string,
  /** How many versions of it there have been. */
  revision: number,
  /** Those before this one, the latest first. */
  earlier: Array<Earlier>, };

/** A learner, in a list. */
export type LearnerRow = {
  /** Their id. */
  id: LearnerId,
  /** Given names. */
  given_name: string,
  /** Family name. */
  family_name: string,
  /** The centre's reference. */
  reference: string | null,
  /** The centre's name. */
  centre: string,
  /** The email as entered. */
  email: string | null,
  /** Unique Learner Number. */
  uln: string | null,
  /** Learner or applicant. */
  kind: LearnerKind,
  /** Local tags. */
  tags: Array<string>,
  /** At each provider. */
  providers: Array<AtProvider>,
  /** When their latest result was finished. */
  latest_result_at: string | null, };

/** What learners are sorted by. */
export type LearnerSort = "name" | "reference" | "centre" | "latest_result";

/** Which learners to list. */
export type LearnersAsk = {
  /** Each of its words is in a name, the email, the reference or the system's id. */
  search: string,
  /** Only of this centre. */
  centre: CentreId | null,
  /** The provider that `link` is about; `null` is any. */
  provider: ConnectionId | null,
  /** Only with such a link. */
  link: LinkFilter,
  /** Only of this kind. */
  kind: LearnerKind | null,
  /** Only those without a result of an initial assessment. */
  no_initial: boolean,
  /** In which order. */
  sort: LearnerSort,
  /** The other way round. */
  descending: boolean,
  /** At most so many. */
  limit: number,
  /** After the first so many. */
  offset: number, };

/** A page of learners. */
export type LearnersPage = {
  /** How many there are on all pages. */
  total: number,
  /** Those of this page. */
  rows: Array<LearnerRow>, };

/** A level of Functional Skills, ordered from the lowest. ICT has one level of its own below Entry 3. */
export type Level = "pre_entry" | "entry_1" | "entry_2" | "below_entry_3" | "entry_3" | "level_1" | "level_2" | "level_3";

/** How many results reached a level. */
export type LevelCount = {
  /** The level; `null` counts what no value table maps. */
  level: Level | null,
  /** How many. */
  count: number, };

/** Which learners, by their link. */
export type LinkFilter = "any" | "linked" | "not_linked" | "held";

/** Whether a learner is linked. */
export type LinkState = "linked" | "held" | "not_linked";

/** An account that a learner is or was linked to. */
export type LinkedAccount = {
  /** Its id. */
  user_id: UserId,
  /** The provider's id. */
  external_id: string,
  /** The name to sign in with. */
  username: string | null,
  /** Given names. */
  given_name: string,
  /** Family name. */
  family_name: string,
  /** The email as entered. */
  email: string | null, };

/** What matching would do at a provider with what is stored. */
export type MatchPreview = {
  /** The provider's connection. */
  connection_id: ConnectionId,
  /** Its name. */
  connection: string,
  /** Learners in scope. */
  learners: number,
  /** Accounts in use. */
  users: number,
  /** Whether the provider lists its accounts. */
  users_available: boolean,
  /** Links that would take effect, by rule. */
  would_link: Array<RuleCount>,
  /** Links that would wait for a person. */
  would_hold: number,
  /** Links that would end. */
  would_unlink: number,
  /** Learners who would have no link, by reason. */
  unmatched: Array<ReasonCount>,
  /** Accounts that would have none. */
  unmatched_users: number, };

/** Something that needs a person. In order: what stops data, what waits for a decision, unmatched, for information. */
export type Need = { "need": "connection",
  /** Which. */
  connection_id: ConnectionId,
  /** Its name. */
  connection: string,
  /** How it stands. */
  state: State,
  /** Why, and what to do. */
  message: string, } | { "need": "held_run",
  /** Whose. */
  connection_id: ConnectionId,
  /** Its name. */
  connection: string,
  /** The run. */
  run: RunId,
  /** What it found. */
  message: string, } | { "need": "held_links",
  /** At which provider. */
  connection_id: ConnectionId,
  /** Its name. */
  connection: string,
  /** How many. */
  count: number, } | { "need": "unmatched",
  /** At which provider. */
  connection_id: ConnectionId,
  /** Its name. */
  connection: string,
  /** How many. */
  count: number,
  /** Why, the most frequent reason first. */
  reasons: Array<ReasonCount>, } | { "need": "unmapped",
  /** At which provider. */
  connection_id: ConnectionId,
  /** Its name. */
  connection: string,
  /** How many. */
  count: number, };

/** Whom never to match. */
export type NeverAsk = {
  /** At which provider. */
  connection: ConnectionId,
  /** The learner. */
  learner: LearnerId,
  /** The account; `null` is any. */
  user: UserId | null, };

/** The Overview page. */
export type Overview = {
  /** Learners who are present. */
  learners: number,
  /** Centres that have any. */
  centres: number,
  /** By record system. */
  record_counts: Array<RecordCount>,
  /** By provider. */
  provider_counts: Array<ProviderCount>,
  /** What needs a person. */
  needs: Array<Need>,
  /** Since when results count as new. */
  new_since: string,
  /** New results by subject and level. */
  new_results: Array<SubjectLevels>,
  /** How many that is. */
  new_total: number,
  /** Results by the UK day on which they were finished: 14 days, the oldest first. */
  days: Array<DayCount>, };

/** A learner and an account. */
export type Pair = {
  /** At which provider. */
  connection: ConnectionId,
  /** The learner. */
  learner: LearnerId,
  /** The account. */
  user: UserId, };

/** A link that ended because its account is gone at the provider. */
export type PastLink = {
  /** The account. */
  account: LinkedAccount,
  /** What made the link. */
  rule: Rule,
  /** Since when it stood. */
  since: string,
  /** When it ended. */
  ended_at: string, };

/** How long to pause. */
export type PauseAsk = {
  /** Until then. */
  until: PauseLength, };

/** How long to pause. */
export type PauseLength = "hour" | "tomorrow";

/** What a run is at. */
export type Phase = "waiting" | "centres" | "learners" | "users" | "finding" | "results";

/** A learner in a preview. */
export type PlannedRow = {
  /** The learner. */
  learner_id: LearnerId,
  /** Given names. */
  learner_given: string,
  /** Family name. */
  learner_family: string,
  /** The email as entered. */
  learner_email: string | null,
  /** The centre's name. */
  centre: string,
  /** The account. */
  user_id: UserId | null,
  /** The name to sign in with. */
  username: string | null,
  /** The provider's id. */
  user_external_id: string | null,
  /** Whose account it is. */
  user_name: string | null,
  /** What would link them. */
  rule: Rule | null,
  /** Why the link would wait, or why there would be none. */
  reason: Reason | null,
  /** The same in words. */
  sentence: string | null, };

/** What a person prefers. */
export type Preferences = {
  /** The colours of the window. */
  theme: Theme,
  /** Closing the window keeps the app in the tray. */
  keep_in_tray: boolean,
  /** The app starts, hidden, when the person signs in to the computer. */
  start_at_login: boolean,
  /** A notification tells when a connection newly needs a person. */
  notify_attention: boolean,
  /** A notification tells when a link is newly held. */
  notify_held: boolean,
  /** The word about the tray has been said. */
  told_of_tray: boolean,
  /** The columns of the Learners page; `null` is the usual ones. */
  learner_columns: Array<string> | null,
  /** How many rows a page of a table has. */
  rows: number, };

/** A change of preferences: what is left out stays. */
export type PreferencesChange = {
  /** The colours of the window. */
  theme?: Theme,
  /** Closing the window keeps the app in the tray. */
  keep_in_tray?: boolean,
  /** The app starts when the person signs in to the computer. */
  start_at_login?: boolean,
  /** A notification tells when a connection newly needs a person. */
  notify_attention?: boolean,
  /** A notification tells when a link is newly held. */
  notify_held?: boolean,
  /** The word about the tray has been said. */
  told_of_tray?: boolean,
  /** The columns of the Learners page; `null` goes back to the usual ones. */
  learner_columns?: Array<string> | null,
  /** How many rows a page of a table has. */
  rows?: number, };

/** Which rows of a preview. */
export type PreviewAsk = {
  /** At which provider. */
  connection: ConnectionId,
  /** Which. */
  what: Previewed,
  /** At most so many. */
  limit: number,
  /** After the first so many. */
  offset: number, };

/** A page of a preview. */
export type PreviewPage = {
  /** How many there are on all pages. */
  total: number,
  /** Those of this page. */
  rows: Array<PlannedRow>, };

/** Which rows of a preview. */
export type Previewed = "link" | "hold" | "unmatched";

/** Where the data is, and how it is kept. */
export type Privacy = {
  /** The data folder. */
  folder: string,
  /** When the recovery key was last saved. */
  recovery_saved_at: string | null,
  /** What this computer calls its keyring. */
  keyring: string,
  /** When the backups were made, the latest first. */
  backups: Array<string>, };

/** What went wrong, in words. Nothing in it is a secret, or what somebody typed. */
export type Problem = {
  /** Its stable name. */
  code: string,
  /** What happened, and what it means for the data. */
  message: string,
  /** What to do, as a clause that begins in lower case; `null` where nothing is to be done. */
  remedy: string | null,
  /** What of a form is to blame: the key of a setting or a secret, or `name`. */
  field: string | null, };

/** At which provider. */
export type ProviderAsk = {
  /** Its connection. */
  connection: ConnectionId, };

/** A provider to choose. */
export type ProviderChoice = {
  /** Its connection. */
  id: ConnectionId,
  /** The connection's name. */
  name: string,
  /** Which definition it follows. */
  kind: string, };

/** How many learners are linked at a provider. */
export type ProviderCount = {
  /** The provider's connection. */
  connection_id: ConnectionId,
  /** Learners in scope with a link in effect. */
  linked: number,
  /** Learners in scope. */
  of: number, };

/** Why a person or an account is not linked. Declared strongest first: a row shows the first that holds. */
export type Reason = "never_match" | "details_disagree" | "keys_disagree" | "username_shared" | "username_unknown" | "nino_shared" | "email_shared" | "email_unverified" | "nino_invalid" | "no_counterpart" | "email_missing" | "nino_missing";

/** How many people are unmatched for a reason. */
export type ReasonCount = {
  /** Why. */
  reason: Reason,
  /** How many. */
  count: number, };

/** How many learners a record system holds. */
export type RecordCount = {
  /** The record system's connection. */
  connection_id: ConnectionId,
  /** Learners who are present. */
  learners: number, };

/** The recovery key. It is shown because a person asked for it. */
export type RecoveryKey = {
  /** As it is to be written down. */
  text: string, };

/** Whether the recovery key was saved. */
export type RecoverySaved = {
  /** `false` where the person chose no file. */
  saved: boolean, };

/** A secret to replace. */
export type ReplaceSecret = {
  /** Whose. */
  id: ConnectionId,
  /** The secret's key. */
  key: string,
  /** As it was typed or pasted. */
  typed: string, };

/** The outcome of one assessment. */
export type ResultId = number;

/** What kind of assessment a result comes from. */
export type ResultKind = "initial" | "diagnostic" | "other";

/** A yes or no to a held link. */
export type ReviewAsk = {
  /** At which provider. */
  connection: ConnectionId,
  /** The learner. */
  learner: LearnerId,
  /** The account. */
  user: UserId,
  /** Whether they are one person. */
  same_person: boolean, };

/** Which side of the work a system stands on. */
export type Role = "records" | "assessments";

/** What made a link. */
export type Rule = "manual" | "username" | "nino" | "email";

/** How many learners a rule would link. */
export type RuleCount = {
  /** The rule. */
  rule: Rule,
  /** How many. */
  count: number, };

/** Which run. */
export type RunAsk = {
  /** Its id. */
  id: RunId, };

/** A run, opened. */
export type RunDetail = {
  /** The run. */
  run: RunRow,
  /** What ended it, or makes it wait. */
  problem: Problem | null,
  /** The first rows that it kept aside. */
  skipped: Array<SkippedRow>,
  /** How many those are in all. */
  skipped_total: number,
  /** When the schedule tries again. */
  retry_at: string | null,
  /** When a later run of the same task went well. */
  worked_again_at: string | null,
  /** Whether a person can let it take effect. */
  can_confirm: boolean,
  /** How many rows would then be marked as gone. */
  missing: number, };

/** A row of the list of runs. */
export type RunEntry = { "entry": "run",
  /** It. */
  run: RunRow, } | { "entry": "group",
  /** They. */
  group: RunGroup, };

/** Several runs of one task on one connection in a row that brought nothing new. */
export type RunGroup = {
  /** The connection's name. */
  connection: string,
  /** What they did. */
  task: Task,
  /** Why the last of them was begun. */
  reason: RunReason,
  /** How many. */
  count: number,
  /** When the first was begun. */
  first_at: string,
  /** When the last was begun. */
  last_at: string,
  /** The last one. */
  last_id: RunId, };

/** One execution of one task on one connection. */
export type RunId = number;

/** Why a run was started. */
export type RunReason = "scheduled" | "catch_up" | "asked" | "asked_one" | "linked" | "changed" | "confirmed";

/** A run. */
export type RunRow = {
  /** Its id. */
  id: RunId,
  /** Whose. */
  connection_id: ConnectionId,
  /** The connection's name. */
  connection: string,
  /** What it did. */
  task: Task,
  /** Why. */
  reason: RunReason,
  /** How it stands or ended. */
  state: RunState,
  /** When it was begun. */
  started_at: string,
  /** When it ended. */
  finished_at: string | null,
  /** Rows that the system sent. */
  read: number,
  /** Rows that were new here. */
  added: number,
  /** Rows that differed. */
  changed: number,
  /** Rows that did not. */
  unchanged: number,
  /** Rows kept aside with a reason. */
  skipped: number,
  /** Calls made. */
  calls: number,
  /** The code of the fault that ended it. */
  fault_code: string | null, };

/** Where a run stands. */
export type RunState = "queued" | "running" | "done" | "done_with_skips" | "failed" | "cancelled" | "held" | "interrupted";

/** Which runs to list. */
export type RunsAsk = {
  /** Only of this connection. */
  connection: ConnectionId | null,
  /** Only of this task. */
  task: Task | null,
  /** Only those that ended so. */
  state: RunState | null,
  /** Put runs in a row that brought nothing new into one entry. */
  group: boolean,
  /** At most so many entries. */
  limit: number,
  /** After the first so many. */
  offset: number, };

/** A page of runs. */
export type RunsPage = {
  /** How many entries there are on all pages. */
  total: number,
  /** Those of this page, the latest first. */
  entries: Array<RunEntry>, };

/** A connection whose secrets were stored. */
export type Saved = {
  /** The connection. */
  connection: ConnectionDetail,
  /** Labels of the secrets from which blanks or line breaks were removed. */
  trimmed: Array<string>, };

/** The schedule. */
export type Schedule = {
  /** When the night begins, UK time: `02:00`. */
  overnight_from: string,
  /** When it ends. */
  overnight_to: string,
  /** What runs when. */
  rows: Array<ScheduleRow>, };

/** When a task of a connection runs. */
export type ScheduleRow = {
  /** The connection. */
  connection_id: ConnectionId,
  /** Its name. */
  connection: string,
  /** What runs. */
  task: Task,
  /** How often, in words. */
  how_often: string,
  /** At what time, in words. */
  when: string,
  /** When it is due next. */
  next_due_at: string | null, };

/** Where one secret is. */
export type SecretAt = {
  /** Its key. */
  key: string,
  /** Where it is. */
  place: SecretPlace, };

/** Where a secret is. */
export type SecretPlace = "keyring" | "environment" | "missing" | "other_address" | "unknown";

/** A secret that a system needs. */
export type SecretSpec = {
  /** Its key. */
  key: string,
  /** What the vendor calls it. */
  label: string,
  /** Where it is found. */
  help: string, };

/** How the app stands: what the page shows before anything else. */
export type Session = {
  /** How far it is. */
  stage: Stage,
  /** Why it failed, where it did. */
  problem: Problem | null,
  /** Whether what is open is the sample data. */
  sample: boolean,
  /** What a person has to be told about how opening went, in sentences. */
  notices: Array<string>,
  /** The version of the app. */
  version: string,
  /** Which kind of computer this is. */
  system: SystemName,
  /** The data folder. */
  folder: string, };

/** When the night is. */
export type SetOvernight = {
  /** When it begins, UK time. */
  from: string,
  /** When it ends. */
  to: string, };

/** What a setting holds. */
export type SettingKind = "text" | "address" | "whole_number" | "choice" | "list";

/** A setting that a system has. */
export type SettingSpec = {
  /** Its key. */
  key: string,
  /** What the vendor calls it. */
  label: string,
  /** What it is for. */
  help: string,
  /** What it holds. */
  kind: SettingKind,
  /** What can be chosen. */
  choices: Array<string>,
  /** What counts where it is not set. */
  default: string | null,
  /** The least whole number. */
  least: number,
  /** The greatest whole number. */
  most: number,
  /** Most people leave it alone. */
  advanced: boolean, };

/** Which side of a provider's matching. */
export type Side = "learners" | "users";

/** A row that a run kept aside. */
export type SkippedRow = {
  /** The system's id, where it could be read. */
  external_id: string | null,
  /** Why: a code. */
  reason: string,
  /** The field to blame, by the system's name. */
  field: string | null,
  /** Why, in words. */
  sentence: string, };

/** How far the app is. */
export type Stage = "opening" | "failed" | "first_run" | "ready";

/** Whether something was begun. */
export type Started = {
  /** `false` where everything that was asked for is at work already. */
  started: boolean, };

/** How something stands, the worst last. */
export type State = "up_to_date" | "syncing" | "offline" | "paused" | "needs_attention" | "error";

/** How matters stand. */
export type Status = {
  /** The worst state of any connection that is switched on. */
  state: State,
  /** Until when the schedule is paused, if it is. */
  paused_until: string | null,
  /** When anything last did all that it set out to do. */
  last_success_at: string | null,
  /** Each connection. */
  connections: Array<ConnectionStatus>,
  /** The runs at work. */
  work: Array<Work>,
  /** What a person can decide: unmatched learners and held links, at all providers that are switched on. */
  to_decide: number,
  /** How many learners there are. */
  learners: number,
  /** When this was so. */
  now: string, };

/** Whose runs to stop. */
export type StopAsk = {
  /** This connection's; `null` is every run. */
  connection: ConnectionId | null, };

/** What an assessment is about. */
export type Subject = "english" | "maths" | "ict" | "digital" | "other";

/** The level of a subject at a provider: the latest result's. */
export type SubjectLevel = {
  /** The subject. */
  subject: Subject,
  /** The level; `null` where no value table maps it. */
  level: Level | null,
  /** The level as the provider sent it. */
  level_raw: string | null,
  /** Whether it is higher than the one before. */
  higher: boolean, };

/** New results of a subject, by level. A level that is not there has none. */
export type SubjectLevels = {
  /** The subject. */
  subject: Subject,
  /** By level. */
  levels: Array<LevelCount>,
  /** All of them. */
  total: number, };

/** Somebody opposite who may be the right one. */
export type Suggested = {
  /** Their id on the other side. */
  other_id: number,
  /** Given names. */
  given_name: string,
  /** Family name. */
  family_name: string,
  /** The name to sign in with, of an account. */
  username: string | null,
  /** The system's id. */
  external_id: string,
  /** What they are to the row. */
  kind: CandidateKind,
  /** Codes of what speaks for them, strongest first. */
  why: Array<string>, };

/** What to sync. */
export type SyncAsk = {
  /** These connections; `null` is every one that is switched on. */
  connections: Array<ConnectionId> | null, };

/** Which kind of computer this is. */
export type SystemName = "linux" | "windows" | "macos";

/** A system that can be connected. */
export type SystemSpec = {
  /** The definition's name. */
  kind: string,
  /** The system's own name, such as `Onefile`. */
  name: string,
  /** Which side of the work it stands on. */
  role: Role,
  /** What a person has to have at hand. */
  needs: string,
  /** Its settings. */
  settings: Array<SettingSpec>,
  /** Its secrets. */
  secrets: Array<SecretSpec>,
  /** Steps that lead to the keys; the vendor's labels between `**`. */
  where_to_find: Array<string>,
  /** What to know before it is connected. */
  warning: string | null, };

/** What a run does. */
export type Task = "learners" | "users" | "match" | "results";

/** Which colours the window has. */
export type Theme = "system" | "light" | "dark";

/** Something that a person typed. */
export type TypedAsk = {
  /** As it was typed or pasted. It is a secret. */
  typed: string, };

/** A secret that a person typed. */
export type TypedSecret = {
  /** The secret's key. */
  key: string,
  /** As it was typed or pasted. */
  typed: string, };

/** What takes a decision back: handed to the command `undo` as it came. */
export type Undo = {
  /** At which provider. */
  connection: ConnectionId,
  /** The learner. */
  learner: LearnerId,
  /** The account, where the decision was about one. */
  user: UserId | null, };

/** Who is unmatched. */
export type UnmatchedAsk = {
  /** At which provider. */
  connection: ConnectionId,
  /** On which side. */
  side: Side,
  /** Only for this reason. */
  reason: Reason | null,
  /** Each of its words is in what is shown. */
  search: string,
  /** At most so many. */
  limit: number,
  /** After the first so many. */
  offset: number, };

/** A page of those who are unmatched. */
export type UnmatchedPage = {
  /** How many the ask finds. */
  total: number,
  /** How many there are without its filters. */
  all: number,
  /** By reason, without its filters. */
  reasons: Array<ReasonCount>,
  /** Those of this page. */
  rows: Array<UnmatchedRow>, };

/** A person or an account without a link in effect. */
export type UnmatchedRow = {
  /** Their id. */
  id: number,
  /** The system's id. */
  external_id: string,
  /** Given names. */
  given_name: string,
  /** Family name. */
  family_name: string,
  /** The email as entered. */
  email: string | null,
  /** The centre's name, of a learner. */
  centre: string | null,
  /** The name to sign in with, of an account. */
  username: string | null,
  /** Why. */
  reason: Reason,
  /** The same in words. */
  sentence: string,
  /** What to do about it. */
  what_to_do: string,
  /** When a person decided so. */
  decided_at: string | null,
  /** Who may be right, best first. */
  candidates: Array<Suggested>, };

/** A provider on the Unmatched page. */
export type UnmatchedTab = {
  /** The provider's connection. */
  connection_id: ConnectionId,
  /** Its name. */
  connection: string,
  /** The system's own name, such as `bksb`. */
  system: string,
  /** Learners without a link. */
  learners: number,
  /** Accounts without one; `null` where the provider lists none. */
  users: number | null,
  /** Links that wait for a person. */
  held: number,
  /** When matching last ran. */
  matched_at: string | null, };

/** An account at a provider. */
export type UserId = number;

/** Which username to record for a learner. */
export type UsernameAsk = {
  /** The learner. */
  learner: LearnerId,
  /** The username; `null` goes back to the record system's. */
  username: string | null, };

/** How two values compare. */
export type Verdict = "same" | "close" | "differs" | "unknown";

/** A run at work. */
export type Work = {
  /** The run. */
  run: RunId,
  /** Whose. */
  connection_id: ConnectionId,
  /** The connection's name. */
  connection: string,
  /** What it does. */
  task: Task,
  /** Why. */
  reason: RunReason,
  /** What it is at. */
  phase: Phase,
  /** Rows done; users where it fetches results. */
  done: number,
  /** How many there are, where that is known. */
  total: number | null,
  /** When it was begun. */
  started_at: string,
  /** How long it will still take, once that can be told. */
  seconds_left: number | null, };

/** Every command with what it is asked and what it answers. */
export interface Commands {
  session: [null, Session];
  try_again: [null, Session];
  open_with_recovery_key: [TypedAsk, Session];
  explore_sample: [null, Session];
  leave_sample: [null, Session];
  close_window: [null, null];
  quit: [null, null];
  preferences: [null, Preferences];
  set_preferences: [PreferencesChange, Preferences];
  open_folder: [null, null];
  status: [null, Status];
  sync: [SyncAsk, Started];
  stop: [StopAsk, null];
  pause: [PauseAsk, Status];
  resume: [null, Status];
  overview: [null, Overview];
  learners: [LearnersAsk, LearnersPage];
  learner_filters: [null, LearnerFilters];
  learner: [LearnerAsk, LearnerPage];
  latest_results: [LatestAsk, Array<RunRow>];
  set_username: [UsernameAsk, null];
  unmatched_tabs: [null, Array<UnmatchedTab>];
  unmatched: [UnmatchedAsk, UnmatchedPage];
  held: [ProviderAsk, Array<HeldLink>];
  compare: [CompareAsk, Comparison];
  find_accounts: [AccountSearch, Array<Account>];
  rematch: [ProviderAsk, null];
  link: [Pair, Decided];
  unlink: [Pair, Decided];
  never_match: [NeverAsk, Decided];
  review: [ReviewAsk, Decided];
  undo: [Undo, Decided];
  runs: [RunsAsk, RunsPage];
  run: [RunAsk, RunDetail];
  confirm: [ConfirmAsk, null];
  audit: [AuditAsk, AuditPage];
  systems: [null, Array<SystemSpec>];
  connections: [null, Array<ConnectionDetail>];
  test_draft: [DraftAsk, CheckReport];
  add_connection: [DraftAsk, Saved];
  change_connection: [ChangeConnection, ConnectionDetail];
  replace_secret: [ReplaceSecret, Saved];
  remove_connection: [ConnectionAsk, null];
  check: [ConnectionAsk, CheckReport];
  schedule: [null, Schedule];
  set_overnight: [SetOvernight, Schedule];
  privacy: [null, Privacy];
  recovery_key: [null, RecoveryKey];
  save_recovery_key: [null, RecoverySaved];
  examine: [null, Array<Finding>];
  about: [null, About];
  first_run: [null, FirstRun];
  read_first: [null, Started];
  preview_rows: [PreviewAsk, PreviewPage];
  finish_first_run: [null, null];
}
