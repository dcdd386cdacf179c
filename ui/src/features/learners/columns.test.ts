import { describe, expect, test } from "vitest";
import type { AtProvider } from "$ipc";
import { atGroup, columns, laidOut, sortOf, toggled, type Column, type Group } from "./columns";

const BKSB = { id: 2, name: "bksb" };
const FORWARD = { id: 5, name: "Skills Forward" };

const shownKeys = (all: Column[]): string[] => all.filter((column) => column.shown).map((column) => column.key);
const column = (key: string, choice: string[] | null = null): Column => {
  const found = columns([BKSB, FORWARD], choice).find((one) => one.key === key);
  if (found === undefined) throw new Error(`no column ${key}`);
  return found;
};

describe("which columns are shown", () => {
  test("without a choice: reference, centre, English and Maths at each provider, and the latest result", () => {
    expect(shownKeys(columns([BKSB, FORWARD], null))).toEqual([
      "reference",
      "centre",
      "2:english",
      "2:maths",
      "5:english",
      "5:maths",
      "latest_result",
    ]);
  });

  test("hiding and showing a column again leaves no trace", () => {
    const hidden = toggled(null, column("centre"));
    expect(hidden).toEqual(["-centre"]);
    expect(toggled(hidden, column("centre", hidden))).toEqual([]);
  });

  test("a column that is usually hidden can be shown", () => {
    const shown = toggled(["-centre"], column("email"));
    expect(shown).toEqual(["-centre", "+email"]);
    expect(shownKeys(columns([], shown))).toEqual(["reference", "email", "latest_result"]);
  });

  test("a provider that is connected later is shown, whatever was chosen before", () => {
    const choice = toggled(null, column("2:maths"));
    expect(shownKeys(columns([BKSB, FORWARD], choice))).toContain("5:maths");
    expect(shownKeys(columns([BKSB, FORWARD], choice))).not.toContain("2:maths");
  });

  test("a choice about what is no longer there does no harm", () => {
    expect(shownKeys(columns([BKSB], ["-9:maths", "+nonsense", ""]))).toEqual(shownKeys(columns([BKSB], null)));
  });
});

test("exactly what the list can be sorted by can be pressed", () => {
  expect(
    columns([BKSB], null)
      .filter((one) => sortOf(one) !== null)
      .map((one) => one.key),
  ).toEqual(["reference", "centre", "latest_result"]);
});

test("a provider without a shown column has no place in the head", () => {
  const all = columns([BKSB, FORWARD], ["-5:english", "-5:maths"]);
  expect(laidOut(all, [BKSB, FORWARD]).groups.map((group) => group.name)).toEqual(["bksb"]);
});

describe("what the cells at a provider say", () => {
  const group = laidOut(columns([BKSB], null), [BKSB]).groups[0] as Group;
  const at = (over: Partial<AtProvider>): AtProvider => ({
    connection_id: 2,
    link: "linked",
    has_initial: true,
    levels: [],
    ...over,
  });
  const maths = { subject: "maths", level: "level_1", level_raw: "Maths Level 1", higher: true } as const;

  test("without a link, that; where it is held, that", () => {
    expect(atGroup(group, at({ link: "not_linked", levels: [maths] }))).toBe("not_linked");
    expect(atGroup(group, at({ link: "held" }))).toBe("held");
    expect(atGroup(group, undefined)).toBe("not_linked");
  });

  test("linked without an initial assessment, that", () => {
    expect(atGroup(group, at({ has_initial: false }))).toBe("no_initial");
  });

  test("a diagnostic's level is shown though there was no initial assessment", () => {
    expect(atGroup(group, at({ has_initial: false, levels: [maths] }))).toEqual([undefined, maths]);
  });

  test("each level stands under its subject", () => {
    expect(atGroup(group, at({ levels: [maths] }))).toEqual([undefined, maths]);
  });
});
