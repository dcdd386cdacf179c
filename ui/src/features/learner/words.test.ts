import { describe, expect, test } from "vitest";
import type { Earlier, RunRow } from "$ipc";
import { result } from "./chart/fixture";
import { assessmentName, brought, scoreOf, wantsALook, wasBefore } from "./words";

const NOW = new Date("2026-11-22T12:00:00Z");

describe("a score", () => {
  test("is told in what the provider sent, and in nothing worked out from it", () => {
    expect(scoreOf(result({ percent: 58 }))).toBe("58%");
    expect(scoreOf(result({ score: 38, possible: 50 }))).toBe("38 of 50");
    expect(scoreOf(result({ score: 38, possible: 50, percent: 76 }))).toBe("38 of 50 (76%)");
    expect(scoreOf(result({ score: 12.5 }))).toBe("12.5");
    expect(scoreOf(result())).toBeNull();
  });

  test("of nothing is a score", () => {
    expect(scoreOf(result({ score: 0, possible: 50, percent: 0 }))).toBe("0 of 50 (0%)");
  });
});

test("an assessment goes by its title, else by our word for its kind, else by the provider's", () => {
  expect(assessmentName(result({ title: "English L1 Diagnostic", kind_raw: "2" }))).toBe("English L1 Diagnostic");
  expect(assessmentName(result({ kind: "diagnostic", kind_raw: "2" }))).toBe("Diagnostic assessment");
  expect(assessmentName(result({ kind: "other", kind_raw: "Screening" }))).toBe("Screening");
  expect(assessmentName(result({ kind: "other" }))).toBe("Assessment");
});

describe("what a result was before", () => {
  const before = (over: Partial<Earlier>): string =>
    wasBefore({ until: "2026-11-05T10:00:00Z", level: null, level_raw: null, percent: null, what: [], ...over }, NOW);

  test("another level is told before everything else", () => {
    expect(before({ level: "level_1", percent: 52, what: ["level", "level_raw", "percent"] })).toBe(
      "Was Level 1 until 5 Nov",
    );
  });

  test("a level that was not mapped is told as it was sent", () => {
    expect(before({ level_raw: "Working towards", what: ["level"] })).toBe("Was “Working towards” until 5 Nov");
    expect(before({ what: ["level"] })).toBe("Was without a level until 5 Nov");
  });

  test("another percentage is told where the level stayed", () => {
    expect(before({ level: "level_1", percent: 52.25, what: ["percent"] })).toBe("Was 52.25% until 5 Nov");
    expect(before({ what: ["percent"] })).toBe("Had no percentage until 5 Nov");
  });

  test("what else changed is named", () => {
    expect(before({ what: ["title", "finished_at"] })).toBe("Had another title and another date until 5 Nov");
    expect(before({ what: ["something_new"] })).toBe("Changed on 5 Nov");
  });

  test("another year is told", () => {
    expect(before({ until: "2025-11-05T10:00:00Z", percent: 5, what: ["percent"] })).toBe("Was 5% until 5 Nov 2025");
  });
});

describe("what getting the latest results brought", () => {
  const run = (over: Partial<RunRow>): RunRow => ({
    id: 1,
    connection_id: 2,
    connection: "bksb",
    task: "results",
    reason: "asked_one",
    state: "done",
    started_at: "2026-11-22T11:59:00Z",
    finished_at: "2026-11-22T12:00:00Z",
    read: 8,
    added: 0,
    changed: 0,
    unchanged: 8,
    skipped: 0,
    calls: 2,
    fault_code: null,
    ...over,
  });

  test("is told in counts", () => {
    expect(brought(run({}))).toBe("bksb: nothing new.");
    expect(brought(run({ added: 1 }))).toBe("bksb: 1 new result.");
    expect(brought(run({ added: 2, changed: 1 }))).toBe("bksb: 2 new results and 1 changed.");
    expect(brought(run({ changed: 1 }))).toBe("bksb: 1 result changed.");
  });

  test("says what could not be read, and that it wants a look", () => {
    const one = run({ state: "done_with_skips", skipped: 1 });
    expect(brought(one)).toBe("bksb: nothing new. 1 row could not be read.");
    expect(wantsALook(one)).toBe(true);
  });

  test("never calls a failed run nothing new", () => {
    expect(brought(run({ state: "failed" }))).toBe("bksb: Failed.");
    expect(wantsALook(run({ state: "failed" }))).toBe(true);
    expect(wantsALook(run({}))).toBe(false);
  });
});
