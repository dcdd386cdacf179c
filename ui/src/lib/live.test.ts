import { beforeEach, describe, expect, it } from "vitest";
import type { Work } from "$ipc";
import { live, quarters } from "./live.svelte";

const work = (done: number, change: Partial<Work> = {}): Work => ({
  run: 7,
  connection_id: 2,
  connection: "bksb",
  task: "results",
  reason: "asked",
  phase: "results",
  done,
  total: 100,
  started_at: "2026-11-24T09:41:00Z",
  seconds_left: null,
  ...change,
});

/** All that is said while these are told one after the other. */
function said(all: Work[][]): string[] {
  return all.flatMap((runs) => {
    live.say("");
    live.progress(runs);
    return live.text === "" ? [] : [live.text];
  });
}

describe("a run", () => {
  beforeEach(() => live.ended({ event: "ended", run: 7, connection: "bksb", task: "results", state: "done" }));

  it("speaks at the start of a phase and at each quarter, and never between", () => {
    const counts = Array.from({ length: 101 }, (_, done) => [work(done)]);
    expect(said(counts)).toEqual([
      "bksb: Getting results",
      "bksb: Getting results: 25 of 100 learners",
      "bksb: Getting results: 50 of 100 learners",
      "bksb: Getting results: 75 of 100 learners",
      "bksb: Getting results: 100 of 100 learners",
    ]);
  });

  it("speaks again when its phase is another", () => {
    const phases = [[work(0, { phase: "users" })], [work(30, { phase: "users" })], [work(0)]];
    expect(said(phases)).toEqual([
      "bksb: Getting users",
      "bksb: Getting users: 30 of 100 users",
      "bksb: Getting results",
    ]);
  });

  it("says only its phase where the whole is not known", () => {
    expect(said([[work(5, { total: null })], [work(500, { total: null })]])).toEqual(["bksb: Getting results"]);
  });

  it("says how it ended", () => {
    said([[work(0)]]);
    live.ended({ event: "ended", run: 7, connection: "bksb", task: "results", state: "done" });
    expect(live.text).toBe("bksb: Get assessments: Done");
  });

  it("that the clock began says nothing of itself, unless it goes wrong", () => {
    expect(said([[work(0, { reason: "scheduled" })], [work(60, { reason: "scheduled" })]])).toEqual([]);
    live.ended({ event: "ended", run: 7, connection: "bksb", task: "results", state: "done" });
    expect(live.text).toBe("");
    live.ended({ event: "ended", run: 7, connection: "bksb", task: "results", state: "failed" });
    expect(live.text).toBe("bksb: Get assessments: Failed");
  });
});

it("tells of several runs at once in one breath", () => {
  const other = work(0, { run: 8, connection: "Onefile", phase: "learners" });
  expect(said([[work(0, { run: 9 }), other]])).toEqual(["bksb: Getting results. Onefile: Getting learners"]);
});

it("counts no quarter of nothing", () => {
  expect(quarters(work(0, { total: 0 }))).toBe(0);
});
