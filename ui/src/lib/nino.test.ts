import { expect, test } from "vitest";
import { spokenNino } from "./nino";

test("the ending is read letter by letter, and the dots are called hidden", () => {
  expect(spokenNino("••••••34C")).toBe("hidden, ends 3 4 C");
});

test("a number that shows no ending is only hidden", () => {
  expect(spokenNino("•••••••••")).toBe("hidden");
});
