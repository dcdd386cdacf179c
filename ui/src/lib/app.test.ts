// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { AppEvent, Session, Status, Work } from "$ipc";
import { app } from "./app.svelte";
import { current } from "./route.svelte";

const session: Session = {
  stage: "ready",
  problem: null,
  sample: false,
  notices: [],
  version: "0.1.0",
  system: "linux",
  folder: "",
};

const work = (run: number): Work => ({
  run,
  connection_id: 2,
  connection: "bksb",
  task: "results",
  reason: "asked",
  phase: "results",
  done: 1,
  total: 10,
  started_at: "2026-11-24T09:41:00Z",
  seconds_left: null,
});

const status = (learners: number): Status => ({
  state: "up_to_date",
  paused_until: null,
  last_success_at: null,
  connections: [],
  work: [],
  to_decide: 0,
  learners,
  now: "2026-11-24T09:42:00Z",
});

/** The questions after the status, each waiting for the test to answer it. */
const asked: ((answer: Status) => void)[] = [];
let first: () => Promise<Session> = () => Promise.resolve(session);
let tell: (event: AppEvent) => void = () => {};

vi.mock("$ipc", () => ({
  call: (command: string) => {
    if (command === "session") return first();
    if (command === "status") return new Promise<Status>((answer) => asked.push(answer));
    return Promise.resolve(null);
  },
  asProblem: (thrown: unknown) => thrown,
  listen: (handler: (event: AppEvent) => void) => {
    tell = handler;
    return () => {};
  },
}));

const settled = () => new Promise((done) => setTimeout(done));

async function answer(at: number, with_: Status): Promise<void> {
  asked[at]?.(with_);
  await settled();
}

/** Starts the app, with its first status answered. */
async function start(): Promise<() => void> {
  const stop = app.start();
  await settled();
  await answer(0, status(1));
  return stop;
}

beforeEach(() => {
  asked.length = 0;
  first = () => Promise.resolve(session);
  app.status = null;
  app.work = [];
});

describe("what the whole window knows", () => {
  it("asks twice for the status, however many changes come while an answer is awaited, and ends with the last", async () => {
    const stop = await start();
    for (let change = 0; change < 50; change++) tell({ event: "changed" });
    expect(asked).toHaveLength(2);
    await answer(1, status(2));
    expect(asked).toHaveLength(3);
    await answer(2, status(3));
    expect(asked).toHaveLength(3);
    expect(app.status?.learners).toBe(3);
    stop();
  });

  it("asks for the status when a run begins or ends, and not at each of its steps", async () => {
    const stop = await start();
    tell({ event: "work", work: [work(7)] });
    expect(asked).toHaveLength(2);
    await answer(1, { ...status(1), work: [work(7)] });
    tell({ event: "work", work: [{ ...work(7), done: 5 }] });
    expect(asked).toHaveLength(2);
    expect(app.workOn(2)?.done).toBe(5);
    tell({ event: "work", work: [] });
    expect(asked).toHaveLength(3);
    await answer(2, status(1));
    stop();
  });

  it("takes no status of data that is closed meanwhile", async () => {
    const stop = await start();
    tell({ event: "changed" });
    tell({ event: "session", session: { ...session, stage: "first_run" } });
    await answer(1, status(1204));
    expect(app.status).toBeNull();
    stop();
  });

  it("shows why, when the app does not answer at all", async () => {
    const problem = { code: "window", message: "No answer.", remedy: null, field: null };
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the door rejects with a Problem
    first = () => Promise.reject(problem);
    const stop = app.start();
    await settled();
    expect(app.session).toMatchObject({ stage: "failed", problem });
    stop();
  });

  it("goes where the shell sends it", async () => {
    const stop = await start();
    tell({ event: "go", to: "/unmatched" });
    expect(current().path).toEqual(["unmatched"]);
    stop();
  });
});
