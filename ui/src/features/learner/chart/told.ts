import { levelName, levelRank, subjectName } from "$lib/words";
import { listed, plural } from "$lib/format";
import type { Charted, Series } from "./series";

const LONGEST = 14;

/** What a subject is called: by our word, or by the provider's own where we have none. */
export function seriesName(series: Pick<Series, "subject" | "raw">): string {
  return series.subject === "other" && series.raw !== null && series.raw !== ""
    ? series.raw
    : subjectName(series.subject);
}

/** The name as it stands beside a line: a long one is cut, its whole is in the tips and in the table. */
export function labelOf(series: Pick<Series, "subject" | "raw">): string {
  const name = Array.from(seriesName(series));
  return name.length > LONGEST ? `${name.slice(0, LONGEST - 1).join("")}…` : name.join("");
}

/** What is not in the chart, and why; null where everything is. */
export function notDrawn({ unmapped, levelless, undated }: Omit<Charted, "series">): string | null {
  const reasons = [
    unmapped > 0 && `${plural(unmapped, "result")} whose level is not mapped`,
    levelless > 0 && `${plural(levelless, "result")} without a level`,
    undated > 0 && `${plural(undated, "result")} without a date`,
  ].filter((reason) => reason !== false);
  return reasons.length === 0 ? null : `Not drawn: ${listed(reasons)}.`;
}

/** The chart in sentences, for whoever cannot see it. */
export function told(series: readonly Series[], month: (at: number) => string): string {
  return series.map((one) => sentence(one, month)).join(" ");
}

function sentence(series: Series, month: (at: number) => string): string {
  const name = seriesName(series);
  const first = series.points[0];
  const last = series.points.at(-1);
  if (first === undefined || last === undefined) return "";
  if (first === last) return `${name}: ${levelName(first.level)} in ${month(first.at)}.`;
  if (series.points.every((point) => point.level === first.level))
    return `${name} stays at ${levelName(first.level)} from ${month(first.at)} to ${month(last.at)}.`;
  const move = Math.sign(levelRank(last.level) - levelRank(first.level));
  const verb = move > 0 ? "rises" : move < 0 ? "falls" : "goes";
  return `${name} ${verb} from ${levelName(first.level)} in ${month(first.at)} to ${levelName(last.level)} in ${month(last.at)}.`;
}
