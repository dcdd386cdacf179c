// Moving between the rows of a table by keyboard: from a row's link, expander or `data-handle` to the same in another row.
import type { Attachment } from "svelte/attachments";

const HANDLES = ["a.row-link", "button.expander", "button[data-handle]"];

/** The row to go to, or null where the key does not move between rows. */
export function target(key: string, at: number, rows: number): number | null {
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows - 1 }[key];
  return to === undefined || to === at || to < 0 || to >= rows ? null : to;
}

/** Put on a table: Up, Down, Home and End move; Right and Left open and close. */
export const rows: Attachment<HTMLElement> = (table) => {
  const pressed = (event: KeyboardEvent) => {
    if (event.altKey || event.shiftKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLElement))
      return;
    const handle = handleOf(event.target);
    const row = event.target.closest("tr");
    if (handle === null || row === null) return;
    if (move(table, event.target, handle, event.key) || expand(row, event.key)) event.preventDefault();
  };
  table.addEventListener("keydown", pressed);
  return () => table.removeEventListener("keydown", pressed);
};

const handleOf = (element: HTMLElement): string | null => HANDLES.find((one) => element.matches(one)) ?? null;

function move(table: HTMLElement, from: HTMLElement, handle: string, key: string): boolean {
  const all = [...table.querySelectorAll<HTMLElement>(`tbody ${handle}`)].filter(
    (one) => one.closest("[hidden]") === null,
  );
  const to = target(key, all.indexOf(from), all.length);
  if (to === null) return false;
  all[to]?.focus();
  return true;
}

/** What opens the row; its menu opens by itself. */
function expand(row: HTMLTableRowElement, key: string): boolean {
  const open = { ArrowRight: "false", ArrowLeft: "true" }[key];
  const openers = HANDLES.map((handle) => `${handle}[aria-expanded="${open}"]`);
  const expander = row.querySelector<HTMLElement>(openers.join());
  if (open === undefined || expander === null) return false;
  expander.click();
  return true;
}
