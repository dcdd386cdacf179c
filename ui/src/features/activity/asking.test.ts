import { expect, it } from "vitest";
import { isNarrowed, openedRun, PAGE, runsAsk } from "./asking";

const ask = (query: string) => runsAsk(new URLSearchParams(query));

it("asks for everything, grouped, at first", () => {
  expect(ask("")).toEqual({ connection: null, task: null, state: null, group: true, limit: PAGE, offset: 0 });
  expect(isNarrowed(ask(""))).toBe(false);
});

it("asks for what the address says", () => {
  expect(ask("connection=2&task=results&state=failed&group=no&from=50")).toMatchObject({
    connection: 2,
    task: "results",
    state: "failed",
    group: false,
    offset: 50,
  });
});

it("leaves out what is not a task, a state or a number", () => {
  expect(ask("connection=bksb&task=fly&state=odd&from=-1")).toEqual(ask(""));
  expect(openedRun(new URLSearchParams("run=../1"))).toBeNull();
});

it("is narrowed by a filter, and not by a page or by showing each run", () => {
  expect(isNarrowed(ask("state=held"))).toBe(true);
  expect(isNarrowed(ask("group=no&from=50"))).toBe(false);
});
