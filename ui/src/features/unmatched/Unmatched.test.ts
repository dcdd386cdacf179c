// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Problem, UnmatchedAsk, UnmatchedPage, UnmatchedRow, UnmatchedTab } from "$ipc";
import { app } from "$lib/app.svelte";
import { current, go } from "$lib/route.svelte";
import Unmatched from "./Unmatched.svelte";

const bksb: UnmatchedTab = {
  connection_id: 2,
  connection: "bksb",
  system: "bksb",
  learners: 0,
  users: 0,
  held: 0,
  matched_at: "2026-11-22T02:32:00Z",
};

const person = (id: number, change: Partial<UnmatchedRow> = {}): UnmatchedRow => ({
  id,
  external_id: String(5000 + id),
  given_name: "Temi",
  family_name: `Baines${id}`,
  email: "temi@example.com",
  centre: "Thornwick",
  username: null,
  reason: "no_counterpart",
  sentence: "No bksb account has this email.",
  what_to_do: "Create an account in bksb, or link one by hand.",
  decided_at: null,
  never: null,
  candidates: [],
  ...change,
});

/** The shell: what it has, what it was asked, and what it says to a decision. */
const shell = {
  tabs: [bksb],
  learners: [] as UnmatchedRow[],
  asks: [] as [string, unknown][],
  refusal: null as Problem | null,
};

function list(ask: UnmatchedAsk): UnmatchedPage {
  const all = ask.side === "learners" ? shell.learners : [];
  const found = all.filter((row) => ask.reason === null || row.reason === ask.reason);
  const reasons = [...new Set(all.map((row) => row.reason))];
  return {
    total: found.length,
    all: all.length,
    reasons: reasons.map((reason) => ({ reason, count: all.filter((row) => row.reason === reason).length })),
    rows: found.slice(ask.offset, ask.offset + ask.limit),
  };
}

function answer(command: string, ask: unknown): unknown {
  if (command === "unmatched_tabs") return shell.tabs;
  if (command === "unmatched") return list(ask as UnmatchedAsk);
  if (shell.refusal !== null) throw shell.refusal;
  return { linked: 0, unlinked: 0, fault: null, undo: null };
}

vi.mock("$ipc", () => ({
  call: async (command: string, ask: unknown) => {
    shell.asks.push([command, ask]);
    await Promise.resolve();
    return answer(command, ask);
  },
  asProblem: (thrown: unknown) => thrown,
  listen: () => () => {},
}));

beforeEach(() => {
  Object.assign(shell, { tabs: [bksb], learners: [], asks: [], refusal: null });
  app.now = new Date("2026-11-22T09:42:00Z");
  app.status = { learners: 1204, work: [] } as unknown as typeof app.status;
  go("/unmatched/2");
});
afterEach(() => {
  cleanup();
  document.body.replaceChildren();
});

const asked = (command: string) => shell.asks.filter(([name]) => name === command).map(([, ask]) => ask);
const section = async (name: RegExp) => within(await screen.findByRole("region", { name }));
const learners = () => section(/^Learners without/);

/** The menus of the page open inside `main`. */
function open(): void {
  const target = document.body.appendChild(document.createElement("main"));
  render(Unmatched, { target, props: { connection: 2 } });
}

async function show(tab: Partial<UnmatchedTab>, rows: UnmatchedRow[] = []): Promise<void> {
  shell.tabs = [{ ...bksb, ...tab }];
  shell.learners = rows;
  open();
  await screen.findByRole("heading", { name: /^Learners without/ });
}

describe("the unmatched page", () => {
  it("says what was compared, and when, where everybody is matched", async () => {
    await show({});
    expect(await screen.findByText("Every learner has a bksb account")).toBeDefined();
    expect(screen.getAllByText(/bksb was compared with 1,204 learners\s+today 02:32/)).toHaveLength(2);
  });

  it("offers a sync where nothing was matched yet", async () => {
    await show({ matched_at: null });
    expect(await screen.findAllByText("Nothing is matched yet")).toHaveLength(2);
    expect(screen.getByText("Not matched yet")).toBeDefined();
  });

  it("says that accounts are not available, and never counts none, where the provider lists none", async () => {
    await show({ users: null });
    const accounts = await section(/^bksb accounts without/);
    expect(accounts.getByText("Not available")).toBeDefined();
    expect(accounts.getByRole("heading", { level: 2 }).textContent.trim()).toBe("bksb accounts without a learner");
    expect(screen.queryByRole("link", { name: /accounts without a learner/ })).toBeNull();
    expect(asked("unmatched").some((ask) => (ask as UnmatchedAsk).side === "users")).toBe(false);
  });

  it("says where to begin where no provider is connected", async () => {
    shell.tabs = [];
    open();
    expect(await screen.findByText("No provider is connected")).toBeDefined();
  });

  it("shows the rest of a short list in one press, and keeps it in the address", async () => {
    const rows = Array.from({ length: 37 }, (_, at) => person(at + 1));
    await show({ learners: 37 }, rows);
    const list = await learners();
    await fireEvent.click(await list.findByRole("button", { name: "Show the other 12 learners" }));
    expect(await list.findByText("Baines37, Temi")).toBeDefined();
    expect(current().query.get("learners-rows")).toBe("100");
  });

  it("asks for one reason, and for all again", async () => {
    await show({ learners: 2 }, [person(1), person(2, { reason: "email_missing" })]);
    const list = await learners();
    await fireEvent.click(await list.findByRole("button", { name: /^No email/ }));
    await vi.waitFor(() => expect(list.queryByText("Baines1, Temi")).toBeNull());
    await fireEvent.click(list.getByRole("button", { name: /^All/ }));
    expect(await list.findByText("Baines1, Temi")).toBeDefined();
    expect(current().query.toString(), "nothing is left of it in the address").toBe("");
  });

  it("takes a never match back from its row", async () => {
    await show({ learners: 1 }, [person(1, { reason: "never_match", never: { learner: 1, user: null } })]);
    const list = await learners();
    expect(list.queryByRole("button", { name: /^Link/ }), "who is never matched cannot be linked").toBeNull();
    await fireEvent.click(await list.findByRole("button", { name: "Undo never match: Baines1, Temi" }));
    await vi.waitFor(() => expect(asked("undo")).toEqual([{ connection: 2, learner: 1, user: null }]));
  });

  it("says a problem where it was pressed, though the row has gone meanwhile", async () => {
    const never = { reason: "never_match", never: { learner: 2, user: null } } as const;
    await show({ learners: 3 }, [person(1), person(2, never), person(3)]);
    const list = await learners();
    const undo = await list.findByRole("button", { name: "Undo never match: Baines2, Temi" });
    shell.learners = [person(1), person(3)];
    shell.refusal = { code: "refused", message: "Nothing was decided here.", remedy: null, field: null };
    await fireEvent.click(undo);
    await vi.waitFor(() => expect(list.queryByText("Baines2, Temi")).toBeNull());
    const rows = list.getAllByRole("row").map((row) => row.textContent);
    const at = rows.findIndex((text) => text.includes("Nothing was decided here."));
    expect(rows[at - 1], "between those that it stood between").toContain("Baines1, Temi");
    expect(rows[at + 1]).toContain("Baines3, Temi");
    await fireEvent.click(list.getByRole("button", { name: "Close" }));
    expect(list.queryByText("Nothing was decided here.")).toBeNull();
  });
});
