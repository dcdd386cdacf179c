import { expect, test } from "vitest";
import { pieces } from "./marks";

test("the part that differs stands out", () => {
  expect(pieces("reka@merrowvale.example", [[5, 15]])).toEqual([
    { text: "reka@", marked: false },
    { text: "merrowvale", marked: true },
    { text: ".example", marked: false },
  ]);
});

test("a value that does not differ is one piece", () => {
  expect(pieces("Réka", [])).toEqual([{ text: "Réka", marked: false }]);
});

test("marks count characters, not halves of them", () => {
  expect(pieces("𝒜b", [[0, 1]])).toEqual([
    { text: "𝒜", marked: true },
    { text: "b", marked: false },
  ]);
});

test("marks that overlap or run past the end lose no text", () => {
  const all = pieces("abcdef", [
    [4, 99],
    [1, 3],
    [2, 5],
  ]);
  expect(all.map((piece) => piece.text).join("")).toBe("abcdef");
  expect(
    all
      .filter((piece) => piece.marked)
      .map((piece) => piece.text)
      .join(""),
  ).toBe("bcdef");
});

test("nothing is left of an empty value", () => {
  expect(pieces("", [[0, 1]])).toEqual([]);
});
