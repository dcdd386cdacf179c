import { expect, test } from "vitest";
import type { LearnerResult } from "$ipc";
import { at } from "./fixture";
import { lanes } from "./lanes";
import { chart } from "./series";

const of = (...results: LearnerResult[]): number[][] => lanes(chart(results).series);

test("two subjects at one level on one day share it", () => {
  expect(of(at("2026-05-01", "level_1"), at("2026-05-01", "level_1", "maths"))).toEqual([[-0.5], [0.5]]);
});

test("a level that one subject had left before the other came is shared by nobody", () => {
  const english = [at("2026-01-01", "entry_3"), at("2026-02-01", "level_1")];
  const maths = [at("2026-03-01", "entry_3", "maths"), at("2026-04-01", "entry_2", "maths")];
  expect(of(...english, ...maths)).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

test("a subject does not get out of its own way", () => {
  expect(of(at("2026-01-01", "entry_3"), at("2026-02-01", "entry_3"))).toEqual([[0, 0]]);
});

test("only where they meet do subjects leave their level", () => {
  const english = [at("2026-01-01", "entry_3"), at("2026-03-01", "level_1")];
  const maths = [at("2026-02-01", "entry_2", "maths"), at("2026-04-01", "level_1", "maths")];
  expect(of(...english, ...maths)).toEqual([
    [0, -0.5],
    [0, 0.5],
  ]);
});

test("subjects that meet one after the other agree, so that none takes another's lane", () => {
  const english = [at("2026-01-01", "entry_3"), at("2026-03-01", "level_1")];
  const maths = [at("2026-02-01", "entry_3", "maths"), at("2026-05-01", "level_1", "maths")];
  const ict = [at("2026-04-01", "entry_3", "ict")];
  const [first, second, third] = of(...english, ...maths, ...ict);
  expect([first?.[0], second?.[0], third?.[0]]).toEqual([-1, 0, 1]);
});
