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

/** An account at a provider. */
export type Account = {
  /** Its id here. */
  user_id: UserId,
  /** The provider's id. */
  external_id: string,
  /** The name to sign in with. */
  username: string | null,
  /** Given names. */
  given_name: string,
  /** Family name. */
  family_name: string,
  /** The address as entered. */
  email: string | null,
  /** Whether it is in use, and no staff's. */
  active: boolean,
  /** The name of a learner to whom it is linked, or whose link to it waits for a person. */
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

/** A learner at one provider. */
export type AtProvider = {
  /** The provider's connection. */
  connection_id: ConnectionId,
  /** How they stand there. */
  link: LinkState,
  /** Whether there is an initial assessment of any subject. */
  has_initial: boolean,
  /** Levels by subject; of a subject without results there is none. */
  levels: Array<SubjectLevel>, };

/** An attribute by which a learner and an account are compared. */
export type Attribute = "name" | "date_of_birth" | "email" | "nino" | "uln" | "reference" | "username";

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
  /** The same in words. */
  sentence: string,
  /** Its number. */
  id: number,
  /** When. */
  at: string,
  /** Who. */
  actor: string,
  /** What. */
  action: string,
  /** The name that the connection had. */
  connection: string | null,
  /** The learner concerned. */
  learner_id: LearnerId | null,
  /** Their name. */
  learner_name: string | null,
  /** The account concerned. */
  user_id: UserId | null,
  /** The provider's id of it. */
  account: string | null,
  /** A rule, a verdict, a reason. */
  detail: string | null, };

/** What a candidate is to the row that shows it. */
export type CandidateKind = "ambiguous" | "held" | "suggestion";

/** What makes a connection stand as it does, where it is not simply well or at work. */
export type Cause = "fault" | "unfinished" | "never_read" | "held_run" | "held_links" | "paused" | "switched_off" | "overdue";

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
  outcome: Outcome,
  /** The same in words. */
  detail: string,
  /** What to do about it. */
  what_to_do: string | null, };

/** Something to choose. */
export type Choice = {
  /** Its id here. */
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
  field: Attribute,
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

/** A learner and an account side by side. */
export type Comparison = {
  /** The learner. */
  learner: ComparedLearner,
  /** The account. */
  user: ComparedUser,
  /** Field by field. */
  fields: Array<ComparedField>, };

/** A measured part. */
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
  /** What makes it stand so; the message says it to a person. */
  cause: Cause | null,
  /** When any of its tasks last did all that it set out to do. */
  last_success_at: string | null,
  /** When the schedule is going to see to it next. */
  next_due_at: string | null,
  /** What to know or do about it. */
  message: string | null, };

/** How many results were finished on a day. */
export type DayCount = {
  /** The day in the UK. */
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
  /** When another took its place. */
  until: string,
  /** Its level; null where nothing maps it. */
  level: Level | null,
  /** Its level as the provider wrote it. */
  level_raw: string | null,
  /** Its percentage, 0 to 100. */
  percent: number | null,
  /** The mapped fields that changed then. */
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
  /** Why it waits, in words. */
  sentence: string,
  /** What it means for the results. */
  what_it_means: string,
  /** The provider's connection. */
  connection_id: ConnectionId,
  /** The learner. */
  learner_id: LearnerId,
  /** The account; of a standing link, the one that it has. */
  user_id: UserId,
  /** The learner's given names. */
  learner_given: string,
  /** The learner's family name. */
  learner_family: string,
  /** The learner's address as entered. */
  learner_email: string | null,
  /** The provider's id of the account. */
  user_external_id: string,
  /** What made the link. */
  rule: Rule,
  /** Why it waits. */
  why: Reason,
  /** Whether it was in effect before. One that waits because details disagree never was. */
  standing: boolean, };

/** Whose latest results to fetch. */
export type LatestAsk = {
  /** The learner. */
  learner: LearnerId, };

/** Which learner. */
export type LearnerAsk = {
  /** Their id. */
  id: LearnerId, };

