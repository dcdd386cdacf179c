// What the first run holds while a person goes back and forth in it: nothing that was typed is lost on the way.
import { call, type CheckReport, type ConnectionDetail, type FirstRun, type Saved, type SystemSpec } from "$ipc";
import { newDraft, type Draft } from "$lib/connection/draft";
import { Edit } from "$lib/connection/edit.svelte";
import { addedWords } from "$lib/connection/said";
import { chosenAtFirst, firstToConnect, inOrder, stepAtFirst, type Chosen, type Step } from "./steps";

export class Wizard {
  step = $state<Step>("Systems");
  chosen = $state<Chosen>({ records: null, providers: [] });
  stored = $state.raw<ConnectionDetail[]>([]);
  /** By kind: what is typed for systems that have no connection yet, and what its last test found. */
  drafts = $state<Record<string, Draft | undefined>>({});
  reports = $state<Record<string, CheckReport | null>>({});
  /** Which of the chosen systems the keys are asked for. */
  at = $state(0);
  /** What was done on the page before. */
  said = $state("");

  /** The chosen systems in the order of their pages. */
  order = $derived.by(() => inOrder(this.systems, this.chosen));
  system = $derived.by(() => this.order[this.at]);
  connection = $derived.by(() => this.stored.find((one) => one.system.kind === this.system?.kind));

  /** A connection was changed since learners and users were last read. */
  private hasChanged = false;
  private edits: Record<number, Edit | undefined> = {};

  constructor(
    readonly systems: SystemSpec[],
    first: FirstRun,
  ) {
    this.stored = first.connections;
    this.chosen = chosenAtFirst(systems, first.connections);
    this.step = stepAtFirst(first);
    this.at = firstToConnect(this.order, this.stored);
    this.makeDrafts();
  }

  isStored = (kind: string): boolean => this.stored.some((one) => one.system.kind === kind);

  /** From the systems to the first keys that are missing. */
  toKeys(): void {
    this.makeDrafts();
    this.at = firstToConnect(this.order, this.stored);
    this.show("Keys");
  }

  /** The next system's keys, or the matches after the last. */
  onward(said = ""): void {
    if (this.at + 1 < this.order.length) this.at += 1;
    else this.show("Check the matches");
    this.said = said;
  }

  /** One page back. */
  back(): void {
    if (this.step === "Keys" && this.at > 0) this.at -= 1;
    else this.show(BEFORE[this.step]);
    this.said = "";
  }

  added({ connection, trimmed }: Saved): void {
    this.stored = [...this.stored, connection];
    // What was typed is stored now; a secret is not kept in the page.
    this.drafts[connection.system.kind] = undefined;
    this.onward(addedWords(connection.name, trimmed));
  }

  changed(connection: ConnectionDetail): void {
    this.hasChanged = true;
    this.stored = this.stored.map((one) => (one.id === connection.id ? connection : one));
  }

  async remove(connection: ConnectionDetail): Promise<void> {
    await call("remove_connection", { id: connection.id });
    const { system } = connection;
    this.stored = this.stored.filter((one) => one.id !== connection.id);
    this.makeDrafts();
    this.reports[system.kind] = null;
    this.edits[connection.id] = undefined;
  }

  /** Whether a connection was changed since this was last asked. */
  takeChanged(): boolean {
    const has = this.hasChanged;
    this.hasChanged = false;
    return has;
  }

  /** What is typed to change a stored connection. */
  editOf(connection: ConnectionDetail): Edit {
    const { id } = connection;
    return (this.edits[id] ??= new Edit(() => this.stored.find((one) => one.id === id) ?? connection));
  }

  show(step: Step): void {
    this.step = step;
    this.said = "";
  }

  private makeDrafts(): void {
    const names = this.stored.map((one) => one.name);
    for (const system of this.order) {
      if (!this.isStored(system.kind)) this.drafts[system.kind] ??= newDraft(system, names);
    }
  }
}

const BEFORE: Record<Step, Step> = {
  Systems: "Systems",
  Keys: "Systems",
  "Check the matches": "Keys",
  Schedule: "Check the matches",
};
