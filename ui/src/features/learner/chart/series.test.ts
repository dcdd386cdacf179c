import { describe, expect, test } from "vitest";
import { at, result } from "./fixture";
import { chart, ladderOf, reachedAt } from "./series";

describe("which results a chart can show", () => {
  test("results are put under their subject, oldest first", () => {
    const { series } = chart([
      at("2026-05-01", "level_1"),
      at("2026-03-01", "entry_2", "maths"),
      at("2025-09-01", "entry_3"),
    ]);
    expect(series.map((one) => one.subject)).toEqual(["english", "maths"]);
    expect(series[0]?.points.map((point) => point.level)).toEqual(["entry_3", "level_1"]);
  });

  test("subjects that are not ours are kept apart by the provider's own words", () => {
    const { series } = chart([
      result({ subject: "other", subject_raw: "Science" }),
      result({ subject: "other", subject_raw: "Citizenship" }),
      result({ subject: "other", subject_raw: "Science" }),
    ]);
    expect(series.map((one) => [one.raw, one.points.length])).toEqual([
      ["Citizenship", 1],
      ["Science", 2],
    ]);
  });

  test("a result without a mapped level has no place and is counted", () => {
    const unmapped = result({ level: null, level_raw: "Working towards" });
    expect(chart([unmapped])).toEqual({ series: [], unmapped: 1, levelless: 0, undated: 0 });
  });

  test("a result that came without a level is not called unmapped", () => {
    expect(chart([result({ level: null, level_raw: null })])).toMatchObject({ unmapped: 0, levelless: 1 });
  });

  test("a result without any date has no place and is counted", () => {
    expect(chart([result({ finished_at: null, started_at: null })])).toMatchObject({
      series: [],
      unmapped: 0,
      undated: 1,
    });
  });

  test("a result that never ended stands where it began", () => {
    expect(reachedAt(result({ finished_at: null, started_at: "2026-05-01T09:00:00Z" }))).toBe("2026-05-01T09:00:00Z");
  });

  test("two results of one moment keep the order in which they came", () => {
    const first = at("2026-05-01", "entry_3");
    const second = at("2026-05-01", "level_1");
    expect(chart([second, first]).series[0]?.points.map((point) => point.id)).toEqual([first.id, second.id]);
  });
});

describe("which levels have a line", () => {
  test("the usual six are always there, so that charts can be compared", () => {
    expect(ladderOf(chart([at("2026-05-01", "entry_1")]).series)).toEqual([
      "pre_entry",
      "entry_1",
      "entry_2",
      "entry_3",
      "level_1",
      "level_2",
    ]);
  });

  test("an unusual one has a line where it occurs, in its order", () => {
    const ladder = ladderOf(chart([at("2026-05-01", "below_entry_3"), at("2026-06-01", "level_3")]).series);
    expect(ladder.indexOf("below_entry_3")).toBe(ladder.indexOf("entry_3") - 1);
    expect(ladder.at(-1)).toBe("level_3");
  });
});
