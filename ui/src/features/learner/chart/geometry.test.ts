import { describe, expect, test } from "vitest";
import type { LearnerResult } from "$ipc";
import { at, result } from "./fixture";
import { geometry, type Geometry } from "./geometry";
import { chart } from "./series";

function draw(results: LearnerResult[], width = 720): Geometry {
  const drawn = geometry(chart(results).series, width);
  if (drawn === null) throw new Error("there is something to draw");
  return drawn;
}

const heightOf = (drawn: Geometry, level: string) => drawn.rungs.find((rung) => rung.level === level)?.y;

describe("the chart of levels over time", () => {
  test("without a point there is no chart", () => {
    expect(geometry([], 720)).toBeNull();
  });

  test("a single result is a marker in the middle and a line to the edge", () => {
    const drawn = draw([at("2026-09-15", "level_1")]);
    const [line] = drawn.lines;
    expect(line?.markers).toHaveLength(1);
    expect(line?.markers[0]?.x).toBeCloseTo((drawn.left + drawn.right) / 2, 0);
    expect(line?.markers[0]?.y).toBe(heightOf(drawn, "level_1"));
    expect(line?.path.endsWith(`H${drawn.right}`), "the level stands until something says otherwise").toBe(true);
  });

  test("a level stands until the next result, and only then steps", () => {
    const drawn = draw([at("2025-09-09", "entry_3"), at("2026-11-03", "level_2")]);
    const [first, second] = drawn.lines[0]?.markers ?? [];
    expect(drawn.lines[0]?.path).toBe(`M${first?.x} ${first?.y}H${second?.x}V${second?.y}H${drawn.right}`);
  });

  test("a higher level is drawn higher", () => {
    const { rungs } = draw([at("2026-09-15", "level_1")]);
    expect(rungs.map((rung) => rung.y)).toEqual([...rungs.map((rung) => rung.y)].sort((a, b) => b - a));
  });

  test("English looks the same where it is alone and where it is one of two", () => {
    const alone = draw([at("2026-09-15", "level_1", "maths")]).lines[0]?.look;
    const beside = draw([at("2026-09-15", "level_2"), at("2026-09-15", "level_1", "maths")]).lines[1]?.look;
    expect(alone).toBe(beside);
  });

  test("subjects at one level run side by side, neither hidden", () => {
    const drawn = draw([at("2026-09-15", "level_1"), at("2026-09-15", "level_1", "maths")]);
    const [english, maths] = drawn.lines.map((line) => line.markers[0]?.y ?? 0);
    expect(Math.abs((english ?? 0) - (maths ?? 0))).toBeGreaterThan(10);
    expect(((english ?? 0) + (maths ?? 0)) / 2, "the level is between them").toBeCloseTo(
      heightOf(drawn, "level_1") ?? 0,
      0,
    );
  });

  test("subjects that never meet stand exactly on their levels", () => {
    const drawn = draw([at("2026-09-15", "level_1"), at("2026-09-15", "entry_2", "maths")]);
    expect(drawn.lines.map((line) => line.markers[0]?.y)).toEqual([
      heightOf(drawn, "level_1"),
      heightOf(drawn, "entry_2"),
    ]);
  });

  test("no label covers another, even where every subject ends at one level", () => {
    const subjects = ["english", "maths", "ict", "digital"] as const;
    const others = ["Science", "Citizenship", "Art", "Music"].map((raw) =>
      result({ subject: "other", subject_raw: raw, level: "level_1" }),
    );
    const drawn = draw([...subjects.map((subject) => at("2026-09-15", "level_1", subject)), ...others]);
    const places = drawn.lines.map((line) => line.end.labelY).sort((a, b) => a - b);
    places.slice(1).forEach((place, i) => expect(place - (places[i] ?? 0)).toBeGreaterThanOrEqual(30.9));
    expect(places.at(-1), "and all are in the drawing").toBeLessThanOrEqual(drawn.height);
  });

  test("a long name beside its line has room", () => {
    const short = draw([at("2026-09-15", "level_1")]);
    const long = draw([result({ subject: "other", subject_raw: "Citizenship and the world", level: "level_1" })]);
    expect(long.width - long.right).toBeGreaterThan(short.width - short.right);
  });

  test("the longest level has room on both sides", () => {
    const usual = draw([at("2026-09-15", "level_1")]);
    const long = draw([at("2026-09-15", "below_entry_3")]);
    expect(long.left).toBeGreaterThan(usual.left);
    expect(long.width - long.right).toBeGreaterThan(usual.width - usual.right);
  });

  test("many years of many results stay inside the drawing", () => {
    const results = Array.from({ length: 200 }, (_, i) =>
      at(`${1990 + (i % 36)}-05-0${1 + (i % 9)}`, i % 2 ? "entry_1" : "level_3"),
    );
    const drawn = draw(results);
    for (const marker of drawn.lines[0]?.markers ?? []) {
      expect(marker.x).toBeGreaterThanOrEqual(drawn.left);
      expect(marker.x).toBeLessThanOrEqual(drawn.right);
    }
    expect(drawn.ticks.length).toBeLessThanOrEqual(8);
  });

  test("a narrow window gets a drawing of its own with fewer ticks", () => {
    const results = [at("2024-09-15", "entry_2"), at("2026-09-15", "level_1")];
    expect(draw(results, 400).width).toBe(400);
    expect(draw(results, 400).ticks.length).toBeLessThan(draw(results, 900).ticks.length);
  });

  test("before the window has measured itself there is a drawing already", () => {
    expect(draw([at("2026-09-15", "level_1")], 0).width).toBeGreaterThan(0);
  });
});
