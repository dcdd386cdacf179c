// @vitest-environment jsdom
import { cleanup, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ConnectionStatus, Overview as Answer, Status, Work } from "$ipc";
import { app } from "$lib/app.svelte";
import Overview from "./Overview.svelte";

const connection = (change: Partial<ConnectionStatus>): ConnectionStatus => ({
  id: 2,
  name: "bksb",
  kind: "bksb",
  system: "bksb",
  role: "assessments",
  enabled: true,
  state: "up_to_date",
  cause: null,
  last_success_at: "2026-11-24T02:47:00Z",
  next_due_at: "2026-11-25T02:31:00Z",
  message: null,
  ...change,
});

const status = (change: Partial<Status>): Status => ({
  state: "up_to_date",
  paused_until: null,
  last_success_at: "2026-11-24T02:47:00Z",
  connections: [connection({})],
  work: [],
  to_decide: 0,
  learners: 1204,
  now: "2026-11-24T09:42:00Z",
  ...change,
});

const work: Work = {
  run: 90,
  connection_id: 2,
  connection: "bksb",
  task: "results",
  reason: "asked",
  phase: "results",
  done: 412,
  total: 1167,
  started_at: "2026-11-24T09:41:00Z",
  seconds_left: 175,
};

const nothing: Answer = {
  learners: 0,
  centres: 0,
  record_counts: [],
  provider_counts: [],
  needs: [],
  new_since: "2026-11-23T00:00:00Z",
  new_results: [],
  new_total: 0,
  days: [{ day: "2026-11-24", count: 0 }],
};

const calls: [string, unknown][] = [];
let answer: Answer = nothing;
let refused: unknown = null;

vi.mock("$ipc", () => ({
  call: (command: string, ask: unknown) => {
    calls.push([command, ask]);
    if (command === "overview") return Promise.resolve(answer);
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the door rejects with a Problem
    return refused === null ? Promise.resolve(status({})) : Promise.reject(refused);
  },
  asProblem: (thrown: unknown) => thrown,
  listen: () => () => {},
}));

beforeEach(() => {
  calls.length = 0;
  answer = nothing;
  refused = null;
  app.now = new Date("2026-11-24T09:42:00Z");
  app.work = [];
});
afterEach(() => {
  cleanup();
  document.body.replaceChildren();
});

async function show(now: Status): Promise<void> {
  app.status = now;
  app.work = now.work;
  const main = document.body.appendChild(document.createElement("main"));
  render(Overview, { target: main });
  await screen.findByRole("heading", { name: "Connections" });
}

const row = (name: string) => within(screen.getByRole("row", { name: new RegExp(`^${name}`) }));

describe("the overview", () => {
  it("says what to press while nothing has been read", async () => {
    await show(status({ learners: 0 }));
    expect(screen.getByRole("heading", { name: "Nothing has been read yet" })).toBeDefined();
    expect(screen.queryByRole("heading", { name: /Results a day/ }), "nothing is drawn of nothing").toBeNull();
  });

  it("says that the first sync runs while it does", async () => {
    await show(status({ learners: 0, work: [work] }));
    expect(screen.getByRole("heading", { name: "The first sync is running" })).toBeDefined();
  });

  it("shows a run at work with its phase, count, time left and a way to stop it", async () => {
    await show(status({ work: [work] }));
    const bksb = row("bksb");
    expect(bksb.getByText("Getting results: 412 of 1,167 learners")).toBeDefined();
    expect(bksb.getByText("About 3 minutes left")).toBeDefined();
    expect(bksb.getByRole("progressbar").getAttribute("value")).toBe("412");
    bksb.getByRole("button", { name: /^Stop/ }).click();
    expect(calls.at(-1)).toEqual(["stop", { connection: 2 }]);
  });

  it("syncs one connection from its row, and all from the head", async () => {
    await show(status({}));
    row("bksb")
      .getByRole("button", { name: /^Sync now/ })
      .click();
    expect(calls.at(-1)).toEqual(["sync", { connections: [2] }]);
    screen.getByRole("button", { name: "Sync now" }).click();
    expect(calls.at(-1)).toEqual(["sync", { connections: null }]);
  });

  it("shows under the row why a sync could not begin", async () => {
    await show(status({}));
    refused = { code: "busy", message: "Learner Sync is already at work.", remedy: null, field: null };
    row("bksb")
      .getByRole("button", { name: /^Sync now/ })
      .click();
    expect((await screen.findByRole("alert")).textContent).toContain("Learner Sync is already at work.");
  });

  it("cannot be synced while everything is at work, and says why", async () => {
    await show(status({ work: [work] }));
    const button = screen.getByRole("button", { name: /^Sync now/ });
    expect(button.getAttribute("aria-disabled")).toBe("true");
    button.click();
    expect(calls.filter(([command]) => command === "sync")).toEqual([]);
    expect(button.textContent).toContain("Everything is being synced");
  });

  it("offers to resume while it is paused, and shows nothing as due", async () => {
    await show(status({ state: "paused", paused_until: "2026-11-24T10:42:00Z" }));
    expect(screen.getByText("Paused until Today 10:42")).toBeDefined();
    expect(row("bksb").getByText("Paused")).toBeDefined();
    screen.getByRole("button", { name: "Resume" }).click();
    expect(calls.at(-1)?.[0]).toBe("resume");
  });

  it("neither syncs nor calls up to date what is switched off", async () => {
    await show(status({ connections: [connection({ enabled: false, state: "paused" })] }));
    expect(row("bksb").getByText("Switched off")).toBeDefined();
    expect(row("bksb").queryByRole("button")).toBeNull();
  });

  it("leads from a state that is not good to where it is put right", async () => {
    await show(status({ connections: [connection({ state: "error", message: "It failed. What to do: try." })] }));
    const link = row("bksb").getByRole("link", { name: "Error" });
    expect(link.getAttribute("href")).toBe("#/settings/connections/2");
  });

  it("leads from held links to their review, and not to the settings", async () => {
    answer = {
      ...nothing,
      learners: 1204,
      needs: [{ need: "held_links", connection_id: 2, connection: "bksb", count: 2 }],
    };
    await show(status({ connections: [connection({ state: "needs_attention", cause: "held_links" })] }));
    expect(row("bksb").getByRole("link", { name: "Needs attention" }).getAttribute("href")).toBe(
      "#/unmatched/2?at=held",
    );
  });

  it("lists what needs a person in the order that it was told", async () => {
    answer = {
      ...nothing,
      learners: 1204,
      needs: [
        { need: "held_links", connection_id: 2, connection: "bksb", count: 2 },
        { need: "unmapped", connection_id: 2, connection: "bksb", count: 3 },
      ],
    };
    await show(status({}));
    const section = screen.getByRole("region", { name: /Needs you/ });
    const items = within(section).getAllByRole("listitem");
    expect(items.map((item) => item.querySelector(".todo-title")?.textContent)).toEqual([
      "2 links to bksb are held for review",
      "3 results have a level that this app does not know",
    ]);
  });
});
