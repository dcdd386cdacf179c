// Where the window is: a path and a query behind the hash, such as #/learners?search=odell. Going back finds the list as it was left.
import type { Attachment } from "svelte/attachments";

export type Route = {
  /** The parts of the path: ["learners", "12"]. */
  path: string[];
  query: URLSearchParams;
};

/** What a visited place looked like when it was left. */
type Place = { scroll: number; row: string | null };

const HOME = "/overview";
const places = new Map<string, Place>();
let parsed = $state.raw(parse(location.hash));

/** The route that is shown now. */
export const current = (): Route => parsed;

/** The address of a route for `href`. */
export const href = (to: string): string => `#${to}`;

/** Shows a route; `replace` changes the present one instead of adding one to go back from (a filter, a page of a list). */
export function go(to: string, { replace = false } = {}): void {
  if (href(to) === location.hash) return;
  if (replace) history.replaceState(history.state, "", href(to));
  else history.pushState(newKey(), "", href(to));
  parsed = parse(location.hash);
}

/** A route with some of its query replaced; an empty or missing value is left out. */
export function withQuery(route: Route, changes: Record<string, string | null>): string {
  const query = new URLSearchParams(route.query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") query.delete(name);
    else query.set(name, value);
  }
  const words = query.toString();
  return `/${route.path.join("/")}${words === "" ? "" : `?${words}`}`;
}

/** Back to where one came from, or to `otherwise` if this is where the window was opened. */
export function back(otherwise: string): void {
  if (places.size > 0 && history.length > 1) history.back();
  else go(otherwise);
}

/** Follows links and the back button until the returned function is called. */
export function followHistory(): () => void {
  const follow = () => {
    if (keyOf(history.state) === null) history.replaceState(newKey(), "");
    parsed = parse(location.hash);
  };
  follow();
  addEventListener("popstate", follow);
  return () => removeEventListener("popstate", follow);
}

/**
 * For the part of a page that scrolls: keeps its place, and finds it again when one comes back.
 * A row with `data-row` that had the focus gets it again.
 */
export const keepPlace: Attachment<HTMLElement> = (node) => {
  const key = keyOf(history.state) ?? "";
  const wanted = places.get(key);
  const stop = wanted === undefined ? () => {} : restore(node, wanted);
  const place: Place = wanted ?? { scroll: 0, row: null };
  const scrolled = () => (place.scroll = node.scrollTop);
  const focused = (event: FocusEvent) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-row]") : null;
    place.row = row?.dataset["row"] ?? null;
  };
  places.set(key, place);
  node.addEventListener("scroll", scrolled, { passive: true });
  node.addEventListener("focusin", focused);
  return () => {
    stop();
    node.removeEventListener("scroll", scrolled);
    node.removeEventListener("focusin", focused);
  };
};

/** Waits for the rows to be there, for at most two seconds, and puts them where they were. */
function restore(node: HTMLElement, { scroll, row }: Place): () => void {
  const settle = () => {
    const there = row === null ? null : node.querySelector<HTMLElement>(`[data-row="${CSS.escape(row)}"]`);
    if (node.scrollHeight - node.clientHeight < scroll || (row !== null && there === null)) return;
    stop();
    there?.querySelector<HTMLElement>("a, button, input")?.focus({ preventScroll: true });
    node.scrollTop = scroll;
  };
  const watch = new MutationObserver(settle);
  const patience = setTimeout(() => watch.disconnect(), 2000);
  const stop = () => {
    watch.disconnect();
    clearTimeout(patience);
  };
  watch.observe(node, { childList: true, subtree: true });
  settle();
  return stop;
}

function parse(hash: string): Route {
  const [path = "", query = ""] = (hash.length > 1 ? hash.slice(1) : HOME).split("?", 2);
  return { path: path.split("/").filter((part) => part !== ""), query: new URLSearchParams(query) };
}

const newKey = (): { key: string } => ({ key: crypto.randomUUID() });

const keyOf = (state: unknown): string | null =>
  typeof state === "object" && state !== null && "key" in state ? String(state.key) : null;
