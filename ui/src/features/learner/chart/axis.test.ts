import { expect, test } from "vitest";
import { span, ticks } from "./axis";

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`);
const over = (from: string, to: string, most: number): string[] =>
  ticks({ from: day(from), to: day(to) }, most).map((tick) => tick.label);

test("results keep clear of both edges", () => {
  const { from, to } = span([day("2025-09-09"), day("2026-11-17")]);
  expect(from).toBeLessThan(day("2025-09-09"));
  expect(to).toBeGreaterThan(day("2026-11-17"));
});

test("a single result stands in the middle of two months, so that there is a month to name", () => {
  const { from, to } = span([day("2026-09-15")]);
  expect(day("2026-09-15") - from).toBe(to - day("2026-09-15"));
  expect(ticks({ from, to }, 7).length, "a chart without a date says nothing").toBeGreaterThan(0);
});

test("a tick stands at the beginning of a month", () => {
  expect(ticks({ from: day("2026-01-10"), to: day("2026-02-20") }, 7)).toEqual([
    { at: day("2026-02-01"), label: "Feb 2026" },
  ]);
});

test("a month that begins with the chart has its tick", () => {
  expect(over("2026-02-01", "2026-04-20", 7)).toEqual(["Feb 2026", "Mar", "Apr"]);
});

test("the year is told once, and again when it turns", () => {
  expect(over("2025-08-25", "2026-12-01", 7)).toEqual(["Sep 2025", "Dec", "Mar 2026", "Jun", "Sep", "Dec"]);
});

test("over many years only years are told", () => {
  expect(over("2014-03-01", "2026-11-01", 7)).toEqual(["2016", "2018", "2020", "2022", "2024", "2026"]);
});

test("there are never more ticks than there is room for", () => {
  for (const years of [1, 2, 3, 7, 15, 40, 120])
    for (const most of [1, 3, 7])
      expect(over("1930-05-05", `${1930 + years}-05-05`, most).length, `${years} years, ${most}`).toBeLessThanOrEqual(
        most,
      );
});
