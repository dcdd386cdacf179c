// New results by subject and level, as a table.
import type { Level, SubjectLevels } from "$ipc";
import { LEVEL_ORDER } from "$lib/words";

/** These columns stand always; the others only where there is something in them. */
const ALWAYS: Level[] = ["pre_entry", "entry_1", "entry_2", "entry_3", "level_1", "level_2"];

/** A level, or null for what is not mapped. */
export type Column = Level | null;

/** How many results of a subject have this level. */
export const at = (row: SubjectLevels, column: Column): number =>
  row.levels.filter((one) => one.level === column).reduce((sum, one) => sum + one.count, 0);

/** The columns that are needed for these rows, in the order of the levels, unmapped last. */
export function columns(rows: SubjectLevels[]): Column[] {
  const used = (column: Column) => rows.some((row) => at(row, column) > 0);
  const levels = LEVEL_ORDER.filter((level) => ALWAYS.includes(level) || used(level));
  return used(null) ? [...levels, null] : levels;
}

/** The sum of a column over all subjects. */
export const sum = (rows: SubjectLevels[], column: Column): number =>
  rows.reduce((total, row) => total + at(row, column), 0);
