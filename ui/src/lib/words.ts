// The names that a person reads for the codes that the shell sends. One table a code; a code that is missing does not compile.
import type { Level, Reason, ResultKind, Rule, RunReason, RunState, State, Subject, Task } from "$ipc";

const STATES: Record<State, string> = {
  up_to_date: "Up to date",
  syncing: "Syncing",
  offline: "Offline",
  paused: "Paused",
  needs_attention: "Needs attention",
  error: "Error",
};

const TASKS: Record<Task, string> = {
  learners: "Get learners",
  users: "Get users",
  match: "Match users",
  results: "Get assessments",
};

const RUN_STATES: Record<RunState, string> = {
  queued: "Queued",
  running: "Running",
  done: "Done",
  done_with_skips: "Done with skips",
  failed: "Failed",
  cancelled: "Cancelled",
  held: "Held",
  interrupted: "Interrupted",
};

const RUN_REASONS: Record<RunReason, string> = {
  scheduled: "Schedule",
  catch_up: "After wake",
  asked: "Sync now",
  asked_one: "Get latest results",
  linked: "After a link",
  changed: "After a change",
  confirmed: "Confirmed",
};

const LEVELS: Record<Level, { long: string; short: string }> = {
  pre_entry: { long: "Pre-Entry", short: "Pre" },
  entry_1: { long: "Entry 1", short: "E1" },
  entry_2: { long: "Entry 2", short: "E2" },
  below_entry_3: { long: "Below Entry 3", short: "<E3" },
  entry_3: { long: "Entry 3", short: "E3" },
  level_1: { long: "Level 1", short: "L1" },
  level_2: { long: "Level 2", short: "L2" },
  level_3: { long: "Level 3", short: "L3" },
};

const SUBJECTS: Record<Subject, string> = {
  english: "English",
  maths: "Maths",
  ict: "ICT",
  digital: "Digital",
  other: "Other",
};

const KINDS: Record<ResultKind, string> = { initial: "Initial", diagnostic: "Diagnostic", other: "Other" };

const RULES: Record<Rule, string> = {
  manual: "By hand",
  username: "By username",
  nino: "By National Insurance number",
  email: "By email",
};

/** In a few words, for counts and filters; the whole sentence comes from the shell. */
const REASONS: Record<Reason, string> = {
  never_match: "Never match",
  details_disagree: "Details disagree",
  keys_disagree: "Keys disagree",
  username_shared: "Shared username",
  username_unknown: "Unknown username",
  nino_shared: "Shared National Insurance number",
  email_shared: "Shared email",
  email_unverified: "Unverified email",
  nino_invalid: "National Insurance number not real",
  no_counterpart: "No account",
  email_missing: "No email",
  nino_missing: "No National Insurance number",
};

export const LEVEL_ORDER = Object.keys(LEVELS) as Level[];
export const TASK_ORDER = Object.keys(TASKS) as Task[];
export const RUN_STATE_ORDER = Object.keys(RUN_STATES) as RunState[];

export const stateName = (state: State): string => STATES[state];
export const taskName = (task: Task): string => TASKS[task];
export const runStateName = (state: RunState): string => RUN_STATES[state];
export const runReasonName = (reason: RunReason): string => RUN_REASONS[reason];
export const levelName = (level: Level): string => LEVELS[level].long;
export const levelShort = (level: Level): string => LEVELS[level].short;
export const subjectName = (subject: Subject): string => SUBJECTS[subject];
export const kindName = (kind: ResultKind): string => KINDS[kind];
export const ruleName = (rule: Rule): string => RULES[rule];
export const reasonName = (reason: Reason): string => REASONS[reason];
/** Where a level stands, for charts and sorting; higher is better. */
export const levelRank = (level: Level): number => LEVEL_ORDER.indexOf(level);
