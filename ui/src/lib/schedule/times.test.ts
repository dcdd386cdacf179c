import { expect, it } from "vitest";
import { choices, pastMidnight, wrongNight } from "./times";

it("offers every half hour of the day in order", () => {
  const times = choices("02:00");
  expect(times).toHaveLength(48);
  expect([times[0], times[5], times.at(-1)]).toEqual(["00:00", "02:30", "23:30"]);
});

it("keeps a time that was set elsewhere, in its place", () => {
  const times = choices("02:18");
  expect(times.slice(4, 7)).toEqual(["02:00", "02:18", "02:30"]);
});

it("takes a window past midnight, and none without length", () => {
  expect(wrongNight("23:00", "01:00")).toBeNull();
  expect(pastMidnight("23:00", "01:00")).toBe("the next day");
  expect(pastMidnight("02:00", "05:00")).toBe("");
  expect(wrongNight("02:00", "02:00")).not.toBeNull();
});
