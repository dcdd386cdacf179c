// Where the keyboard goes when the row that it was on leaves the list: to the row that took its place.
import type { Attachment } from "svelte/attachments";

/** A row of a list and where it stood among the others. */
export type Spot = { row: string; at: number };

/** In a row, what takes the focus: the same that Up and Down move between. */
const HANDLE = "a.row-link, button.expander, button[data-handle]";

/** How long a dialog may take to give the focus back. */
const DIALOG_MS = 60;

const rowsOf = (list: HTMLElement): HTMLElement[] => [...list.querySelectorAll<HTMLElement>("tr[data-row]")];

/** Where an element is in a list; what is opened under a row (a detail row) belongs to it. */
export function spotOf(list: HTMLElement, element: Element | null): Spot | null {
  const own = element?.closest<HTMLElement>("tr[data-row], tr[data-of]");
  const row = own?.dataset["row"] ?? own?.dataset["of"];
  const at = rowsOf(list).findIndex((one) => one.dataset["row"] === row);
  return row === undefined || at < 0 ? null : { row, at };
}

/** Puts the focus on the row, or if it has gone on the next one, the last one, or the list's heading. */
export function refocus(list: HTMLElement, { row, at }: Spot): void {
  const rows = rowsOf(list);
  const next = rows.find((one) => one.dataset["row"] === row) ?? rows[Math.min(at, rows.length - 1)];
  const goal = next?.querySelector<HTMLElement>(HANDLE) ?? list.querySelector<HTMLElement>("[data-heading]");
  goal?.focus();
}

const nowhere = (): boolean => document.activeElement === null || document.activeElement === document.body;

/** A dialog gives the focus back to where it was opened; where that is gone by then, the list takes it. */
export function refocusSoon(list: HTMLElement, spot: Spot): void {
  setTimeout(() => nowhere() && refocus(list, spot), DIALOG_MS);
}

/** Put on a section with a list: keeps the keyboard in it. What somebody pressed beside the rows meanwhile keeps the focus. */
export const stayInList: Attachment<HTMLElement> = (list) => {
  let last: Spot | null = null;
  const entered = (event: FocusEvent) => (last = spotOf(list, event.target as Element));
  const left = (event: FocusEvent) => {
    const element = event.target as Element;
    // An element that is taken out of the page may say that it lost the focus; only one that stays was really left.
    queueMicrotask(() => {
      if (element.isConnected && document.activeElement !== element) last = null;
    });
  };
  const watch = new MutationObserver(() => {
    if (last !== null && nowhere()) refocus(list, last);
  });
  list.addEventListener("focusin", entered);
  list.addEventListener("focusout", left);
  watch.observe(list, { childList: true, subtree: true });
  return () => {
    watch.disconnect();
    list.removeEventListener("focusin", entered);
    list.removeEventListener("focusout", left);
  };
};
