import { describe, expect, it } from "vitest";
import type { Need } from "$ipc";
import { inWords, reasonsInWords } from "./needs";

const at = { connection_id: 2, connection: "bksb" };

describe("the reasons of unmatched learners", () => {
  it("begin with the most frequent, and the rest are other reasons", () => {
    const reasons = reasonsInWords([
      { reason: "email_missing", count: 4 },
      { reason: "no_counterpart", count: 21 },
      { reason: "keys_disagree", count: 3 },
      { reason: "email_unverified", count: 9 },
    ]);
    expect(reasons).toBe("21 have no account, 9 an unverified email, 7 other reasons");
  });

  it("are all told where one more is all that is left", () => {
    const reasons = reasonsInWords([
      { reason: "no_counterpart", count: 8 },
      { reason: "nino_missing", count: 4 },
      { reason: "email_shared", count: 1 },
    ]);
    expect(reasons).toBe("8 have no account, 4 no National Insurance number, 1 a shared email");
  });

  it("agree with one learner", () => {
    expect(reasonsInWords([{ reason: "email_missing", count: 1 }])).toBe("1 has no email");
  });
});

describe("a need", () => {
  it("of a connection leads to its settings, with what is wrong as it was told", () => {
    const message = "bksb did not accept the keys. Nothing stored has changed.";
    const need: Need = { need: "connection", ...at, state: "error", message };
    expect(inWords(need, "fault")).toMatchObject({
      warn: true,
      title: "bksb could not be synced",
      sub: message,
      step: { to: "/settings/connections/2" },
    });
  });

  it("of a connection that only wants a sync offers one", () => {
    const message = "Nothing has been read from it yet. What to do: sync now.";
    const need: Need = { need: "connection", ...at, state: "needs_attention", message };
    expect(inWords(need, "never_read")).toMatchObject({
      sub: "Nothing has been read from it yet.",
      todo: "sync now.",
      step: { sync: 2 },
    });
  });

  it("that waits for a decision leads to the run or to the links", () => {
    expect(inWords({ need: "held_run", ...at, run: 84, message: "" }, "held_run").step).toMatchObject({
      to: "/activity?run=84",
    });
    expect(inWords({ need: "held_links", ...at, count: 1 }, "held_links")).toMatchObject({
      title: "1 link to bksb is held for review",
      step: { to: "/unmatched/2?at=held" },
    });
  });

  it("counts learners in their number", () => {
    const need = (count: number): Need => ({ need: "unmatched", ...at, count, reasons: [] });
    expect(inWords(need(1), null).title).toBe("1 learner has no bksb account linked");
    expect(inWords(need(1204), null).title).toBe("1,204 learners have no bksb account linked");
  });

  it("for information asks for no step and does not warn", () => {
    expect(inWords({ need: "unmapped", ...at, count: 3 }, null)).toMatchObject({ warn: false, step: null });
  });
});
