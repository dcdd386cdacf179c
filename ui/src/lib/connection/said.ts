// What is said about a connection after something was done with it.
import type { CheckReport, Problem } from "$ipc";
import { listed, lowered, plural, when } from "$lib/format";
import type { Wrong } from "./draft";

/** "Tested today 09:40: 5 of 6 parts answered". */
export function testedWords(report: CheckReport, now: Date): string {
  return `Tested ${lowered(when(report.checked_at, now))}: ${report.answered} of ${plural(report.tried, "part")} answered`;
}

/** What was taken off secrets that were pasted with more than themselves; `labels` are the secrets'. */
export const trimmedWords = (labels: string[]): string =>
  `Blanks or line breaks around the ${listed(labels)} were left out.`;

/** What is said when a connection was added; `trimmed` are labels of its secrets. */
export const addedWords = (name: string, trimmed: string[]): string =>
  [`${name} is connected.`, ...(trimmed.length === 0 ? [] : [trimmedWords(trimmed)])].join(" ");

/** A clause as a sentence of its own. */
export const sentence = (clause: string): string => clause.charAt(0).toUpperCase() + clause.slice(1);

/** A problem in one paragraph, as it stands above a field. */
export function sentenceOf({ message, remedy }: Problem): string {
  if (remedy === null) return message;
  return `${message} ${sentence(remedy)}${remedy.endsWith(".") ? "" : "."}`;
}

/** A problem at the field that is to blame, if it is one of the form's; null where it belongs to none. */
export function atField(problem: Problem, fields: string[]): Wrong | null {
  const field = problem.field;
  return field !== null && fields.includes(field) ? { [field]: sentenceOf(problem) } : null;
}
