// The connections as Settings shows them, and what is typed about them: going to another section and back loses nothing.
import { call, type ConnectionDetail, type Saved, type SystemSpec } from "$ipc";
import { newDraft, type Draft } from "$lib/connection/draft";
import { Edit } from "$lib/connection/edit.svelte";
import { addedWords } from "$lib/connection/said";
import type { Resource } from "$lib/resource.svelte";

export class Connections {
  /** What the last change answered, until the connections have been read again. */
  private newer = $state.raw<{ than: ConnectionDetail[] | undefined; all: ConnectionDetail[] } | null>(null);
  all = $derived.by(() => {
    const read = this.read.value;
    return this.newer !== null && this.newer.than === read ? this.newer.all : (read ?? []);
  });
  /** By kind: what is typed for new connections. */
  drafts = $state<Record<string, Draft | undefined>>({});

  private edits: Record<number, Edit | undefined> = {};

  constructor(private readonly read: Resource<"connections">) {}

  /** What is typed to change a connection. */
  editOf(connection: ConnectionDetail): Edit {
    const { id } = connection;
    return (this.edits[id] ??= new Edit(() => this.all.find((one) => one.id === id) ?? connection));
  }

  changed(connection: ConnectionDetail): void {
    this.become(this.all.map((one) => (one.id === connection.id ? connection : one)));
  }

  /** Begins to type a new connection of a system, unless one is being typed already. */
  begin(system: SystemSpec): void {
    this.drafts[system.kind] ??= newDraft(
      system,
      this.all.map((one) => one.name),
    );
  }

  added({ connection, trimmed }: Saved): void {
    // What was typed is stored now; a secret is not kept in the page.
    this.drafts[connection.system.kind] = undefined;
    this.become([...this.all, connection]);
    this.editOf(connection).saved = addedWords(connection.name, trimmed);
  }

  async remove({ id }: ConnectionDetail): Promise<void> {
    await call("remove_connection", { id });
    this.edits[id] = undefined;
    this.become(this.all.filter((one) => one.id !== id));
  }

  private become(all: ConnectionDetail[]): void {
    this.newer = { than: this.read.value, all };
    this.read.reload();
  }
}
