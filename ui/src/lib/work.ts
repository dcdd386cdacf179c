// What a run at work says about itself.
import type { Phase, Work } from "$ipc";
import { count, timeLeft } from "./format";

/** The names of the runs at work, to see whether one began or ended. */
export const runsAtWork = (work: Work[]): string =>
  work
    .map((one) => one.run)
    .sort((a, b) => a - b)
    .join();

const DOING: Record<Phase, string> = {
  waiting: "Waiting for its turn",
  centres: "Getting centres",
  learners: "Getting learners",
  users: "Getting users",
  finding: "Matching users",
  results: "Getting results",
};

/** What one row of this phase is called. */
const OF_WHAT: Record<Phase, string> = {
  waiting: "",
  centres: "centres",
  learners: "learners",
  users: "users",
  finding: "learners",
  results: "learners",
};

/** The phase alone: "Getting results". */
export const phaseName = (phase: Phase): string => DOING[phase];

/** How far it is: "412 of 1,167 learners"; empty while nothing can be counted. */
export function howFar(work: Work): string {
  if (work.phase === "waiting" || (work.total === null && work.done === 0)) return "";
  const done = work.total === null ? count(work.done) : `${count(work.done)} of ${count(work.total)}`;
  return `${done} ${OF_WHAT[work.phase]}`;
}

/** Phase and count in one line: "Getting results: 412 of 1,167 learners". */
export function doing(work: Work): string {
  const far = howFar(work);
  return far === "" ? phaseName(work.phase) : `${phaseName(work.phase)}: ${far}`;
}

/** "About 3 minutes left", or empty while it cannot be told. */
export const left = (work: Work): string => (work.seconds_left === null ? "" : timeLeft(work.seconds_left));
