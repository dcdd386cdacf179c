import { expect, it } from "vitest";
import type { Work } from "$ipc";
import { doing, howFar, left, runsAtWork } from "./work";

const work = (change: Partial<Work>): Work => ({
  run: 7,
  connection_id: 2,
  connection: "bksb",
  task: "results",
  reason: "asked",
  phase: "results",
  done: 412,
  total: 1167,
  started_at: "2026-11-24T09:41:00Z",
  seconds_left: 175,
  ...change,
});

it("says phase, count and time left", () => {
  expect(doing(work({}))).toBe("Getting results: 412 of 1,167 learners");
  expect(left(work({}))).toBe("About 3 minutes left");
});

it("counts alone while the whole is not known", () => {
  expect(doing(work({ phase: "learners", done: 230, total: null }))).toBe("Getting learners: 230 learners");
});

it("says the phase alone where nothing is counted yet", () => {
  expect(doing(work({ done: 0, total: null }))).toBe("Getting results");
  expect(howFar(work({ phase: "waiting", done: 0, total: 40 }))).toBe("");
});

it("says nothing of the time that cannot be told", () => {
  expect(left(work({ seconds_left: null }))).toBe("");
});

it("knows the same runs in another order as the same", () => {
  const [a, b] = [work({ run: 10 }), work({ run: 9 })];
  expect(runsAtWork([a, b])).toBe(runsAtWork([b, a]));
  expect(runsAtWork([a])).not.toBe(runsAtWork([a, b]));
});
