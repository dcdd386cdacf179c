// What a person decides on this page: one decision a row at a time, said with its way back, or why it did not come about.
import { SvelteSet } from "svelte/reactivity";
import { asProblem, type Decided, type Problem } from "$ipc";
import { app } from "$lib/app.svelte";
import type { Spot } from "./focus";

/** The last decision, in words. */
export type Note = { spot: Spot; text: string; decided: Decided; reread: () => Promise<void> };

/** Why a decision did not come about, to be said where it was pressed. */
export type Trouble = { spot: Spot; problem: Problem };

export class Deciding {
  /** Stays until the next decision. */
  note = $state.raw<Note | null>(null);
  trouble = $state.raw<Trouble | null>(null);
  /** Rows that are being decided: another press on one of them does nothing. */
  private readonly busy = new SvelteSet<string>();

  isBusy(row: string): boolean {
    return this.busy.has(row);
  }

  /** Decides about a row; it stays busy until the list was read again, so that a second press finds nothing to do. */
  async decide(spot: Spot, text: string, act: () => Promise<Decided>, reread: () => Promise<void>): Promise<void> {
    if (this.busy.has(spot.row)) return;
    this.busy.add(spot.row);
    this.begin();
    try {
      this.note = { spot, text, decided: await act(), reread };
      await reread();
    } catch (thrown) {
      this.fail(spot, asProblem(thrown));
      await reread();
    } finally {
      this.busy.delete(spot.row);
    }
  }

  /** Takes over what a dialog has decided. */
  done(note: Note): void {
    this.begin();
    this.note = note;
  }

  /** Whatever it was that stood in the way may have changed more than this list. */
  private fail(spot: Spot, problem: Problem): void {
    this.trouble = { spot, problem };
    app.reread();
  }

  private begin(): void {
    this.note = null;
    this.trouble = null;
  }
}
