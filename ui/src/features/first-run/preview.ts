// What came of reading learners and users, and the figures of a preview of the matches.
import type { FirstRun, MatchPreview, PreviewAsk, Problem } from "$ipc";

const STOPPED = "cancelled";

export type Previewed = PreviewAsk["what"];

/** How many learners would be linked, by whatever rule. */
export const linked = ({ would_link }: MatchPreview): number => would_link.reduce((sum, { count }) => sum + count, 0);

/** How many would not, for whatever reason. */
export const unmatched = (preview: MatchPreview): number =>
  preview.unmatched.reduce((sum, { count }) => sum + count, 0);

/** What an empty list of a preview means. */
export const EMPTY: Record<Previewed, { title: string; means: string }> = {
  link: {
    title: "Nobody would be linked",
    means: "No learner has an email or a username that an account has. Check that both systems are of the same centre.",
  },
  hold: { title: "No link would be held", means: "Where a key agrees, the name or the date of birth agrees too." },
  unmatched: { title: "Every learner would be linked", means: "Each learner in scope has an account." },
};

/** What went wrong in reading; that a person stopped it is no fault. */
export const faults = ({ problems }: FirstRun): Problem[] => problems.filter(({ code }) => code !== STOPPED);

/** Whether a person stopped the reading. */
export const wasStopped = ({ problems }: FirstRun): boolean => problems.some(({ code }) => code === STOPPED);
