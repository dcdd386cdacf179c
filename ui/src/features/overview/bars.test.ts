import { describe, expect, it } from "vitest";
import { bars, scaleEnd, WIDTH } from "./bars";

describe("the scale", () => {
  it.each([
    [1, 2],
    [2, 2],
    [3, 4],
    [9, 10],
    [92, 100],
    [100, 100],
    [101, 200],
    [4321, 10000],
  ])("for at most %i ends at %i", (most, end) => {
    expect(scaleEnd(most)).toBe(end);
  });
});

describe("the bars", () => {
  it("are as high as their count, on one base", () => {
    const { bars: drawn, base } = bars([50, 100, 0]);
    expect(drawn.map((bar) => Math.round(bar.y + bar.height))).toEqual([base, base, base]);
    expect(drawn[1]?.height).toBe((drawn[0]?.height ?? 0) * 2);
    expect(drawn[2]?.height).toBe(0);
  });

  it("stand apart and inside the drawing", () => {
    const { bars: drawn, left } = bars(Array.from({ length: 14 }, () => 1));
    drawn.forEach((bar, at) => {
      const before = drawn[at - 1];
      expect(bar.x).toBeGreaterThan(before === undefined ? left : before.x + before.width);
    });
    const last = drawn.at(-1);
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThan(WIDTH);
  });

  it("have a scale to stand in even where nothing was counted", () => {
    expect(bars([0, 0]).lines.map((line) => line.value)).toEqual([1, 2]);
  });
});
