// The shortcuts of the whole window. No single letters: those belong to whoever is typing.
import { call } from "$ipc";
import { app } from "./app.svelte";
import { back, go } from "./route.svelte";

export type Shortcut = "sync" | "search" | "back" | "close" | { page: string };

const PAGES = ["/overview", "/learners", "/unmatched", "/activity", "/settings"];

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** What a key press means; `mac` puts Cmd in the place of Ctrl. */
export function shortcut(press: Pressed, mac: boolean): Shortcut | null {
  if (press.shiftKey) return null;
  const command = mac ? press.metaKey : press.ctrlKey;
  const plain = !press.ctrlKey && !press.metaKey;
  if (press.altKey) return plain && press.key === "ArrowLeft" ? "back" : null;
  if (press.key === "F5" && plain) return "sync";
  if (press.key === "Escape" && plain) return "close";
  if (!command) return null;
  const page = PAGES[Number(press.key) - 1] ?? (press.key === "," ? "/settings" : undefined);
  if (page !== undefined) return { page };
  return ({ r: "sync", f: "search" }[press.key.toLowerCase()] as Shortcut | undefined) ?? null;
}

/** What the page that is shown does itself with a shortcut. */
const own = new Map<Shortcut, () => void>();

/** A page takes a shortcut over while it is shown; returns what gives it back. For use in `$effect`. */
export function takeOver(name: "sync" | "search" | "close", act: () => void): () => void {
  own.set(name, act);
  return () => {
    if (own.get(name) === act) own.delete(name);
  };
}

/** Syncs everything. A sync that runs already is no fault. */
const syncAll = (): void => void app.attempt(() => call("sync", { connections: null }));

/** Follows the keyboard until the returned function is called. */
export function followKeys(): () => void {
  const pressed = (event: KeyboardEvent) => {
    const meant = shortcut(event, app.session?.system === "macos");
    if (meant === null || event.defaultPrevented || isLeftAlone(meant, event.target)) return;
    // The web view's own meaning (reload, find) is never wanted here.
    event.preventDefault();
    if (!dialogOpen() && app.session?.stage === "ready") act(meant);
  };
  addEventListener("keydown", pressed);
  return () => removeEventListener("keydown", pressed);
}

/** Alt Left moves by a word where somebody is typing on a Mac, and Esc is the menu's and the question's own. */
function isLeftAlone(meant: Shortcut, target: EventTarget | null): boolean {
  if (meant === "back") return target instanceof HTMLInputElement && app.session?.system === "macos";
  return meant === "close" && (!own.has("close") || document.querySelector('[role="menu"]') !== null || dialogOpen());
}

function act(meant: Shortcut): void {
  const taken = own.get(meant);
  if (taken !== undefined) taken();
  else if (typeof meant === "object") go(meant.page);
  else if (meant === "back") back("/overview");
  else if (meant === "sync") syncAll();
  else if (meant === "search") document.querySelector<HTMLElement>("main [data-search]")?.focus();
}

/** While a question is open, nothing happens behind it. */
export const dialogOpen = (): boolean => document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
