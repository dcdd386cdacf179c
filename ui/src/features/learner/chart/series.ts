import type { LearnerResult, Level, ResultKind, Subject } from "$ipc";
import { LEVEL_ORDER } from "$lib/words";

/** One result that has a level and a date, and so a place in the chart. */
export type Point = { id: number; at: number; level: Level; kind: ResultKind; title: string | null };

/** The results of one subject, oldest first. A subject of the provider's own is known by the word it uses. */
export type Series = { key: string; subject: Subject; raw: string | null; points: Point[] };

export type Charted = {
  series: Series[];
  /** How many results have no place, and why: their level is not mapped, none was sent, or no date. */
  unmapped: number;
  levelless: number;
  undated: number;
};

type About = Pick<LearnerResult, "subject" | "subject_raw">;

const SUBJECTS: readonly Subject[] = ["english", "maths", "ict", "digital", "other"];

/** When a result was reached: finished, or started where the provider tells no end. */
export function reachedAt(result: LearnerResult): string | null {
  return result.finished_at ?? result.started_at;
}

/** The order of subjects: ours first, then the provider's own by their words. */
export function bySubject(a: About, b: About): number {
  const own = SUBJECTS.indexOf(a.subject) - SUBJECTS.indexOf(b.subject);
  return own || (a.subject_raw ?? "").localeCompare(b.subject_raw ?? "", "en") * (a.subject === "other" ? 1 : 0);
}

/** The results that a chart can show, by subject. */
export function chart(results: readonly LearnerResult[]): Charted {
  const found = new Map<string, Series>();
  const left = { unmapped: 0, levelless: 0, undated: 0 };
  for (const result of results) {
    const at = reachedAt(result);
    if (result.level === null) left[result.level_raw === null ? "levelless" : "unmapped"] += 1;
    else if (at === null) left.undated += 1;
    else {
      const { subject } = result;
      const raw = subject === "other" ? result.subject_raw : null;
      const key = `${subject}:${raw ?? ""}`;
      const series = found.get(key) ?? { key, subject, raw, points: [] };
      series.points.push({
        id: result.id,
        at: Date.parse(at),
        level: result.level,
        kind: result.kind,
        title: result.title,
      });
      found.set(key, series);
    }
  }
  const series = [...found.values()].sort((a, b) =>
    bySubject({ ...a, subject_raw: a.raw }, { ...b, subject_raw: b.raw }),
  );
  for (const one of series) one.points.sort((a, b) => a.at - b.at || a.id - b.id);
  return { series, ...left };
}

/** The levels that a chart of these series has lines for: the usual six, and the unusual ones where they occur. */
export function ladderOf(series: readonly Series[]): Level[] {
  const there = new Set(series.flatMap((one) => one.points.map((point) => point.level)));
  return LEVEL_ORDER.filter((level) => (level !== "below_entry_3" && level !== "level_3") || there.has(level));
}
