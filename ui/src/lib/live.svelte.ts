// The one polite live region: what a screen reader is told. A run speaks when a phase begins, at each quarter, and at its end.
import type { AppEvent, Work } from "$ipc";
import { doing, phaseName } from "./work";
import { runStateName, taskName } from "./words";

type Ended = Extract<AppEvent, { event: "ended" }>;

/** What has been said of a run: its phase, and how many quarters of it. */
type Said = { phase: Work["phase"]; quarters: number };

/** What the clock begins runs every minute, and nobody waits for it: it speaks only of what went wrong. */
const isAwaited = (work: Work): boolean => work.reason !== "scheduled" && work.reason !== "catch_up";

/** How many whole quarters of a phase are done; 0 while the whole is not known. */
export const quarters = (work: Work): number =>
  work.total === null || work.total === 0 ? 0 : Math.min(4, Math.floor((4 * work.done) / work.total));

/** The sentence for this moment of a run, or null where there is nothing new to say. */
export function sentence(work: Work, said: Said | undefined): string | null {
  if (said === undefined || said.phase !== work.phase) return `${work.connection}: ${phaseName(work.phase)}`;
  return quarters(work) > said.quarters ? `${work.connection}: ${doing(work)}` : null;
}

class Live {
  text = $state("");
  private said = new Map<number, Said>();

  /** Says something once. */
  say(text: string): void {
    this.text = text;
  }

  progress(all: Work[]): void {
    const sentences = all
      .filter(isAwaited)
      .map((work) => {
        const text = sentence(work, this.said.get(work.run));
        if (text !== null) this.said.set(work.run, { phase: work.phase, quarters: quarters(work) });
        return text;
      })
      .filter((text) => text !== null);
    if (sentences.length > 0) this.say(sentences.join(". "));
  }

  ended(event: Ended): void {
    const wasAwaited = this.said.delete(event.run);
    if (wasAwaited || event.state === "failed" || event.state === "held")
      this.say(`${event.connection}: ${taskName(event.task)}: ${runStateName(event.state)}`);
  }
}

export const live = new Live();
