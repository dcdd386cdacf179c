// What a run without a fault came to, in a sentence.
import type { RunRow } from "$ipc";
import { count, plural } from "$lib/format";

/** The sentence for a run that no fault explains. */
export function outcome(run: RunRow): string {
  switch (run.state) {
    case "queued":
      return "This run waits for its turn.";
    case "running":
      return "This run is at work.";
    case "cancelled":
      return "This run was stopped before it was done. What was stored by then is kept.";
    case "interrupted":
      return "Learner Sync ended while this run was at work. What was stored by then is kept, and the next run goes on from there.";
    case "held":
      return "This run waits for a person’s yes.";
    case "failed":
      return "This run ended before it was done. What was stored by then is kept.";
    case "done":
    case "done_with_skips":
      return said(run);
  }
}

function said({ read, added, changed }: RunRow): string {
  if (added === 0 && changed === 0) return `${plural(read, "row was", "rows were")} compared, and nothing was new.`;
  return `Of ${plural(read, "row")}, ${count(added)} ${added === 1 ? "was" : "were"} new and ${count(changed)} had changed.`;
}
