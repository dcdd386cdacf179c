// @vitest-environment jsdom
import { cleanup, render, screen, within } from "@testing-library/svelte";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { AtProvider, LearnerRow, LearnerSort } from "$ipc";
import { columns, laidOut } from "./columns";
import LearnersTable from "./LearnersTable.svelte";
import { WHOLE, type List } from "./list";

vi.mock("$ipc", () => ({ call: () => new Promise(() => {}), listen: () => () => {} }));
afterEach(cleanup);

const PROVIDERS = [
  { id: 2, name: "bksb" },
  { id: 5, name: "Skills Forward" },
];
const linked: AtProvider = { connection_id: 2, link: "linked", has_initial: true, levels: [] };

function row(over: Partial<LearnerRow> = {}): LearnerRow {
  return {
    id: 7,
    given_name: "Réka",
    family_name: "Ábrahámfi",
    reference: "MV-21103",
    centre: "Thornwick",
    email: null,
    uln: null,
    kind: "learner",
    tags: [],
    providers: [linked, { ...linked, connection_id: 5 }],
    latest_result_at: null,
    ...over,
  };
}

function show(rows: LearnerRow[] | undefined, list: List = WHOLE) {
  const onsort = vi.fn<(sort: LearnerSort) => void>();
  const layout = laidOut(columns(PROVIDERS, null), PROVIDERS);
  render(LearnersTable, { layout, list, limit: 25, total: 1204, rows, onsort });
  return onsort;
}

describe("the head of the list", () => {
  test("puts the levels under the name of their provider", () => {
    show([]);
    const group = screen.getByRole("columnheader", { name: "bksb, latest" });
    expect([group.getAttribute("scope"), group.getAttribute("colspan")]).toEqual(["colgroup", "2"]);
    expect(screen.getByRole("columnheader", { name: "Skills Forward Maths" }).getAttribute("scope")).toBe("col");
  });

  test("says by which column it is sorted, and which way", () => {
    show([], { ...WHOLE, sort: "centre", descending: true });
    expect(screen.getByRole("columnheader", { name: "Centre" }).getAttribute("aria-sort")).toBe("descending");
    expect(screen.getByRole("columnheader", { name: "Learner" }).hasAttribute("aria-sort")).toBe(false);
  });

  test("sorts by what is pressed", () => {
    const onsort = show([]);
    screen.getByRole("button", { name: "Latest result" }).click();
    expect(onsort).toHaveBeenCalledWith("latest_result");
  });
});

describe("a learner in the list", () => {
  test("is a row head whose link carries the place in the list", () => {
    show([row(), row({ id: 8, given_name: "Dóra" })], { ...WHOLE, offset: 50 });
    const link = screen.getByRole("link", { name: "Ábrahámfi, Dóra" });
    expect(link.getAttribute("href")).toBe("#/learners/8?at=52&of=1204");
    expect(link.closest("th")?.getAttribute("scope")).toBe("row");
  });

  test("says once across a provider's columns that there is no link", () => {
    show([row({ providers: [{ ...linked, link: "not_linked" }] })]);
    const cells = screen.getAllByRole("cell", { name: "Not linked" });
    expect(
      cells.map((cell) => cell.getAttribute("colspan")),
      "also where nothing is known of a provider",
    ).toEqual(["2", "2"]);
  });

  test("tells the ear what an arrow and a dash mean", () => {
    const maths = { subject: "maths", level: "level_1", level_raw: "Maths L1", higher: true } as const;
    show([row({ providers: [{ ...linked, levels: [maths] }] })]);
    const cells = within(screen.getAllByRole("row").at(-1) as HTMLElement).getAllByRole("cell");
    const texts = cells.map((cell) => cell.textContent.replace(/\s+/g, " ").trim());
    expect(texts).toContain("Level 1, higher than the one before");
    expect(texts.some((text) => text.endsWith("No result"))).toBe(true);
  });

  test("shows a level that is not mapped as it was sent", () => {
    const maths = { subject: "maths", level: null, level_raw: "Working towards", higher: false } as const;
    show([row({ providers: [{ ...linked, levels: [maths] }] })]);
    expect(screen.getByRole("cell", { name: /^Working towards, not mapped to a level/ })).toBeTruthy();
  });

  test("without any name can still be opened", () => {
    show([row({ given_name: "", family_name: "" })]);
    expect(screen.getByRole("link", { name: "No name" })).toBeTruthy();
  });
});

test("until the first answer rows keep their place and are not read out", () => {
  show(undefined);
  expect(screen.getByRole("table").getAttribute("aria-busy")).toBe("true");
  expect(document.querySelectorAll("tbody tr[aria-hidden]")).toHaveLength(25);
});
