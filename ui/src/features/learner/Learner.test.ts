// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Decided, LearnerAtProvider, LearnerPage, RunRow } from "$ipc";
import { result } from "./chart/fixture";
import Learner from "./Learner.svelte";

const account = {
  user_id: 9,
  external_id: "58213",
  username: "imogen.acourt",
  given_name: "Imogen",
  family_name: "A’Court",
  email: null,
};
const atBksb: LearnerAtProvider = {
  connection_id: 2,
  connection: "bksb",
  kind: "bksb",
  system: "bksb",
  enabled: true,
  link: { account, rule: "email", since: "2025-09-09T10:00:00Z", held: null },
  past: [],
  reason: null,
  sentence: null,
  what_to_do: null,
  decided_at: null,
  never: null,
  accounts_compared: 1191,
  compared_at: "2026-11-22T02:32:00Z",
  results: [result({ level: "level_2" })],
  received_at: "2026-11-22T02:47:00Z",
  in_scope: true,
};
const notLinked: LearnerAtProvider = {
  ...atBksb,
  link: null,
  results: [],
  reason: "no_counterpart",
  sentence: "No bksb account has this email.",
  what_to_do: "Link one by hand.",
};
const learner: LearnerPage = {
  id: 1,
  external_id: "2041187",
  record_system: "Onefile",
  record_connection: "Onefile",
  centre: "Thornwick",
  kind: "learner",
  given_name: "Imogen",
  family_name: "A’Court",
  email: "imogen@merrowvale.example",
  email_verified: true,
  date_of_birth: "2007-03-14",
  nino: "••••••34C",
  uln: null,
  reference: null,
  tags: [],
  gone_at: null,
  in_scope: true,
  provider_username: null,
  provider_username_edited: false,
  providers: [atBksb],
};
const undo = { connection: 2, learner: 1, user: 9 } as unknown as NonNullable<Decided["undo"]>;
const decided: Decided = { linked: 0, unlinked: 1, fault: null, undo };

const calls: [string, unknown][] = [];
let page: LearnerPage = learner;
let latest: () => Promise<Partial<RunRow>[]> = () => Promise.resolve([]);

vi.mock("$ipc", () => ({
  asProblem: (thrown: unknown) => thrown,
  listen: () => () => {},
  call: (command: string, ask: unknown) => {
    calls.push([command, ask]);
    if (command === "learner") return Promise.resolve(page);
    return command === "latest_results" ? latest() : Promise.resolve(decided);
  },
}));
vi.stubGlobal(
  "ResizeObserver",
  class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
);

beforeEach(() => {
  calls.length = 0;
  page = learner;
  latest = () => Promise.resolve([]);
  location.hash = "";
});
afterEach(cleanup);

const button = (name: RegExp) => screen.findByRole("button", { name });

async function show(at: LearnerAtProvider = atBksb, change: Partial<LearnerPage> = {}): Promise<void> {
  page = { ...learner, ...change, providers: [at] };
  render(Learner, { id: 1 });
  await screen.findByRole("heading", { level: 1, name: "Imogen A’Court" });
}

describe("a learner's page", () => {
  test("reads a National Insurance number out as hidden", async () => {
    await show();
    expect(screen.getByText("hidden, ends 3 4 C")).toBeTruthy();
  });

  test("says by what and since when an account is linked", async () => {
    await show();
    expect(screen.getByText(/Linked\s+by email on 9 September 2025\. Account 58213\./)).toBeTruthy();
  });

  test("counts the results in their tab", async () => {
    await show();
    expect(screen.getByRole("tab", { name: /bksb\s*1/ })).toBeTruthy();
  });

  test("says that the record system has the learner no more", async () => {
    await show(atBksb, { gone_at: "2026-11-01T10:00:00Z" });
    expect(screen.getByText(/Onefile no longer has this learner since 1 November 2026/)).toBeTruthy();
  });
});

