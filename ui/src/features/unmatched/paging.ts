// How much of a list is shown: the rest of a short list opens in one press, a long one has pages.

/** Enough to work on; the second section stays near. */
export const FIRST = 25;
/** As many rows as a section shows at once. */
export const MOST = 100;

/** The rows that are asked for. */
export type Window = { limit: number; offset: number };

export const START: Window = { limit: FIRST, offset: 0 };
/** All of a list that has no pages. */
export const ALL: Window = { limit: MOST, offset: 0 };

/** What stands under the rows: nothing, so many others to show, or pages. */
export type Paging = { kind: "whole" } | { kind: "rest"; others: number } | { kind: "pages" };

export function paging(total: number, { limit, offset }: Window): Paging {
  if (offset === 0 && total <= limit) return { kind: "whole" };
  if (offset === 0 && total <= MOST) return { kind: "rest", others: total - limit };
  return { kind: "pages" };
}

/** The window to ask for instead, where all rows of this one have gone meanwhile; null where there are some, or none at all. */
export function within(total: number, { limit, offset }: Window): Window | null {
  if (offset < total || offset === 0) return null;
  const pages = Math.ceil(total / limit);
  return { limit, offset: Math.max(0, (pages - 1) * limit) };
}