/** A learner at a provider. Without a link: the reason in words, and what to do. */
export type LearnerAtProvider = {
  /** The system's own name, such as `bksb`. */
  system: string,
  /** Why there is no link in effect, in words. */
  sentence: string | null,
  /** What to do about it. */
  what_to_do: string | null,
  /** The provider's connection. */
  connection_id: ConnectionId,
  /** Its name. */
  connection: string,
  /** The provider's kind. */
  kind: string,
  /** Whether the connection is enabled. */
  enabled: boolean,
  /** The link; one in effect before one that is held. */
  link: LearnerLink | null,
  /** Links whose account is gone. */
  past: Array<PastLink>,
  /** Why there is no link in effect, as matching last found. */
  reason: Reason | null,
  /** When a person decided that there is never to be one, where that is the reason. */
  decided_at: string | null,
  /** The decision behind `decided_at`, so that it can be taken back where it is shown. */
  never: Never | null,
  /** How many accounts are in use there: with whom the learner is compared. */
  accounts_compared: number,
  /** When matching last ran to its end. */
  compared_at: string | null,
  /** Results of linked accounts, past ones included, the latest first. Not those of a held link. */
  results: Array<LearnerResult>,
  /** When results of the linked account were last received: see `received_at` below. */
  received_at: string | null,
  /** Whether they are compared here, and results fetched: the learner is in scope, the connection enabled, and the
   * linked account, where there is one, in use. */
  in_scope: boolean, };

/** What there is to choose from, and how many learners there are. */
export type LearnerFilters = {
  /** Centres with learners, by name. */
  centres: Array<Choice>,
  /** Enabled providers, in the order in which they were added: those whose columns the list has. */
  providers: Array<ProviderChoice>,
  /** Learners who are present. */
  learners: number,
  /** Those of them without any initial assessment. */
  no_initial: number,
  /** Whether any of them is an applicant. */
  has_applicants: boolean, };

/** A person in a record system. */
export type LearnerId = number;

/** What a person in a record system is. */
export type LearnerKind = "learner" | "applicant";

/** A link as it stands. */
export type LearnerLink = {
  /** The account. */
  account: LinkedAccount,
  /** What made the link. */
  rule: Rule,
  /** Since when it stands. */
  since: string,
  /** Why it waits for a person; null while it is in effect. */
  held: Reason | null, };

/** A learner's page. */
export type LearnerPage = {
  /** How they stand at each provider. */
  providers: Array<LearnerAtProvider>,
  /** Their id here. */
  id: LearnerId,
  /** The record system's id. */
  external_id: string,
  /** The record system's kind. */
  record_system: string,
  /** The name of the record system's connection. */
  record_connection: string,
  /** The centre's name. */
  centre: string,
  /** Learner or applicant. */
  kind: LearnerKind,
  /** Given names. */
  given_name: string,
  /** Family name. */
  family_name: string,
  /** The address as entered. */
  email: string | null,
  /** Whether the record system says that it is verified; null where it does not say. */
  email_verified: boolean | null,
  /** Date of birth. */
  date_of_birth: string | null,
  /** The last three characters of the National Insurance number behind dots. */
  nino: string | null,
  /** Unique Learner Number as entered. */
  uln: string | null,
  /** The management information system's reference. */
  reference: string | null,
  /** Local tags. */
  tags: Array<string>,
  /** Since when the record system no longer has them. */
  gone_at: string | null,
  /** Whether they are compared and their results fetched. */
  in_scope: boolean,
  /** The provider username that counts: the one typed in the app, else the record system's. */
  provider_username: string | null,
  /** Whether it was typed in the app. */
  provider_username_edited: boolean, };

/** A result. */
export type LearnerResult = {
  /** Its id here. */
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
  /** The level reached; null where nothing maps it. */
  level: Level | null,
  /** The level as the provider wrote it. */
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
  /** Measured parts, in the provider's order. */
  components: Array<Component>,
  /** When it was first stored. */
  first_seen_at: string,
  /** How many versions of it there have been. */
  revision: number,
  /** The versions before this one, the last first. */
  earlier: Array<Earlier>, };

/** A learner as the list shows them. Results are those of links in effect and of links whose account is gone, not those of
 * held links, which may be another person's. */
export type LearnerRow = {
  /** Their id here. */
  id: LearnerId,
  /** Given names. */
  given_name: string,
  /** Family name. */
  family_name: string,
  /** The management information system's reference. */
  reference: string | null,
  /** The centre's name. */
  centre: string,
  /** The address as entered. */
  email: string | null,
  /** Unique Learner Number as entered. */
  uln: string | null,
  /** Learner or applicant. */
  kind: LearnerKind,
  /** Local tags. */
  tags: Array<string>,
  /** How they stand at each enabled provider, in the order of the list's columns. */
  providers: Array<AtProvider>,
  /** When the latest result was finished, or else begun, or else first seen. */
  latest_result_at: string | null, };

/** In which order learners are listed. Whoever lacks what is sorted by comes last, either way; those who are alike in
 * it are in order of their names. */
export type LearnerSort = "name" | "reference" | "centre" | "latest_result";