describe("unlinking", () => {
  test("asks first, and is taken back in place", async () => {
    await show();
    await fireEvent.click(await button(/^Unlink.*from bksb/));
    expect((await screen.findByRole("dialog")).textContent).toContain("Its results are kept");
    expect(calls.some(([command]) => command === "unlink")).toBe(false);
    await fireEvent.click(await button(/^Unlink$/));
    await fireEvent.click(await button(/^Undo/));
    expect(calls.slice(-2)).toEqual([
      ["unlink", { connection: 2, learner: 1, user: 9 }],
      ["undo", undo],
    ]);
  });
});

describe("a learner without a link", () => {
  test("is told why, with whom they were compared, and what to do", async () => {
    await show(notLinked);
    const panel = screen.getByRole("tabpanel");
    expect(panel.textContent).toContain("No bksb account has this email.");
    expect(panel.textContent.replace(/\s+/g, " ")).toContain("the 1,191 accounts in use at bksb");
    expect(panel.textContent).toContain("What to do: Link one by hand.");
  });

  test("is never matched at one press, because that can be taken back", async () => {
    await show(notLinked);
    await fireEvent.click(await button(/^Never match/));
    await button(/^Undo/);
    expect(calls.at(-1)).toEqual(["never_match", { connection: 2, learner: 1, user: null }]);
  });

  test("of whom a person said never, offers that decision back and no link", async () => {
    await show({ ...notLinked, reason: "never_match", never: { learner: 1, user: null } });
    expect(screen.queryByRole("button", { name: /^Link by hand/ })).toBeNull();
    await fireEvent.click(await button(/^Undo never match/));
    expect(calls.at(-1)).toEqual(["undo", { connection: 2, learner: 1, user: null }]);
  });

  test("whose username is unknown can be given another one", async () => {
    await show({ ...notLinked, reason: "username_unknown" }, { provider_username: "temi.bo" });
    await fireEvent.click(await button(/^Correct username/));
    const field = await screen.findByRole("textbox", { name: "Provider username" });
    expect((field as HTMLInputElement).value).toBe("temi.bo");
    await fireEvent.input(field, { target: { value: " temi.b " } });
    await fireEvent.click(await button(/^Save/));
    expect(calls.some(([command, ask]) => command === "set_username" && JSON.stringify(ask).includes('"temi.b"'))).toBe(
      true,
    );
  });

  test("cannot get results, and the button says why", async () => {
    await show(notLinked);
    await fireEvent.click(await button(/^Get latest results/));
    expect(calls.some(([command]) => command === "latest_results")).toBe(false);
    expect((await button(/^Get latest results/)).textContent).toContain("No account is linked");
  });

  test("whose link is held is sent to where it is decided", async () => {
    await show({
      ...notLinked,
      link: { account, rule: "email", since: "2025-09-09T10:00:00Z", held: "details_disagree" },
    });
    const links = screen.getAllByRole("link", { name: /^Review/ });
    expect(links.map((link) => link.getAttribute("href"))).toEqual(["#/unmatched/2?at=held", "#/unmatched/2?at=held"]);
  });
});

describe("getting the latest results", () => {
  test("is asked once however often it is pressed, and says what came", async () => {
    let answer: (runs: Partial<RunRow>[]) => void = () => {};
    latest = () => new Promise((resolve) => (answer = resolve));
    await show();
    await fireEvent.click(await button(/^Get latest results/));
    await fireEvent.click(await button(/^Get latest results/));
    expect(calls.filter(([command]) => command === "latest_results")).toHaveLength(1);
    answer([{ id: 5, connection: "bksb", state: "done", added: 2, changed: 0, skipped: 0 }]);
    expect(await screen.findByText("bksb: 2 new results.")).toBeTruthy();
  });

  test("says what went wrong", async () => {
    const offline = { code: "offline", message: "bksb cannot be reached.", remedy: "Check the network.", field: null };
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the door rejects with a Problem
    latest = () => Promise.reject(offline);
    await show();
    await fireEvent.click(await button(/^Get latest results/));
    expect((await screen.findByRole("alert")).textContent).toContain("Check the network.");
  });
});
