import { expect, it } from "vitest";
import type { FirstRun, MatchPreview, Problem } from "$ipc";
import { faults, linked, unmatched, wasStopped } from "./preview";

const PREVIEW: MatchPreview = {
  connection_id: 2,
  connection: "bksb",
  learners: 10,
  users: 12,
  users_available: true,
  would_link: [
    { rule: "username", count: 2 },
    { rule: "email", count: 5 },
  ],
  would_hold: 1,
  would_unlink: 0,
  unmatched: [
    { reason: "no_counterpart", count: 1 },
    { reason: "email_missing", count: 1 },
  ],
  unmatched_users: 4,
};

const problem = (code: string): Problem => ({ code, message: "", remedy: null, field: null });
const after = (...codes: string[]): FirstRun => ({
  connections: [],
  read: false,
  reading: false,
  problems: codes.map(problem),
  previews: [],
});

it("adds the rules and the reasons up, so that every learner stands under one of three numbers", () => {
  expect([linked(PREVIEW), PREVIEW.would_hold, unmatched(PREVIEW)]).toEqual([7, 1, 2]);
  expect(linked(PREVIEW) + PREVIEW.would_hold + unmatched(PREVIEW)).toBe(PREVIEW.learners);
});

it("does not call it a fault that a person stopped the reading", () => {
  expect(faults(after("cancelled", "keys_refused"))).toEqual([problem("keys_refused")]);
  expect(wasStopped(after("cancelled"))).toBe(true);
  expect(wasStopped(after("keys_refused"))).toBe(false);
});
