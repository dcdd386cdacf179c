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

function said({ task, read, added, changed, unchanged }: RunRow): string {
  if (task === "match") return links(added, changed, unchanged);
  if (added === 0 && changed === 0) return `${plural(read, "row was", "rows were")} compared, and nothing was new.`;
  return `Of ${plural(read, "row")}, ${count(added)} ${added === 1 ? "was" : "were"} new and ${count(changed)} had changed.`;
}

/** A match run counts links: those that took effect, those that ended or wait for a person since, and those that stand. */
function links(made: number, ended: number, stand: number): string {
  if (made === 0 && ended === 0) return `${plural(stand, "link stands", "links stand")}, and nothing was new.`;
  const told = `${plural(made, "link was", "links were")} made`;
  return ended === 0
    ? `${told}.`
    : `${told}, and ${count(ended)} ended or ${ended === 1 ? "waits" : "wait"} for review.`;
}
