import { expect, it } from "vitest";
import type { RunDetail } from "$ipc";
import { outcome } from "./outcome";
import { report } from "./report";

const detail: RunDetail = {
  run: {
    id: 85,
    connection_id: 3,
    connection: "Skills Forward",
    task: "results",
    reason: "scheduled",
    state: "failed",
    started_at: "2026-11-24T08:12:00Z",
    finished_at: "2026-11-24T08:12:09Z",
    read: 0,
    added: 0,
    changed: 0,
    unchanged: 0,
    skipped: 1,
    calls: 3,
    fault_code: "tls_failed",
  },
  problem: { code: "tls_failed", message: "No safe connection could be made.", remedy: "ask IT.", field: null },
  skipped: [{ external_id: "4410-odell", reason: "date_unreadable", field: "finished", sentence: "No date." }],
  skipped_total: 1,
  retry_at: null,
  worked_again_at: null,
  can_confirm: false,
  missing: 0,
};

it("tells IT which run failed, how, and what to do", () => {
  expect(report(detail, { version: "0.1.0", system: "linux" })).toBe(
    [
      "Learner Sync: 0.1.0 (linux)",
      "Run: 85, Get assessments, Skills Forward",
      "Begun by: Schedule",
      "State: Failed",
      "Started: 2026-11-24T08:12:00Z",
      "Took: 9 s",
      "Calls: 3",
      "Rows read: 0",
      "Code: tls_failed",
      "What happened: No safe connection could be made.",
      "What to do: ask IT.",
    ].join("\n"),
  );
});

it("names nobody, not even by the id of a row that was set aside", () => {
  expect(report(detail, { version: "0.1.0", system: "linux" })).not.toContain("4410");
});

it("says what a run without a fault came to", () => {
  const done = { ...detail.run, state: "done" as const, read: 9318, fault_code: null };
  expect(outcome(done)).toBe("9,318 rows were compared, and nothing was new.");
  expect(outcome({ ...done, read: 1 })).toBe("1 row was compared, and nothing was new.");
  const match = { ...done, task: "match" as const, read: 0 };
  expect(outcome({ ...match, unchanged: 1 })).toBe("1 link stands, and nothing was new.");
  expect(outcome({ ...match, added: 915 })).toBe("915 links were made.");
  expect(outcome({ ...match, added: 1, changed: 22 })).toBe("1 link was made, and 22 ended or wait for review.");
  expect(outcome({ ...done, added: 38, changed: 2 })).toBe("Of 9,318 rows, 38 were new and 2 had changed.");
});
