import type { LearnerResult } from "$ipc";
import { bySubject, reachedAt } from "./chart/series";

/** Results with measured parts: the latest of each subject, in the order of subjects, and those before, newest first. */
export type Measured = { latest: LearnerResult[]; before: LearnerResult[] };

/** `results` come with the latest first. */
export function measured(results: readonly LearnerResult[]): Measured {
  const seen = new Set<string>();
  const latest: LearnerResult[] = [];
  const before: LearnerResult[] = [];
  for (const result of newestFirst(results)) {
    if (result.components.length === 0) continue;
    const subject = result.subject === "other" ? `other:${result.subject_raw ?? ""}` : result.subject;
    (seen.has(subject) ? before : latest).push(result);
    seen.add(subject);
  }
  return { latest: latest.sort(bySubject), before };
}

/** By when they were reached; what has no date comes last. */
function newestFirst(results: readonly LearnerResult[]): LearnerResult[] {
  const at = (result: LearnerResult): number => Date.parse(reachedAt(result) ?? "") || 0;
  return [...results].sort((a, b) => at(b) - at(a) || b.id - a.id);
}