/** Which learners to list, of those who are present, and in which order. */
export type LearnersAsk = {
  /** Words, each of which has to be in a name, the address, the reference or the system's id. */
  search: string,
  /** Only of this centre. */
  centre: CentreId | null,
  /** The provider that `link` and `no_initial` are about. */
  provider: ConnectionId | null,
  /** Only those who stand so there. */
  link: LinkFilter,
  /** Only of this kind. */
  kind: LearnerKind | null,
  /** Only those without any initial assessment: at the provider; without one, anywhere. */
  no_initial: boolean,
  /** The order. */
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
  /** The level; null where nothing maps it. */
  level: Level | null,
  /** How many. */
  count: number, };

/** Learners by how they stand at the provider that the list is narrowed down to; without one, at any enabled provider. */
export type LinkFilter = "any" | "linked" | "not_linked" | "held";

/** How a learner stands at a provider. */
export type LinkState = "linked" | "held" | "not_linked";

/** An account that a learner is, or was, linked to. */
export type LinkedAccount = {
  /** Its id here. */
  user_id: UserId,
  /** The provider's id. */
  external_id: string,
  /** The name to sign in with. */
  username: string | null,
  /** Given names. */
  given_name: string,
  /** Family name. */
  family_name: string,
  /** The address as entered. */
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

/** Whom a person decided never to match: the pair, or the learner with anybody. */
export type Never = {
  /** The learner. */
  learner: LearnerId,
  /** The account, where the decision names one. */
  user: UserId | null, };

/** Whom never to match. */
export type NeverAsk = {
  /** At which provider. */
  connection: ConnectionId,
  /** The learner. */
  learner: LearnerId,
  /** The account; `null` is any. */
  user: UserId | null, };

/** How an operation fared. */
export type Outcome = "answered" | "answered_without" | "fields_missing" | "refused" | "failed" | "not_tried";

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

/** A link that ended because its account is gone at the provider. Its results stay on record. */
export type PastLink = {
  /** The account. */
  account: LinkedAccount,
  /** What made the link. */
  rule: Rule,
  /** Since when it was in effect. */
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

/** What a person prefers. What was kept by an older version, and lacks something, is completed by what is usual. */
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
  /** The id of its connection here. */
  id: number,
  /** The connection's name. */
  name: string,
  /** Its kind. */
  kind: string, };

/** How many learners in scope are linked at a provider. */
export type ProviderCount = {
  /** The provider's connection. */
  connection_id: ConnectionId,
  /** Those with a link in effect. */
  linked: number,
  /** All of them. */
  of: number, };

/** Why a person or an account is not linked. Declared strongest first: a row shows the first that holds. */
export type Reason = "never_match" | "details_disagree" | "keys_disagree" | "username_shared" | "username_unknown" | "nino_shared" | "email_shared" | "email_unverified" | "nino_invalid" | "no_counterpart" | "email_missing" | "nino_missing";

/** How many are unmatched for a reason. */
export type ReasonCount = {
  /** The reason. */
  reason: Reason,
  /** How many. */
  count: number, };

/** How many learners a record system has. */
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

/** An entry of the list. */
export type RunEntry = { "entry": "run",
  /** It. */
  run: RunRow, } | { "entry": "group",
  /** They. */
  group: RunGroup, };

/** Several runs of one task on one connection, in a row and on one day, for one reason, that brought nothing new. */
export type RunGroup = {
  /** The connection's name. */
  connection: string,
  /** What they did. */
  task: Task,
  /** Why they were started. */
  reason: RunReason,
  /** How many. */
  count: number,
  /** When the first began. */
  first_at: string,
  /** When the last began. */
  last_at: string,
  /** The last one. */
  last_id: RunId, };

/** One execution of one task on one connection. */
export type RunId = number;

/** Why a run was started. */
export type RunReason = "scheduled" | "catch_up" | "asked" | "asked_one" | "linked" | "changed" | "confirmed";

/** A run. */
export type RunRow = {
  /** Its number. */
  id: RunId,
  /** Whose run it is. */
  connection_id: ConnectionId,
  /** The name of that connection. */
  connection: string,
  /** What it does. */
  task: Task,
  /** Why it was started. */
  reason: RunReason,
  /** Where it stands. */
  state: RunState,
  /** When it began; when it was asked for, where it has not begun. */
  started_at: string,
  /** When it ended. */
  finished_at: string | null,
  /** Rows that the system sent. */
  read: number,
  /** Rows that were new. */
  added: number,
  /** Rows that differed. */
  changed: number,
  /** Rows that did not. */
  unchanged: number,
  /** Rows that were kept aside. */
  skipped: number,
  /** Calls made. */
  calls: number,
  /** What it ended with. */
  fault_code: string | null, };

/** Where a run stands. */
export type RunState = "queued" | "running" | "done" | "done_with_skips" | "failed" | "cancelled" | "held" | "interrupted";

/** Which runs to list. */
export type RunsAsk = {
  /** Only of this connection. */
  connection: ConnectionId | null,
  /** Only of this task. */
  task: Task | null,
  /** Only those that stand, or ended, so. */
  state: RunState | null,
  /** Fold runs in a row that brought nothing new into one entry a day. */
  group: boolean,
  /** At most so many entries. */
  limit: number,
  /** After the first so many. */
  offset: number, };

/** A page of runs. */
export type RunsPage = {
  /** How many entries there are on all pages. */
  total: number,
  /** Those of this page, the latest first. Several runs stand where the last of them does. */
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

/** What a setting may hold. */
export type SettingKind = "address" | "choice" | "whole_number" | "list" | "text";

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

/** One of the two sides that are matched. */
export type Side = "learners" | "users";

/** A row that a run kept aside. */
export type SkippedRow = {
  /** The system's id, where it could be read. */
  external_id: string | null,
  /** Why. */
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

/** The level of a subject at one provider: that of the latest result that states one. */
export type SubjectLevel = {
  /** The subject. */
  subject: Subject,
  /** The level; null where nothing maps it. */
  level: Level | null,
  /** The level as the provider wrote it. */
  level_raw: string | null,
  /** Whether it is higher than that of the result before. Never told of `other`, which is not one subject. */
  higher: boolean, };

/** How many results of a subject reached each level. */
export type SubjectLevels = {
  /** The subject. */
  subject: Subject,
  /** By level, the lowest first; a level that is not there is 0. Those that nothing maps come last, without a level. */
  levels: Array<LevelCount>,
  /** All of them. */
  total: number, };

/** Somebody opposite who may be right. */
export type Suggested = {
  /** Their id here: of an account for a learner, of a learner for an account. */
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
  /** Codes of what speaks for them, the strongest first. */
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

/** What takes a decision back. Whoever is handed one hands it in again as it is.
 *
 * One that is made by hand, without `before`, lifts whatever was last decided about the pair, or about the learner with
 * anybody. */
export type Undo = {
  /** The provider's connection. */
  connection: ConnectionId,
  /** The learner. */
  learner: LearnerId,
  /** The account; `None` where the decision was about the learner with anybody. */
  user: UserId | null,
  /** What stood before the decision. */
  before?: unknown, };

/** Which unmatched rows to list. */
export type UnmatchedAsk = {
  /** The provider's connection. */
  connection: ConnectionId,
  /** Learners or accounts. */
  side: Side,
  /** Only those of this reason. */
  reason: Reason | null,
  /** Words, each of which has to be in a name, the address, the username, the reference or the system's id. */
  search: string,
  /** At most so many. */
  limit: number,
  /** After the first so many. */
  offset: number, };

/** A page of those who are unmatched. */
export type UnmatchedPage = {
  /** How many the ask finds. */
  total: number,
  /** How many there are without its reason. */
  all: number,
  /** By reason, without its filters. */
  reasons: Array<ReasonCount>,
  /** Those of this page. */
  rows: Array<UnmatchedRow>, };

/** A person or an account without a link in effect. */
export type UnmatchedRow = {
  /** Why, in words. */
  sentence: string,
  /** What to do about it. */
  what_to_do: string,
  /** Their id here. */
  id: number,
  /** The system's id. */
  external_id: string,
  /** Given names. */
  given_name: string,
  /** Family name. */
  family_name: string,
  /** The address as entered. */
  email: string | null,
  /** The centre's name, of a learner. */
  centre: string | null,
  /** The name to sign in with, of an account. */
  username: string | null,
  /** Why there is no link. */
  reason: Reason,
  /** When a person decided that there is never to be one, where that is the reason. */
  decided_at: string | null,
  /** Whom that decision names; it can be taken back. */
  never: Never | null,
  /** Who may be right, best first. Suggestions are not stored: whoever shows this adds them. */
  candidates: Array<Suggested>, };

/** A provider on the Unmatched page. */
export type UnmatchedTab = {
  /** The system's own name, such as `bksb`. */
  system: string,
  /** The provider's connection. */
  connection_id: ConnectionId,
  /** Its name. */
  connection: string,
  /** Unmatched learners; those whose link is held are among them. */
  learners: number,
  /** Unmatched accounts; null where the provider lists none. */
  users: number | null,
  /** Held links. */
  held: number,
  /** When matching last ran to its end. */
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
  about: [null, About];
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
  first_run: [null, FirstRun];
  read_first: [null, Started];
  preview_rows: [PreviewAsk, PreviewPage];
  finish_first_run: [null, null];
}
