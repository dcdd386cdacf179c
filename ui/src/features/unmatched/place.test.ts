import { describe, expect, it } from "vitest";
import { withQuery, type Route } from "$lib/address";
import { MOST, START } from "./paging";
import { askOf, changesOf, placeOf } from "./place";

const start: Route = { path: ["unmatched", "2"], query: new URLSearchParams() };
const read = (to: string) => new URLSearchParams(to.split("?")[1] ?? "");

describe("the place in a list", () => {
  it("is the first rows of everybody where the address says nothing", () => {
    expect(placeOf(start.query, "learners")).toEqual({ reason: null, search: "", window: START });
  });

  it("comes back from the address as it was put there, each list by itself", () => {
    const search = "Ó Súilleabháin & Söhne";
    const to = withQuery(start, changesOf("learners", { search, reason: "email_missing" }));
    const further = withQuery(
      { ...start, query: read(to) },
      changesOf("learners", { window: { limit: MOST, offset: 300 } }),
    );
    expect(placeOf(read(further), "learners")).toEqual({
      reason: "email_missing",
      search,
      window: { limit: MOST, offset: 300 },
    });
    expect(placeOf(read(further), "users"), "the other list stays where it is").toEqual(placeOf(start.query, "users"));
  });

  it("begins at the first row when a filter changes", () => {
    const deep = new URLSearchParams("users-rows=100&users-after=300&users-reason=email_missing");
    const to = withQuery({ ...start, query: deep }, changesOf("users", { search: "ann" }));
    expect(placeOf(read(to), "users")).toEqual({ reason: "email_missing", search: "ann", window: START });
    const all = withQuery({ ...start, query: read(to) }, changesOf("users", { reason: null, search: "" }));
    expect(all, "nothing is left in the address of a list that is shown from its start").toBe("/unmatched/2");
  });

  it("is as at the start where the address was written by hand and means nothing", () => {
    const query = new URLSearchParams("learners-rows=-5&learners-after=1e9");
    expect(placeOf(query, "learners").window).toEqual(START);
  });

  it("is what the shell is asked for", () => {
    const place = placeOf(new URLSearchParams("users-search=ann"), "users");
    expect(askOf(7, "users", place)).toEqual({
      connection: 7,
      side: "users",
      reason: null,
      search: "ann",
      limit: 25,
      offset: 0,
    });
  });
});
