// What a learner's page says of links, results and runs.
import type { Earlier, LearnerResult, LinkedAccount, ResultKind, Rule, RunRow } from "$ipc";
import { listed, plural, shortDate, shortDay, ukDay } from "$lib/format";
import { levelName, runStateName } from "$lib/words";

const RULES: Record<Rule, string> = {
  manual: "by hand",
  username: "by username",
  nino: "by National Insurance number",
  email: "by email",
};

const KINDS: Record<ResultKind, string> = {
  initial: "Initial assessment",
  diagnostic: "Diagnostic assessment",
  other: "Assessment",
};

/** How a link came about, inside a sentence: "by email". */
export const byRule = (rule: Rule): string => RULES[rule];

/** What an account is called by: its username, or its number where it has none. */
export const accountName = (account: LinkedAccount): string => account.username ?? `account ${account.external_id}`;

/** What was done: the assessment's title, or its kind; the provider's word for a kind only where we have none. */
export function assessmentName({ title, kind, kind_raw }: LearnerResult): string {
  return title ?? (kind === "other" ? kind_raw : null) ?? KINDS[kind];
}

/** A subject of the provider's own is known by the word it uses. */
export { seriesName as subjectOf } from "./chart/told";

/** "38 of 50", "58%", "38 of 50 (76%)"; null where the provider sent no score. */
export function scoreOf({ score, possible, percent }: LearnerResult): string | null {
  const share = percent === null ? null : `${figure(percent)}%`;
  if (score === null) return share;
  const marks = possible === null ? figure(score) : `${figure(score)} of ${figure(possible)}`;
  return share === null ? marks : `${marks} (${share})`;
}

const FIELDS: Record<string, string> = {
  subject: "another subject",
  title: "another title",
  level_raw: "another level as sent",
  score: "another score",
  possible: "another number of marks",
  started_at: "another beginning",
  finished_at: "another date",
  components: "other components",
};

/** What a result was before: "Was Level 1 until 5 Nov". */
export function wasBefore(earlier: Earlier, now: Date): string {
  const day =
    ukDay(earlier.until).slice(0, 4) === ukDay(now).slice(0, 4) ? shortDay(earlier.until) : shortDate(earlier.until);
  if (earlier.what.includes("level")) return `Was ${levelBefore(earlier)} until ${day}`;
  if (earlier.what.includes("percent")) {
    return earlier.percent === null ? `Had no percentage until ${day}` : `Was ${figure(earlier.percent)}% until ${day}`;
  }
  const fields = earlier.what.flatMap((field) => FIELDS[field] ?? []);
  return fields.length === 0 ? `Changed on ${day}` : `Had ${listed(fields)} until ${day}`;
}

function levelBefore({ level, level_raw }: Earlier): string {
  if (level !== null) return levelName(level);
  return level_raw === null ? "without a level" : `“${level_raw}”`;
}

/** What *Get latest results* brought from one provider, in a sentence. */
export function brought(run: RunRow): string {
  if (run.state !== "done" && run.state !== "done_with_skips") return `${run.connection}: ${runStateName(run.state)}.`;
  const parts = [
    run.added > 0 && plural(run.added, "new result"),
    run.changed > 0 && (run.added > 0 ? `${run.changed} changed` : `${plural(run.changed, "result")} changed`),
  ].filter((part) => part !== false);
  const news = parts.length === 0 ? "nothing new" : listed(parts);
  const skips = run.skipped === 0 ? "" : ` ${plural(run.skipped, "row")} could not be read.`;
  return `${run.connection}: ${news}.${skips}`;
}

/** Whether a run needs a look in Activity. */
export const wantsALook = (run: RunRow): boolean => run.state !== "done";

/** A figure with at most two decimals, as short as it can be told. */
function figure(number: number): string {
  return number.toLocaleString("en-GB", { maximumFractionDigits: 2 });
}
