// Results for the chart's tests.
import type { LearnerResult, Level, Subject } from "$ipc";

let next = 1;

export function result(over: Partial<LearnerResult> = {}): LearnerResult {
  const id = next++;
  return {
    id,
    external_id: `r${id}`,
    subject: "english",
    subject_raw: null,
    kind: "initial",
    kind_raw: null,
    title: null,
    level: "entry_3",
    level_raw: null,
    score: null,
    possible: null,
    percent: null,
    started_at: null,
    finished_at: "2026-09-15T10:00:00Z",
    components: [],
    first_seen_at: "2026-09-16T02:00:00Z",
    revision: 1,
    earlier: [],
    ...over,
  };
}

/** A result of one subject at a level on a day. */
export function at(day: string, level: Level | null, subject: Subject = "english"): LearnerResult {
  return result({ subject, level, finished_at: `${day}T10:00:00Z` });
}
