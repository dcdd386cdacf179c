import { expect, it } from "vitest";
import type { Level, SubjectLevels } from "$ipc";
import { at, columns, sum } from "./matrix";

const row = (levels: [Level | null, number][]): SubjectLevels => ({
  subject: "maths",
  levels: levels.map(([level, count]) => ({ level, count })),
  total: levels.reduce((total, [, count]) => total + count, 0),
});

const USUAL = ["pre_entry", "entry_1", "entry_2", "entry_3", "level_1", "level_2"];

it("has the usual levels as columns, whatever was reached", () => {
  expect(columns([row([["entry_3", 4]])])).toEqual(USUAL);
});

it("has a column for a rare level where somebody reached it, in its place", () => {
  const used = columns([
    row([
      ["below_entry_3", 1],
      ["level_3", 2],
    ]),
  ]);
  expect(used).toEqual([
    "pre_entry",
    "entry_1",
    "entry_2",
    "below_entry_3",
    "entry_3",
    "level_1",
    "level_2",
    "level_3",
  ]);
});

it("drops no result: what is not mapped has the last column", () => {
  const rows = [
    row([
      ["entry_1", 1],
      [null, 2],
    ]),
    row([[null, 1]]),
  ];
  expect(columns(rows).at(-1)).toBeNull();
  expect(sum(rows, null)).toBe(3);
  const total = columns(rows).reduce((all, column) => all + sum(rows, column), 0);
  expect(total).toBe(4);
});

it("counts nothing where a level is not there", () => {
  expect(at(row([["entry_1", 1]]), "level_2")).toBe(0);
});
