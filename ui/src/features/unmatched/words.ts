// What the page says of its lists. Reasons come in sentences from the shell; these are the words around them.
import type { Reason, ReasonCount, Side, Suggested, UnmatchedRow, UnmatchedTab } from "$ipc";
import { count, fullName, lowered, plural, tableName, when } from "$lib/format";
import { reasonName } from "$lib/words";
import type { Place } from "./place";

/** What a side's rows are called, one and many. */
const NOUNS: Record<Side, [string, string]> = { learners: ["learner", "learners"], users: ["account", "accounts"] };

export const rowsNoun = (side: Side, figure: number): string => NOUNS[side][figure === 1 ? 0 : 1];

/** The other side's, for suggestions. */
const opposite = (side: Side): Side => (side === "learners" ? "users" : "learners");

export const heading = (side: Side, system: string): string =>
  side === "learners" ? `Learners without a ${system} account` : `${system} accounts without a learner`;

/** "37 learners without an account". */
export const jumpTo = (side: Side, figure: number): string =>
  side === "learners"
    ? `${plural(figure, "learner")} without an account`
    : `${plural(figure, "account")} without a learner`;

/** The count beside a provider's name: everybody without a link, on both sides. */
export const tabCount = (tab: UnmatchedTab): string => count(tab.learners + (tab.users ?? 0));

/** In a few words, for the chips; the other side's missing one has another name there. */
export const chipName = (side: Side, reason: Reason): string =>
  side === "users" && reason === "no_counterpart" ? "No learner" : reasonName(reason);

export type Chip = { key: Reason | "all"; label: string; count: number };

/** All, then the reasons that most have first; none where one reason holds for everybody. A chosen one stays, to be let go. */
export function chips(side: Side, all: number, reasons: ReasonCount[], chosen: Reason | null): Chip[] {
  const missing = chosen !== null && !reasons.some(({ reason }) => reason === chosen);
  const counted = missing ? [...reasons, { reason: chosen, count: 0 }] : reasons;
  if (counted.length < 2) return [];
  const sorted = [...counted].sort((one, other) => other.count - one.count);
  return [
    { key: "all", label: "All", count: all },
    ...sorted.map(({ reason, count }) => ({ key: reason, label: chipName(side, reason), count })),
  ];
}

/** "2 accounts" where keys name them, "1 likely" where other evidence does; null where there is nobody. */
export function suggestions(side: Side, candidates: Suggested[]): string | null {
  if (candidates.length === 0) return null;
  if (candidates.some(({ kind }) => kind === "held")) return "1 held link";
  if (candidates.every(({ kind }) => kind === "suggestion")) return `${count(candidates.length)} likely`;
  return `${count(candidates.length)} ${rowsNoun(opposite(side), candidates.length)}`;
}

/** Why nothing is left of a list that has rows: the search, or the reason that is chosen; null where neither narrows it. */
export function emptied({ search, reason }: Place): string | null {
  if (search.trim() === "") return reason === null ? null : "Nobody has this reason any more.";
  return reason === null ? "Nobody here has all of these words." : "Nobody with this reason has all of these words.";
}

/** "Matched today 02:32". */
export function matched(tab: UnmatchedTab, now: Date): string {
  return tab.matched_at === null ? "Not matched yet" : `Matched ${lowered(when(tab.matched_at, now))}`;
}

/** Somebody as a sentence names them; who has no name is known by what else tells them apart. */
export function personName(side: Side, row: Named): string {
  const otherwise = row.username ?? `${side === "learners" ? "Learner" : "Account"} ${row.external_id}`;
  return fullName(row.given_name, row.family_name) || otherwise;
}

/** The same as a table names them. */
export const rowName = (side: Side, row: Named): string =>
  tableName(row.given_name, row.family_name) || personName(side, row);

/** What was decided, for the line with its way back. */
export const linkedText = (learner: string, system: string, account: string): string =>
  `${learner} is linked to ${system} account ${account}.`;
export const neverPairText = (learner: string, system: string, account: string): string =>
  `${learner} and ${system} account ${account} are never matched.`;
export const neverText = (learner: string, system: string): string =>
  `${learner} is never matched with a ${system} account.`;
export const liftedText = (learner: string): string => `${learner} is matched again.`;

type Named = Pick<UnmatchedRow, "given_name" | "family_name" | "username" | "external_id">;
