// What a visited place looked like when it was left, so that going back finds the list at the same row and scroll.
import type { Attachment } from "svelte/attachments";

type Place = { scroll: number; row: string | null };

/** By the entry of the history that they belong to. */
const places = new Map<string, Place>();

/** How long the rows of a page that is come back to may take. */
const PATIENCE_MS = 2000;

/** A new entry of the history, as its state. */
export const newEntry = (): { key: string } => ({ key: crypto.randomUUID() });

/** The name of an entry by its state; null where nothing has named it yet. */
export const entryOf = (state: unknown): string | null =>
  typeof state === "object" && state !== null && "key" in state ? String(state.key) : null;

/**
 * For the part of a page that scrolls: keeps its place, and finds it again when one comes back.
 * A row with `data-row` that had the focus gets it again.
 */
export const keepPlace: Attachment<HTMLElement> = (node) => {
  const entry = entryOf(history.state) ?? "";
  const place: Place = places.get(entry) ?? { scroll: 0, row: null };
  const stop = restore(node, { ...place });
  const scrolled = () => (place.scroll = node.scrollTop);
  const focused = (event: FocusEvent) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-row]") : null;
    place.row = row?.dataset["row"] ?? null;
  };
  places.set(entry, place);
  node.addEventListener("scroll", scrolled, { passive: true });
  node.addEventListener("focusin", focused);
  return () => {
    stop();
    node.removeEventListener("scroll", scrolled);
    node.removeEventListener("focusin", focused);
  };
};

/** Waits for the rows to be there, and puts them where they were. */
function restore(node: HTMLElement, { scroll, row }: Place): () => void {
  if (scroll === 0 && row === null) return () => {};
  const settle = () => {
    const there = [...node.querySelectorAll<HTMLElement>("[data-row]")].find((one) => one.dataset["row"] === row);
    if (node.scrollHeight - node.clientHeight < scroll || (row !== null && there === undefined)) return;
    stop();
    there?.querySelector<HTMLElement>("a, button, input")?.focus({ preventScroll: true });
    node.scrollTop = scroll;
    // Where the window is narrow the page scrolls as a whole, and this part's own scroll says nothing.
    there?.scrollIntoView({ block: "nearest" });
  };
  const watch = new MutationObserver(settle);
  const patience = setTimeout(() => watch.disconnect(), PATIENCE_MS);
  const stop = () => {
    watch.disconnect();
    clearTimeout(patience);
  };
  watch.observe(node, { childList: true, subtree: true });
  settle();
  return stop;
}
