// The columns of the list: which there are, which are shown, and how a person's choice is kept.
import type { AtProvider, LearnerSort, Subject, SubjectLevel } from "$ipc";

export type Plain = "reference" | "centre" | "email" | "uln" | "kind" | "tags" | "latest_result";

export type Column = {
  /** How the choice is kept; never shown. */
  key: string;
  label: string;
  shown: boolean;
  /** Whether it is shown where nothing was chosen. */
  usual: boolean;
} & ({ what: "plain"; plain: Plain } | { what: "level"; provider: number; subject: Subject });

/** The columns of one provider that are shown side by side under its name. */
export type Group = { provider: number; name: string; columns: (Column & { what: "level" })[] };

type Provider = { id: number; name: string };

const BEFORE: readonly [Plain, string, boolean][] = [
  ["reference", "Reference", true],
  ["centre", "Centre", true],
  ["email", "Email", false],
  ["uln", "ULN", false],
  ["kind", "Kind", false],
  ["tags", "Tags", false],
];
const LEVELS: readonly [Subject, string, boolean][] = [
  ["english", "English", true],
  ["maths", "Maths", true],
  ["ict", "ICT", false],
  ["digital", "Digital", false],
];

const SORTS: Partial<Record<Plain, LearnerSort>> = {
  reference: "reference",
  centre: "centre",
  latest_result: "latest_result",
};

/** What a column can be sorted by, if it can. */
export const sortOf = (column: Column): LearnerSort | null =>
  column.what === "plain" ? (SORTS[column.plain] ?? null) : null;

/**
 * All columns, in their order. `choice` holds what differs from the usual: "+email", "-centre". A provider that is
 * connected later is therefore shown, whatever was chosen before.
 */
export function columns(providers: readonly Provider[], choice: readonly string[] | null): Column[] {
  const chosen = new Set(choice ?? []);
  const shown = (key: string, usual: boolean) => (usual ? !chosen.has(`-${key}`) : chosen.has(`+${key}`));
  const plain = (plain: Plain, label: string, usual: boolean): Column => ({
    key: plain,
    label,
    shown: shown(plain, usual),
    usual,
    what: "plain",
    plain,
  });
  const levels = providers.flatMap((provider) =>
    LEVELS.map(([subject, label, usual]): Column => {
      const key = `${provider.id}:${subject}`;
      return { key, label, shown: shown(key, usual), usual, what: "level", provider: provider.id, subject };
    }),
  );
  return [...BEFORE.map((column) => plain(...column)), ...levels, plain("latest_result", "Latest result", true)];
}

/** The choice after one column was shown or hidden; what is as usual needs no word. */
export function toggled(choice: readonly string[] | null, column: Column): string[] {
  const others = (choice ?? []).filter((one) => one !== `+${column.key}` && one !== `-${column.key}`);
  const now = !column.shown;
  return now === column.usual ? others : [...others, `${now ? "+" : "-"}${column.key}`];
}

/** The shown columns as the head of the table groups them. */
export function laidOut(
  all: readonly Column[],
  providers: readonly Provider[],
): { before: Column[]; groups: Group[]; after: Column[] } {
  const shown = all.filter((column) => column.shown);
  const isLevel = (column: Column): column is Column & { what: "level" } => column.what === "level";
  const groups = providers
    .map(({ id, name }) => ({
      provider: id,
      name,
      columns: shown.filter(isLevel).filter((one) => one.provider === id),
    }))
    .filter((group) => group.columns.length > 0);
  const plain = shown.filter((column) => !isLevel(column));
  return {
    before: plain.filter((column) => column.key !== "latest_result"),
    groups,
    after: plain.filter((column) => column.key === "latest_result"),
  };
}

/** What a learner's cells at one provider say: one thing across all of them, or a level in each. */
export type AtGroup = "not_linked" | "held" | "no_initial" | (SubjectLevel | undefined)[];

export function atGroup(group: Group, at: AtProvider | undefined): AtGroup {
  if (at === undefined || at.link === "not_linked") return "not_linked";
  if (at.link === "held") return "held";
  const levels = group.columns.map((column) => at.levels.find((level) => level.subject === column.subject));
  return !at.has_initial && levels.every((level) => level === undefined) ? "no_initial" : levels;
}
