import { beforeEach, expect, it, vi } from "vitest";
import type { RunGroup, RunRow, RunsAsk } from "$ipc";
import { runsOf } from "./grouped";

/** A run a minute, the latest first; number 0 is the latest. */
const all: RunRow[] = Array.from({ length: 1000 }, (_, at) => ({
  id: 5000 - at,
  connection_id: 3,
  connection: "Skills Forward",
  task: "results",
  reason: "scheduled",
  state: "done",
  started_at: new Date(Date.UTC(2026, 10, 24, 9, 0) - at * 60_000).toISOString(),
  finished_at: null,
  read: 0,
  added: 0,
  changed: 0,
  unchanged: 0,
  skipped: 0,
  calls: 1,
  fault_code: null,
}));

const asks: RunsAsk[] = [];

vi.mock("$ipc", () => ({
  call: (_command: string, ask: RunsAsk) => {
    asks.push(ask);
    const rows = all.slice(ask.offset, ask.offset + ask.limit);
    return Promise.resolve({ total: all.length, entries: rows.map((run) => ({ entry: "run", run })) });
  },
}));

/** The group of the runs from the later to the earlier of these numbers. */
const group = (later: number, earlier: number): RunGroup => ({
  connection: "Skills Forward",
  task: "results",
  reason: "scheduled",
  count: earlier - later + 1,
  first_at: all[earlier]?.started_at ?? "",
  last_at: all[later]?.started_at ?? "",
  last_id: all[later]?.id ?? 0,
});

beforeEach(() => {
  asks.length = 0;
});

it("finds the runs of a group and no other", async () => {
  const runs = await runsOf(group(3, 48), 3);
  expect(runs.map((run) => run.id)).toEqual(all.slice(3, 49).map((run) => run.id));
  expect(asks).toHaveLength(1);
});

it("goes on to where the group ends, though it is pages away", async () => {
  const runs = await runsOf(group(390, 410), 3);
  expect(runs).toHaveLength(21);
  expect(asks.map((ask) => ask.offset)).toEqual([0, 200, 400]);
});

it("shows the latest of a group that is too long", async () => {
  const runs = await runsOf(group(0, 700), 3);
  expect(runs).toHaveLength(200);
  expect(runs[0]?.id).toBe(5000);
});

it("ends at the oldest run there is", async () => {
  expect(await runsOf(group(990, 999), 3)).toHaveLength(10);
});
