import { describe, expect, it } from "vitest";
import type { Problem } from "$ipc";
import { addedWords, atField, sentenceOf, testedWords } from "./said";

const problem = (more: Partial<Problem>): Problem => ({
  code: "refused",
  message: "No.",
  remedy: null,
  field: null,
  ...more,
});

describe("what is said about a connection", () => {
  it("tells when it was tested, and how much answered", () => {
    const report = { checked_at: "2026-11-22T09:40:00Z", answered: 5, tried: 6, trimmed: [], operations: [] };
    expect(testedWords(report, new Date("2026-11-22T12:00:00Z"))).toBe("Tested today 09:40: 5 of 6 parts answered");
  });

  it("tells what was taken off its secrets, and nothing where nothing was", () => {
    expect(addedWords("bksb", [])).toBe("bksb is connected.");
    expect(addedWords("bksb", ["access key", "secret key"])).toBe(
      "bksb is connected. Blanks or line breaks around the access key and secret key were left out.",
    );
  });
});

describe("a problem", () => {
  it("is one paragraph at a field, with what to do as a sentence of its own", () => {
    expect(sentenceOf(problem({ remedy: "choose another name" }))).toBe("No. Choose another name.");
    expect(sentenceOf(problem({ remedy: "choose another name." }))).toBe("No. Choose another name.");
  });

  it("stands at the field that is to blame, if the form has it", () => {
    expect(atField(problem({ field: "name" }), ["name"])).toEqual({ name: "No." });
    expect(atField(problem({ field: "elsewhere" }), ["name"])).toBeNull();
    expect(atField(problem({}), ["name"])).toBeNull();
  });
});
