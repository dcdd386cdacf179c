// Which runs are shown: what the address says, as the question to the shell.
import type { RunsAsk } from "$ipc";
import { RUN_STATE_ORDER, TASK_ORDER } from "$lib/words";

/** Rows of a page. */
export const PAGE = 50;

const number = (text: string | null): number | null => (text !== null && /^\d+$/.test(text) ? Number(text) : null);

/** What an address asks for; what it gets wrong is left out. */
export function runsAsk(query: URLSearchParams): RunsAsk {
  return {
    connection: number(query.get("connection")),
    task: TASK_ORDER.find((task) => task === query.get("task")) ?? null,
    state: RUN_STATE_ORDER.find((state) => state === query.get("state")) ?? null,
    group: query.get("group") !== "no",
    limit: PAGE,
    offset: number(query.get("from")) ?? 0,
  };
}

/** The run that is opened. */
export const openedRun = (query: URLSearchParams): number | null => number(query.get("run"));

/** Whether anything narrows the list. */
export const isNarrowed = (ask: RunsAsk): boolean => ask.connection !== null || ask.task !== null || ask.state !== null;
