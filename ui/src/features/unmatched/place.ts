// Which rows of the two lists are shown, kept in the address so that coming back finds them as they were left.
import type { Reason, Side, UnmatchedAsk } from "$ipc";
import { FIRST, MOST, START, type Window } from "./paging";

export type Place = { reason: Reason | null; search: string; window: Window };

/** What the address says of one list. What it does not say, or says in words that mean nothing, is as at the start. */
export function placeOf(query: URLSearchParams, side: Side): Place {
  const number = (name: string, otherwise: number) => {
    const text = query.get(name) ?? "";
    return /^\d{1,9}$/.test(text) ? Number(text) : otherwise;
  };
  return {
    reason: (query.get(`${side}-reason`) as Reason | null) ?? null,
    search: query.get(`${side}-search`) ?? "",
    window: {
      limit: Math.min(MOST, Math.max(FIRST, number(`${side}-rows`, FIRST))),
      offset: number(`${side}-after`, 0),
    },
  };
}

/** What the address has to say instead. Other rows begin at the first. */
export function changesOf(side: Side, change: Partial<Place>): Record<string, string | null> {
  const window = change.window ?? START;
  const filters = {
    ...("reason" in change ? { [`${side}-reason`]: change.reason ?? null } : {}),
    ...("search" in change ? { [`${side}-search`]: change.search ?? null } : {}),
  };
  return {
    ...filters,
    [`${side}-rows`]: window.limit === START.limit ? null : String(window.limit),
    [`${side}-after`]: window.offset === 0 ? null : String(window.offset),
  };
}

export const askOf = (connection: number, side: Side, { reason, search, window }: Place): UnmatchedAsk => ({
  connection,
  side,
  reason,
  search,
  ...window,
});
