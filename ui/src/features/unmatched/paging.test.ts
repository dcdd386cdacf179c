import { describe, expect, it } from "vitest";
import { ALL, FIRST, MOST, START, paging, within } from "./paging";

describe("what stands under the rows", () => {
  it("is nothing where all are shown", () => {
    expect(paging(0, START)).toEqual({ kind: "whole" });
    expect(paging(FIRST, START)).toEqual({ kind: "whole" });
    expect(paging(MOST, ALL)).toEqual({ kind: "whole" });
  });

  it("is one press for the rest of a short list", () => {
    expect(paging(37, START)).toEqual({ kind: "rest", others: 12 });
    expect(paging(MOST, START)).toEqual({ kind: "rest", others: 75 });
  });

  it("is pages where a list is long, and on every page but the first", () => {
    expect(paging(20_000, START)).toEqual({ kind: "pages" });
    expect(paging(MOST + 1, ALL)).toEqual({ kind: "pages" });
    expect(paging(60, { limit: FIRST, offset: 50 }), "a list that got shorter still has a way back").toEqual({
      kind: "pages",
    });
  });
});

describe("a page whose rows have gone", () => {
  it("gives way to the last one that has rows", () => {
    expect(within(100, { limit: 50, offset: 100 })).toEqual({ limit: 50, offset: 50 });
    expect(within(120, { limit: 50, offset: 500 })).toEqual({ limit: 50, offset: 100 });
    expect(within(0, { limit: 50, offset: 100 })).toEqual({ limit: 50, offset: 0 });
  });

  it("stays where it shows some, and where the whole list is empty", () => {
    expect(within(101, { limit: 50, offset: 100 })).toBeNull();
    expect(within(0, START)).toBeNull();
  });
});
