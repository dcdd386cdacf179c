// A stored connection being changed: what is typed, what of it is wrong, and how it is saved.
import { asProblem, call, type ConnectionDetail, type Problem } from "$ipc";
import { changes, formOf, missingSecrets, otherHost, wrongIn, type Form, type Typed, type Wrong } from "./draft";
import { atField, trimmedWords } from "./said";

export class Edit {
  form = $state<Form>({ name: "", settings: {} });
  /** What is typed in place of stored secrets; a key that is not there keeps its secret. */
  secrets = $state<Record<string, string | undefined>>({});
  /** What a person says that an address of another host is. */
  atNewHost = $state<"same" | "other" | null>(null);
  wrong = $state.raw<Wrong>({});
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  /** What was saved, in words; empty as soon as something is typed again. */
  saved = $state("");

  constructor(private readonly stored: () => ConnectionDetail) {
    this.form = formOf(stored());
  }

  // These are worked out whenever they are asked for: an edit outlives the page that it was begun on, and a derived value
  // would end with that page.

  /** The host that the secrets would go to instead of the present one. */
  get newHost(): string | null {
    return otherHost(this.stored(), this.form);
  }

  /** The secrets that were typed. */
  get typed(): Typed {
    const typed = Object.entries(this.secrets).filter((entry): entry is [string, string] => (entry[1] ?? "") !== "");
    return Object.fromEntries(typed);
  }

  /** Whether there is anything to save. */
  get isDirty(): boolean {
    return changes(this.stored(), this.form) !== null || Object.keys(this.typed).length > 0;
  }

  /** Whether everything that can be told here is as it should be. */
  check(): boolean {
    const connection = this.stored();
    this.problem = null;
    this.saved = "";
    this.wrong = { ...wrongIn(this.form, connection.system), ...this.wrongSecrets(), ...this.wrongAddress() };
    return Object.keys(this.wrong).length === 0;
  }

  /** Saves what is new, and only that; says whether all of it was saved. */
  async save(onsaved: (connection: ConnectionDetail) => void): Promise<boolean> {
    this.busy = true;
    try {
      await this.saveParts(onsaved);
      return true;
    } catch (thrown) {
      this.take(asProblem(thrown));
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** The address goes first: a secret is kept for the host that it was typed for. */
  private async saveParts(onsaved: (connection: ConnectionDetail) => void): Promise<void> {
    const change = changes(this.stored(), this.form);
    const trimmed: string[] = [];
    const typed = Object.entries(this.typed);
    if (change !== null) onsaved(await call("change_connection", change));
    for (const [key, text] of typed) {
      const saved = await call("replace_secret", { id: this.stored().id, key, typed: text });
      this.secrets[key] = undefined;
      trimmed.push(...saved.trimmed);
      onsaved(saved.connection);
    }
    this.form = formOf(this.stored());
    this.atNewHost = null;
    this.saved = trimmed.length === 0 ? "Saved." : `Saved. ${trimmedWords(trimmed)}`;
  }

  private take(problem: Problem): void {
    const { system } = this.stored();
    const fields = ["name", ...system.settings.map((one) => one.key), ...system.secrets.map((one) => one.key)];
    const found = atField(problem, fields);
    if (found === null) this.problem = problem;
    else this.wrong = found;
  }

  /** A secret that is open for typing, or that goes to another host, has to be typed. */
  private wrongSecrets(): Wrong {
    const connection = this.stored();
    const isDue = (key: string) =>
      this.secrets[key] !== undefined || (this.newHost !== null && !isSetElsewhere(connection, key));
    return Object.fromEntries(
      Object.entries(missingSecrets(this.typed, connection.system)).filter(([key]) => isDue(key)),
    );
  }

  private wrongAddress(): Wrong {
    if (this.newHost === null || this.atNewHost === "same") return {};
    const asks =
      this.atNewHost === null ? "Say what is at this address." : "Remove this connection, then add a new one.";
    return { [AT_NEW_HOST]: asks };
  }
}

/** Under this key stands what is wrong with the answer about a new host. */
export const AT_NEW_HOST = "at_new_host";

const isSetElsewhere = (connection: ConnectionDetail, key: string): boolean =>
  connection.secrets.some((secret) => secret.key === key && secret.place === "environment");
