import { expect, it } from "vitest";
import { parse, withQuery } from "./address";

it("opens at the overview", () => {
  expect(parse("").path).toEqual(["overview"]);
  expect(parse("#").path).toEqual(["overview"]);
});

it("reads the parts of the path and the query", () => {
  const { path, query } = parse("#/learners/12?from=50&search=o%27dell%20%26%20co");
  expect(path).toEqual(["learners", "12"]);
  expect(query.get("from")).toBe("50");
  expect(query.get("search")).toBe("o'dell & co");
});

it("takes a question mark in what is searched for as part of it", () => {
  const search = "who?";
  expect(parse(`#${withQuery(parse("#/learners"), { search })}`).query.get("search")).toBe(search);
});

it("changes one word of the query and keeps the others", () => {
  const route = parse("#/activity?task=users&from=50");
  expect(withQuery(route, { from: "100" })).toBe("/activity?task=users&from=100");
  expect(withQuery(route, { from: null, task: "" })).toBe("/activity");
});
