import { expect, it } from "vitest";
import { parts } from "./bold";

const bold = (text: string) =>
  parts(text)
    .filter((part) => part.bold)
    .map((part) => part.text);

it("tells the vendor's labels from the words around them", () => {
  expect(parts("Open **Admin Options**, then **API Access Keys**.")).toEqual([
    { text: "Open ", bold: false },
    { text: "Admin Options", bold: true },
    { text: ", then ", bold: false },
    { text: "API Access Keys", bold: true },
    { text: ".", bold: false },
  ]);
});

it("finds a label at the beginning, and two beside each other", () => {
  expect(bold("**Status** is on")).toEqual(["Status"]);
  expect(bold("**A****B**")).toEqual(["A", "B"]);
});

it("leaves what is never closed, and what is nothing, as it is", () => {
  expect(parts("2 ** 3")).toEqual([{ text: "2 ** 3", bold: false }]);
  expect(parts("")).toEqual([]);
});
