import { expect, it } from "vitest";
import type { Finding } from "$ipc";
import { summary } from "./findings";

const finding = (health: Finding["health"]): Finding => ({ about: "Folder", health, sentence: "" });

it("counts what a person has to see to, and nothing else", () => {
  expect(summary([finding("good"), finding("bad"), finding("bad"), finding("note")])).toBe("2 things to see to.");
  expect(summary([finding("bad")])).toBe("1 thing to see to.");
});

it("takes a note for no trouble", () => {
  expect(summary([finding("good"), finding("note")])).toBe("Everything is as it should be.");
});
