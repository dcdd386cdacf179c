// What the list of learners shows, as its address says: a filter, an order and a page are found again by going back.
import type { LearnersAsk, LearnerKind, LearnerSort, LinkFilter } from "$ipc";

export type List = Omit<LearnersAsk, "limit">;

export const WHOLE: List = {
  search: "",
  centre: null,
  provider: null,
  link: "any",
  kind: null,
  no_initial: false,
  sort: "name",
  descending: false,
  offset: 0,
};

const SORTS: readonly LearnerSort[] = ["name", "reference", "centre", "latest_result"];
const LINKS: readonly LinkFilter[] = ["any", "linked", "not_linked", "held"];
const KINDS: readonly LearnerKind[] = ["learner", "applicant"];

/** The list that an address names. What it does not say, or says in no word of ours, is as in the whole list. */
export function fromQuery(query: URLSearchParams): List {
  return {
    search: query.get("search") ?? WHOLE.search,
    centre: id(query.get("centre")),
    provider: id(query.get("provider")),
    link: oneOf(LINKS, query.get("link")) ?? WHOLE.link,
    kind: oneOf(KINDS, query.get("kind")),
    no_initial: query.get("initial") === "none",
    sort: oneOf(SORTS, query.get("sort")) ?? WHOLE.sort,
    descending: query.get("order") === "descending",
    offset: id(query.get("from")) ?? WHOLE.offset,
  };
}

/** The part of the address that names a list; nothing for what is as in the whole list. */
export function toQuery(list: List): Record<string, string | null> {
  return {
    search: list.search,
    centre: words(list.centre),
    provider: words(list.provider),
    link: list.link === WHOLE.link ? null : list.link,
    kind: list.kind,
    initial: list.no_initial ? "none" : null,
    sort: list.sort === WHOLE.sort ? null : list.sort,
    order: list.descending ? "descending" : null,
    from: list.offset === 0 ? null : String(list.offset),
  };
}

/** A list changed by a person: what else is shown or in what order, begins at its first row. */
export function changed(list: List, change: Partial<List>): List {
  return { ...list, offset: 0, ...change };
}

/** The order after a press on a column's head: the other way round, or that column's own way. */
export function sortedBy(list: List, sort: LearnerSort): List {
  if (list.sort === sort) return changed(list, { descending: !list.descending });
  // The newest result is what is looked for first; names and numbers begin at their beginning.
  return changed(list, { sort, descending: sort === "latest_result" });
}

/** Whether anybody is left out. */
export function narrows(list: List): boolean {
  return (
    list.search.trim() !== "" || list.centre !== null || list.link !== "any" || list.kind !== null || list.no_initial
  );
}

/** Why nobody is found, in a sentence. */
export function whyNobody(list: List): string {
  const words = list.search.trim();
  const filtered = narrows({ ...list, search: "" });
  if (words === "") return "No learner is left by these filters.";
  const sought = `“${words}” is in no name, reference or email`;
  return filtered ? `${sought} of the learners whom these filters leave.` : `${sought}.`;
}

/** Everybody again, in the same order. */
export function cleared(list: List): List {
  return { ...WHOLE, sort: list.sort, descending: list.descending };
}

/** How many rows a page has: as remembered, if that is one of the choices. */
export function rowsOf(remembered: number | undefined): number {
  return remembered !== undefined && [25, 50, 100].includes(remembered) ? remembered : 25;
}

/** Where the page begins that still has rows, where those of this one have gone meanwhile; null where nothing is wrong. */
export function lastPage(total: number, offset: number, limit: number): number | null {
  if (offset === 0 || offset < total) return null;
  return total === 0 ? 0 : Math.floor((total - 1) / limit) * limit;
}

/** The page that a row is on, when pages get another length. */
export function pageOf(offset: number, limit: number): number {
  return Math.floor(offset / limit) * limit;
}

function id(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

function words(number: number | null): string | null {
  return number === null ? null : String(number);
}

function oneOf<Word extends string>(all: readonly Word[], text: string | null): Word | null {
  return all.find((word) => word === text) ?? null;
}
