// The only door to the shell: one call that asks, one stream of events. Nothing else in ui/ may import @tauri-apps.
import { invoke } from "@tauri-apps/api/core";
import { listen as hear } from "@tauri-apps/api/event";
import type { AppEvent, Commands, Problem } from "./generated";

export type * from "./generated";

export type Command = keyof Commands;
export type Ask<C extends Command> = Commands[C][0];
export type Answer<C extends Command> = Commands[C][1];

/** The ask may be left out where a command takes none. */
export type AskWords<C extends Command> = Ask<C> extends null ? [ask?: null] : [ask: Ask<C>];

/** Asks the shell. Rejects with a `Problem`, never with anything else. */
export async function call<C extends Command>(command: C, ...[ask]: AskWords<C>): Promise<Answer<C>> {
  try {
    return await invoke<Answer<C>>("call", { command, ask: ask ?? null });
  } catch (thrown) {
    throw asProblem(thrown);
  }
}

/** Hears all that the shell tells, in order, until the returned function is called. */
export function listen(handler: (event: AppEvent) => void): () => void {
  const stop = hear<AppEvent>("app", (message) => handler(message.payload));
  return () => void stop.then((off) => off());
}

/** What was thrown, as something that can be shown to a person. */
export function asProblem(thrown: unknown): Problem {
  if (isProblem(thrown)) return thrown;
  return {
    code: "window",
    message: "The window got no answer from the app.",
    remedy: "try again; if it happens again, quit Learner Sync and open it.",
    field: null,
  };
}

function isProblem(thrown: unknown): thrown is Problem {
  return (
    typeof thrown === "object" &&
    thrown !== null &&
    typeof (thrown as Partial<Problem>).code === "string" &&
    typeof (thrown as Partial<Problem>).message === "string"
  );
}
