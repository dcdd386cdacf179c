import { expect, test } from "vitest";
import { at, result } from "./fixture";
import { chart } from "./series";
import { labelOf, notDrawn, told } from "./told";

const month = (at: number) => new Date(at).toISOString().slice(0, 7);
const of = (...results: Parameters<typeof chart>[0]) => told(chart(results).series, month);

test("a rise, a fall and a standstill are told as such", () => {
  expect(of(at("2025-09-09", "entry_3"), at("2026-11-03", "level_2"))).toBe(
    "English rises from Entry 3 in 2025-09 to Level 2 in 2026-11.",
  );
  expect(of(at("2025-09-09", "level_1"), at("2026-11-03", "entry_3"))).toContain("English falls from Level 1");
  expect(of(at("2025-09-09", "level_1"), at("2026-11-03", "level_1"))).toBe(
    "English stays at Level 1 from 2025-09 to 2026-11.",
  );
});

test("a level that was left and reached again did not stay", () => {
  expect(of(at("2025-09-09", "level_1"), at("2026-01-03", "entry_3"), at("2026-11-03", "level_1"))).toContain(
    "English goes from",
  );
});

test("a single result is told by itself", () => {
  expect(of(at("2026-09-15", "level_1", "maths"))).toBe("Maths: Level 1 in 2026-09.");
});

test("a subject of the provider's own goes by its own name", () => {
  expect(of(result({ subject: "other", subject_raw: "Science" }))).toContain("Science: Entry 3");
});

test("what is not in the chart is told with its reason", () => {
  expect(notDrawn({ unmapped: 0, levelless: 0, undated: 0 })).toBeNull();
  expect(notDrawn({ unmapped: 1, levelless: 0, undated: 0 })).toBe("Not drawn: 1 result whose level is not mapped.");
  expect(notDrawn({ unmapped: 0, levelless: 3, undated: 1 })).toBe(
    "Not drawn: 3 results without a level and 1 result without a date.",
  );
});

test("a long name is cut beside its line, between two characters", () => {
  expect(labelOf({ subject: "other", raw: "Citizenship and the world" })).toBe("Citizenship a…");
  expect(Array.from(labelOf({ subject: "other", raw: "𝒜".repeat(20) }))).toHaveLength(14);
  expect(labelOf({ subject: "maths", raw: null })).toBe("Maths");
});
