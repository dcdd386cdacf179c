// Moving between the rows of a table by keyboard: from a row's link, box, expander or `data-handle` to the same in another row.
import type { Attachment } from "svelte/attachments";

const HANDLES = ["a.row-link", "input[type=checkbox]", "button.expander", "button[data-handle]"];

/** The row to go to, or null where the key does not move between rows. */
export function target(key: string, at: number, rows: number): number | null {
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows - 1 }[key];
  return to === undefined || to === at || to < 0 || to >= rows ? null : to;
}

/** Put on a table: Up, Down, Home and End move; Space selects; Right and Left open and close; Ctrl A selects all shown. */
export const rows: Attachment<HTMLElement> = (table) => {
  const pressed = (event: KeyboardEvent) => {
    if (event.altKey || event.shiftKey || !(event.target instanceof HTMLElement)) return;
    const handle = handleOf(event.target);
    const row = event.target.closest("tr");
    if (handle === null || row === null) return;
    const used = event.ctrlKey || event.metaKey ? selectAll(table, event.key) : inRow(table, row, handle, event);
    if (used) event.preventDefault();
  };
  table.addEventListener("keydown", pressed);
  return () => table.removeEventListener("keydown", pressed);
};

const handleOf = (element: HTMLElement): string | null => HANDLES.find((one) => element.matches(one)) ?? null;

function inRow(table: HTMLElement, row: HTMLTableRowElement, handle: string, event: KeyboardEvent): boolean {
  return move(table, event.target, handle, event.key) || expand(row, event.key) || select(row, handle, event.key);
}

function move(table: HTMLElement, from: EventTarget | null, handle: string, key: string): boolean {
  const all = [...table.querySelectorAll<HTMLElement>(`tbody ${handle}`)].filter(
    (one) => one.closest("[hidden]") === null,
  );
  const to = target(key, all.indexOf(from as HTMLElement), all.length);
  if (to === null) return false;
  all[to]?.focus();
  return true;
}

function expand(row: HTMLTableRowElement, key: string): boolean {
  const open = { ArrowRight: "false", ArrowLeft: "true" }[key];
  const expander = row.querySelector<HTMLElement>(`button[aria-expanded="${open}"]`);
  if (open === undefined || expander === null) return false;
  expander.click();
  return true;
}

/** A box takes Space by itself, and a button is pressed by it; from the row's link it means the row's box. */
function select(row: HTMLTableRowElement, handle: string, key: string): boolean {
  const box = row.querySelector<HTMLElement>("input[type=checkbox]");
  if (key !== " " || handle !== "a.row-link" || box === null) return false;
  box.click();
  return true;
}

function selectAll(table: HTMLElement, key: string): boolean {
  const all = table.querySelector<HTMLInputElement>("input[data-all]");
  if (key.toLowerCase() !== "a" || all === null) return false;
  if (!all.checked) all.click();
  return true;
}
