import type { LearnerRow } from "$ipc";
import { dayWhen, shortDate, when } from "$lib/format";
import type { Column } from "./columns";

/** What a cell says: its text, or the word for there being none; without either it is a dash. */
export type Cell = { text: string | null; empty: string | null };

const KINDS: Record<LearnerRow["kind"], string> = { learner: "Learner", applicant: "Applicant" };

/** The cell of a column that is no level. */
export function plainCell(column: Column, row: LearnerRow, now: Date): Cell {
  if (column.what !== "plain") return { text: null, empty: null };
  switch (column.plain) {
    case "kind":
      return { text: KINDS[row.kind], empty: null };
    case "tags":
      return { text: row.tags.length === 0 ? null : row.tags.join(", "), empty: null };
    case "latest_result":
      return { text: row.latest_result_at === null ? null : latest(row.latest_result_at, now), empty: "None yet" };
    default:
      return { text: row[column.plain] === "" ? null : row[column.plain], empty: null };
  }
}

/** With its time while it is news: "Today 09:12", "Yesterday 16:40", and then "20 Nov 2026". */
function latest(at: string, now: Date): string {
  return dayWhen(at, now) === shortDate(at) ? shortDate(at) : when(at, now);
}
