import { describe, expect, it } from "vitest";
import type { CandidateKind, Suggested, UnmatchedTab } from "$ipc";
import { chips, emptied, matched, suggestions, tabCount } from "./words";

const tab: UnmatchedTab = {
  connection_id: 2,
  connection: "bksb",
  system: "bksb",
  learners: 1_200,
  users: 34,
  held: 0,
  matched_at: null,
};

const somebody = (kind: CandidateKind): Suggested => ({
  other_id: 1,
  given_name: "Réka",
  family_name: "Ábrahámfi",
  username: null,
  external_id: "61077",
  kind,
  why: [],
});

describe("the chips", () => {
  it("are all and each reason, most first, in the words of the side", () => {
    const reasons = [
      { reason: "email_shared", count: 2 },
      { reason: "no_counterpart", count: 19 },
    ] as const;
    expect(chips("users", 21, [...reasons], null)).toEqual([
      { key: "all", label: "All", count: 21 },
      { key: "no_counterpart", label: "No learner", count: 19 },
      { key: "email_shared", label: "Shared email", count: 2 },
    ]);
    expect(chips("learners", 21, [...reasons], null)[1]?.label, "on the learners' side an account is missing").toBe(
      "No account",
    );
  });

  it("are none where there is nothing to choose", () => {
    expect(chips("learners", 0, [], null)).toEqual([]);
    expect(chips("learners", 3, [{ reason: "email_missing", count: 3 }], "email_missing")).toEqual([]);
  });

  it("keep the chosen reason when its last row has gone, so that it can be let go", () => {
    const left = chips("learners", 3, [{ reason: "email_missing", count: 3 }], "email_shared");
    expect(left.map(({ key, count }) => [key, count])).toEqual([
      ["all", 3],
      ["email_missing", 3],
      ["email_shared", 0],
    ]);
  });
});

describe("the words of a row and of the page", () => {
  it("say how many are suggested, and by what", () => {
    expect(suggestions("learners", [])).toBeNull();
    expect(suggestions("learners", [somebody("suggestion")])).toBe("1 likely");
    expect(suggestions("learners", [somebody("ambiguous"), somebody("suggestion")])).toBe("2 accounts");
    expect(suggestions("users", [somebody("ambiguous")])).toBe("1 learner");
    expect(suggestions("users", [somebody("held"), somebody("ambiguous")])).toBe("1 held link");
  });

  it("count both sides, and the learners alone where accounts are not listed", () => {
    expect(tabCount(tab)).toBe("1,234");
    expect(tabCount({ ...tab, users: null })).toBe("1,200");
  });

  it("say what leaves nothing of a list that has rows, and nothing where it has none", () => {
    const window = { limit: 25, offset: 0 };
    expect(emptied({ search: " ", reason: null, window })).toBeNull();
    const told = [
      emptied({ search: "ann", reason: null, window }),
      emptied({ search: "", reason: "email_shared", window }),
      emptied({ search: "ann", reason: "email_shared", window }),
    ];
    expect(new Set(told.filter((words) => words !== null)).size).toBe(3);
  });

  it("say when matching last ran", () => {
    const now = new Date("2026-11-22T12:00:00Z");
    expect(matched(tab, now)).toBe("Not matched yet");
    expect(matched({ ...tab, matched_at: "2026-11-22T02:32:00Z" }, now)).toBe("Matched today 02:32");
    expect(matched({ ...tab, matched_at: "2026-11-03T02:32:00Z" }, now)).toBe("Matched 3 Nov 02:32");
  });
});
