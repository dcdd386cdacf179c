// @vitest-environment jsdom
import { cleanup, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RunDetail, RunRow, RunsAsk, RunsPage } from "$ipc";
import { app } from "$lib/app.svelte";
import { followKeys } from "$lib/keys";
import { current, go } from "$lib/route.svelte";
import Runs from "./Runs.svelte";

const run = (change: Partial<RunRow>): RunRow => ({
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
  skipped: 0,
  calls: 3,
  fault_code: "tls_failed",
  ...change,
});

const failed: RunDetail = {
  run: run({}),
  problem: { code: "tls_failed", message: "No safe connection could be made.", remedy: "ask IT.", field: null },
  skipped: [],
  skipped_total: 0,
  retry_at: null,
  worked_again_at: "2026-11-24T08:21:00Z",
  can_confirm: false,
  missing: 0,
};

const held: RunDetail = {
  ...failed,
  run: run({ id: 84, connection_id: 1, connection: "Onefile", task: "learners", state: "held", read: 310 }),
  worked_again_at: null,
  can_confirm: true,
  missing: 894,
};

let page: RunsPage;
const calls: [string, unknown][] = [];

vi.mock("$ipc", () => ({
  call: (command: string, ask: unknown) => {
    calls.push([command, ask]);
    if (command === "runs") return Promise.resolve(page);
    if (command === "run") return Promise.resolve((ask as { id: number }).id === 84 ? held : failed);
    return Promise.resolve(null);
  },
  asProblem: (thrown: unknown) => thrown,
  listen: () => () => {},
}));

beforeEach(() => {
  calls.length = 0;
  app.session = { stage: "ready", problem: null, sample: false, notices: [], version: "", system: "linux", folder: "" };
  app.now = new Date("2026-11-24T09:42:00Z");
  page = {
    total: 2,
    entries: [
      { entry: "run", run: failed.run },
      {
        entry: "group",
        group: {
          connection: "Skills Forward",
          task: "results",
          reason: "scheduled",
          count: 46,
          first_at: "2026-11-24T07:00:00Z",
          last_at: "2026-11-24T07:45:00Z",
          last_id: 80,
        },
      },
    ],
  };
});
afterEach(cleanup);

const runsAsked = () => calls.filter(([command]) => command === "runs").map(([, ask]) => ask as RunsAsk);

async function show(route: string): Promise<void> {
  go(route);
  render(Runs);
  await waitFor(() => expect(document.querySelector("tbody tr:not(.skeleton), .empty")).not.toBeNull());
}

describe("the runs", () => {
  it("show runs with nothing new as one line", async () => {
    await show("/activity?x=1");
    const group = screen.getByRole("row", { name: /46 runs with nothing new/ });
    expect(group.textContent).toContain("07:00 to 07:45");
  });

  it("open one at a time, and the address says which", async () => {
    await show("/activity?x=2");
    const expander = screen.getByRole("button", { name: "Details: Get assessments, Skills Forward, Today 08:12" });
    expander.click();
    expect(await screen.findByText("No safe connection could be made.")).toBeDefined();
    expect(expander.getAttribute("aria-expanded")).toBe("true");
    expect(current().query.get("run")).toBe("85");
    expander.click();
    await waitFor(() => expect(screen.queryByText("No safe connection could be made.")).toBeNull());
    expect(current().query.has("run")).toBe(false);
  });

  it("close what is opened with Esc, and go back to what opened it", async () => {
    const stop = followKeys();
    await show("/activity?run=85");
    (await screen.findByRole("button", { name: "Try again" })).focus();
    document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    await waitFor(() => expect(current().query.has("run")).toBe(false));
    expect(document.activeElement?.getAttribute("aria-label")).toMatch(/^Details: Get assessments/);
    stop();
  });

  it("tell of a fault what happened, what to do, when it worked again and its code", async () => {
    await show("/activity?run=85");
    const detail = (await screen.findByText("No safe connection could be made.")).closest("td");
    expect(detail?.textContent).toMatch(/What to do: ask IT\./);
    expect(detail?.textContent).toMatch(/Code\s*tls_failed/);
    expect(detail?.textContent).toMatch(/Worked again\s*Today 08:21/);
    within(detail as HTMLElement)
      .getByRole("button", { name: "Try again" })
      .click();
    expect(calls.at(-1)).toEqual(["sync", { connections: [3] }]);
  });

  it("let a held run take effect only after a question that says what will happen", async () => {
    await show("/activity?run=84");
    (await screen.findByRole("button", { name: "Let it take effect…" })).click();
    const dialog = await screen.findByRole("dialog", { name: "Let this run take effect?" });
    expect(dialog.textContent).toMatch(/894 learners .* will be marked as gone/s);
    expect(calls.some(([command]) => command === "confirm")).toBe(false);
    within(dialog).getByRole("button", { name: "Mark 894 as gone" }).click();
    expect(calls.find(([command]) => command === "confirm")).toEqual(["confirm", { run: 84 }]);
  });

  it("show an opened run that is on another page above the others", async () => {
    await show("/activity?run=84");
    const first = await screen.findByRole("button", { name: /^Details: Get learners, Onefile/ });
    const rows = [...document.querySelectorAll("tbody tr[data-row]")].map((row) => row.getAttribute("data-row"));
    expect(rows[0]).toBe("84");
    expect(first.getAttribute("aria-expanded")).toBe("true");
  });

  it("are asked for anew by a filter, from the first page on, with nothing opened", async () => {
    await show("/activity?from=50&run=85");
    const state = screen.getByRole("combobox", { name: "State" });
    if (!(state instanceof HTMLSelectElement)) throw new Error("the filter is a select");
    state.value = "held";
    state.dispatchEvent(new Event("change", { bubbles: true }));
    await waitFor(() => expect(runsAsked().at(-1)).toMatchObject({ state: "held", offset: 0 }));
    expect(current().query.has("run")).toBe(false);
  });

  it("say that nothing is like that, and show all again", async () => {
    page = { total: 0, entries: [] };
    await show("/activity?state=held");
    screen.getByRole("button", { name: "Show all runs" }).click();
    await waitFor(() => expect(runsAsked().at(-1)).toMatchObject({ state: null }));
  });

  it("say that nothing has run yet", async () => {
    page = { total: 0, entries: [] };
    await show("/activity?x=3");
    expect(screen.getByRole("heading", { name: "Nothing has run yet" })).toBeDefined();
  });
});
