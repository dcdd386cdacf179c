// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Account, Comparison, Decided } from "$ipc";
import LinkDialog from "./LinkDialog.svelte";

const REKA = { id: 3, given_name: "Réka", family_name: "Ábrahámfi" };
const account = (over: Partial<Account>): Account => ({
  user_id: 61,
  external_id: "61077",
  username: "reka.abrahamfi",
  given_name: "Reka",
  family_name: "Abrahamfi",
  email: null,
  active: true,
  linked_to: null,
  ...over,
});
const comparison: Comparison = {
  learner: { id: 3, name: "Réka Ábrahámfi", record_system: "Onefile" },
  user: { id: 61, name: "Reka Abrahamfi", external_id: "61077", system: "bksb" },
  fields: [
    {
      field: "nino",
      learner: "••••••34C",
      user: null,
      verdict: "unknown",
      note: "Not recorded in bksb",
      learner_marks: [],
      user_marks: [],
    },
  ],
};
const decided: Decided = { linked: 1, unlinked: 0, fault: null, undo: null };
const refused = {
  code: "refused",
  message: "They cannot be linked.",
  remedy: "Unlink the other pair first.",
  field: null,
};

const calls: [string, unknown][] = [];
let accounts: Account[] = [];
let linking: () => Promise<Decided> = () => Promise.resolve(decided);

vi.mock("$ipc", () => ({
  asProblem: (thrown: unknown) => thrown,
  call: (command: string, ask: unknown) => {
    calls.push([command, ask]);
    if (command === "find_accounts") return Promise.resolve(accounts);
    return command === "compare" ? Promise.resolve(comparison) : linking();
  },
}));

beforeEach(() => {
  calls.length = 0;
  accounts = [account({})];
  linking = () => Promise.resolve(decided);
});
afterEach(cleanup);

function open(props: object = { learner: REKA }) {
  const onlinked = vi.fn();
  render(LinkDialog, { open: true, connection: 2, system: "bksb", onlinked, ...props });
  return onlinked;
}

const button = (name: RegExp) => screen.findByRole("button", { name });

describe("linking a learner by hand", () => {
  test("looks for the name in question at once", async () => {
    open();
    await button(/^Reka Abrahamfi/);
    expect(calls).toEqual([["find_accounts", { connection: 2, text: "Ábrahámfi" }]]);
  });

  test("shows both side by side before anything is linked", async () => {
    const onlinked = open();
    await fireEvent.click(await button(/^Reka Abrahamfi/));
    expect((await screen.findByRole("table")).textContent).toContain("hidden, ends 3 4 C");
    expect(calls.map(([command]) => command)).toEqual(["find_accounts", "compare"]);
    await fireEvent.click(await button(/^Link these two/));
    await vi.waitFor(() => expect(onlinked).toHaveBeenCalledWith(decided, comparison));
    expect(calls.at(-1)).toEqual(["link", { connection: 2, learner: 3, user: 61 }]);
  });

  test("says whose link would end", async () => {
    accounts = [account({ linked_to: "Imogen A’Court" })];
    open();
    await fireEvent.click(await button(/Linked to Imogen A’Court/));
    expect(await screen.findByText(/linked to Imogen A’Court now.*that link ends/)).toBeTruthy();
  });

  test("links nobody to an account that is not in use", async () => {
    accounts = [account({ active: false })];
    open();
    await fireEvent.click(await button(/Not in use/));
    await screen.findByRole("table");
    await fireEvent.click(await button(/^Link these two/));
    expect(calls.map(([command]) => command)).not.toContain("link");
  });

  test("stays open where it is refused, and says what to do", async () => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the door rejects with a Problem
    linking = () => Promise.reject(refused);
    const onlinked = open();
    await fireEvent.click(await button(/^Reka Abrahamfi/));
    await screen.findByRole("table");
    await fireEvent.click(await button(/^Link these two/));
    expect((await screen.findByRole("alert")).textContent).toContain("Unlink the other pair first.");
    expect(onlinked).not.toHaveBeenCalled();
  });

  test("finds another one after the first was looked at", async () => {
    open();
    await fireEvent.click(await button(/^Reka Abrahamfi/));
    await fireEvent.click(await button(/^Choose another/));
    expect(await button(/^Reka Abrahamfi/)).toBeTruthy();
  });

  test("says that nobody is found", async () => {
    accounts = [];
    open();
    expect(await screen.findByText(/Nobody is found for/)).toBeTruthy();
  });
});

test("with both ends known the comparison is shown at once", async () => {
  open({ learner: REKA, user: { id: 61, given_name: "Reka", family_name: "Abrahamfi" } });
  await screen.findByRole("table");
  expect(calls).toEqual([["compare", { connection: 2, learner: 3, user: 61 }]]);
});
