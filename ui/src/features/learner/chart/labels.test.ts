import { expect, test } from "vitest";
import { spread } from "./labels";

test("labels that have room stay where they are", () => {
  expect(spread([20, 80, 140], 31, 0, 200)).toEqual([20, 80, 140]);
});

test("two at one height move apart evenly", () => {
  expect(spread([100, 100], 30, 0, 200)).toEqual([85, 115]);
});

test("the order of the lines is the order of their labels", () => {
  expect(spread([110, 100], 30, 0, 200)).toEqual([120, 90]);
});

test("one that is pushed pushes the next", () => {
  expect(spread([100, 110, 125], 30, 0, 300)).toEqual([81.66666666666667, 111.66666666666667, 141.66666666666669]);
});

test("labels stay within the drawing", () => {
  expect(spread([2, 4], 30, 0, 200)).toEqual([0, 30]);
  expect(spread([199, 200], 30, 0, 200)).toEqual([170, 200]);
});

test("one that is kept within the drawing still pushes the next", () => {
  expect(spread([0, 31], 30, 10, 200)).toEqual([10, 40]);
});

test("none covers another, however they lie", () => {
  for (const wanted of [
    [5, 5, 5, 5, 5],
    [0, 200, 0, 200],
    [90, 10, 95, 12, 50],
    [200, 199, 198, 197],
  ]) {
    const placed = spread(wanted, 30, 0, 200).sort((a, b) => a - b);
    placed
      .slice(1)
      .forEach((one, i) => expect(one - (placed[i] ?? 0), wanted.join()).toBeGreaterThanOrEqual(30 - 1e-9));
  }
});
