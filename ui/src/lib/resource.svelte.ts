// What a page shows of the shell: asked for, kept while it is asked for again, and read again whenever something changed.
import { asProblem, call, type Answer, type Ask, type AskWords, type Command, type Problem } from "$ipc";
import { app } from "./app.svelte";

/** Reads one command's answers; an answer to an older question is dropped. */
export class Resource<C extends Command> {
  /** The latest answer; the one before stays until the new one is there. */
  value = $state.raw<Answer<C> | undefined>();
  /** Why the latest question has no answer. */
  problem = $state.raw<Problem | null>(null);
  loading = $state(true);

  private question = 0;
  private again = false;
  private asked: Ask<C> | undefined;

  constructor(private readonly command: C) {}

  /** Asks; whatever was asked before and has not been answered yet no longer counts. */
  async ask(ask: Ask<C>): Promise<void> {
    const question = ++this.question;
    this.asked = ask;
    this.again = false;
    this.loading = true;
    try {
      const answer = await call(this.command, ...([ask] as AskWords<C>));
      if (question === this.question) this.settle(answer, null);
    } catch (thrown) {
      if (question === this.question) this.settle(this.value, asProblem(thrown));
    }
  }

  /** Asks the same once more. While an answer is awaited one more question waits, however often this is called. */
  reload(): void {
    if (this.loading) this.again = true;
    else if (this.asked !== undefined) void this.ask(this.asked);
  }

  /** Asks the same once more, at once, and ends when that is answered. */
  async reread(): Promise<void> {
    if (this.asked !== undefined) await this.ask(this.asked);
  }

  /** No answer is wanted any more. */
  drop(): void {
    this.question += 1;
  }

  private settle(value: Answer<C> | undefined, problem: Problem | null): void {
    this.value = value;
    this.problem = problem;
    this.loading = false;
    if (this.again && this.asked !== undefined) void this.ask(this.asked);
  }
}

/**
 * For use in a component: asks when it is shown and whenever `ask` comes out differently, and re-reads on every change.
 * Where `ask` returns undefined, nothing is asked yet.
 */
export function resource<C extends Command>(command: C, ask: () => Ask<C> | undefined): Resource<C> {
  const reader = new Resource(command);
  // Compared by content: an ask that is built anew with the same words is the same question.
  const words = $derived(JSON.stringify(ask()) as string | undefined);
  $effect(() => {
    if (words !== undefined) void reader.ask(JSON.parse(words) as Ask<C>);
    return () => reader.drop();
  });
  let seen = app.changes;
  $effect(() => {
    if (app.changes === seen) return;
    seen = app.changes;
    reader.reload();
  });
  return reader;
}
