// The four steps of the first run, and where in them it goes on.
import type { ConnectionDetail, FirstRun, SystemSpec } from "$ipc";

export const STEPS = ["Systems", "Keys", "Check the matches", "Schedule"] as const;
export type Step = (typeof STEPS)[number];

/** Which systems a centre uses, by kind: where its learners are, and where they take assessments. */
export type Chosen = { records: string | null; providers: string[] };

/** What is stored already was chosen, and stays chosen. Where there is but one record system, it is the one. */
export function chosenAtFirst(systems: SystemSpec[], stored: ConnectionDetail[]): Chosen {
  const kinds = (role: SystemSpec["role"]) =>
    systems.filter((system) => system.role === role).map((system) => system.kind);
  const isStored = (kind: string) => stored.some((connection) => connection.system.kind === kind);
  const [records, providers] = [kinds("records"), kinds("assessments")];
  return {
    records: records.find(isStored) ?? (records.length === 1 ? (records[0] ?? null) : null),
    providers: providers.some(isStored)
      ? providers.filter(isStored)
      : providers.slice(0, providers.length === 1 ? 1 : 0),
  };
}

/** The chosen systems in the order their keys are asked for: the record system first. */
export const inOrder = (systems: SystemSpec[], { records, providers }: Chosen): SystemSpec[] => [
  ...systems.filter((system) => system.kind === records),
  ...systems.filter((system) => providers.includes(system.kind)),
];

/** What is missing before the keys can be asked for, by the group of choices that lacks one. */
export function missingChoice({ records, providers }: Chosen): { records?: string; providers?: string } {
  return {
    ...(records === null && { records: "Choose where your learners are." }),
    ...(providers.length === 0 && { providers: "Choose at least one system where they take assessments." }),
  };
}

/** Where the first run goes on after the app was closed in between: keys that are stored are not asked for again. */
export function stepAtFirst({ connections, read, reading }: FirstRun): Step {
  if (connections.length === 0) return "Systems";
  const has = (role: SystemSpec["role"]) => connections.some((connection) => connection.system.role === role);
  if (!has("records") || !has("assessments")) return "Keys";
  return read || reading ? "Check the matches" : "Keys";
}

/** The first of these systems that has no connection; the last where all have one. */
export function firstToConnect(systems: SystemSpec[], stored: ConnectionDetail[]): number {
  const open = systems.findIndex((system) => !stored.some((connection) => connection.system.kind === system.kind));
  return open === -1 ? Math.max(0, systems.length - 1) : open;
}
