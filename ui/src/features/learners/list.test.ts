import { describe, expect, test } from "vitest";
import {
  changed,
  cleared,
  fromQuery,
  lastPage,
  narrows,
  pageOf,
  rowsOf,
  sortedBy,
  toQuery,
  WHOLE,
  type List,
  whyNobody,
} from "./list";

const through = (list: List): List => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(toQuery(list))) if (value !== null && value !== "") query.set(name, value);
  return fromQuery(query);
};

describe("the address of a list", () => {
  test("names a list completely, so that going back finds it again", () => {
    const list: List = {
      search: "Ábrahámfi & søn #1",
      centre: 3,
      provider: 2,
      link: "held",
      kind: "applicant",
      no_initial: true,
      sort: "latest_result",
      descending: true,
      offset: 150,
    };
    expect(through(list)).toEqual(list);
  });

  test("is empty for the whole list", () => {
    expect(Object.values(toQuery(WHOLE)).every((value) => value === null || value === "")).toBe(true);
    expect(through(WHOLE)).toEqual(WHOLE);
  });

  test("that says nonsense names the whole list", () => {
    const query = new URLSearchParams(
      "centre=-1&provider=x&link=perhaps&kind=dog&sort=;drop&order=up&from=1e9&initial=1",
    );
    expect(fromQuery(query)).toEqual(WHOLE);
  });
});

describe("the order", () => {
  test("a second press on a head turns it round", () => {
    expect(sortedBy(WHOLE, "name").descending).toBe(true);
    expect(sortedBy(sortedBy(WHOLE, "name"), "name").descending).toBe(false);
  });

  test("results begin with the newest, everything else with its beginning", () => {
    expect(sortedBy(WHOLE, "latest_result")).toMatchObject({ sort: "latest_result", descending: true });
    expect(sortedBy({ ...WHOLE, descending: true }, "centre")).toMatchObject({ sort: "centre", descending: false });
  });
});

test("another filter or another order begins at the first row", () => {
  expect(changed({ ...WHOLE, offset: 75 }, { centre: 3 }).offset).toBe(0);
  expect(sortedBy({ ...WHOLE, offset: 75 }, "centre").offset).toBe(0);
});

test("blanks alone narrow nothing", () => {
  expect(narrows({ ...WHOLE, search: "  " })).toBe(false);
  expect(narrows({ ...WHOLE, search: "a" })).toBe(true);
});

test("the provider alone chooses columns and leaves nobody out", () => {
  expect(narrows({ ...WHOLE, provider: 2 })).toBe(false);
});

test("nobody is found for a reason, which says what was searched for", () => {
  expect(whyNobody({ ...WHOLE, search: " zzz " })).toBe("“zzz” is in no name, reference or email.");
  expect(whyNobody({ ...WHOLE, search: "zzz", link: "held" })).toContain("these filters");
  expect(whyNobody({ ...WHOLE, link: "held" })).toBe("No learner is left by these filters.");
});

test("clearing brings everybody back and keeps the order", () => {
  const list: List = { ...WHOLE, search: "x", no_initial: true, sort: "centre", descending: true };
  expect(narrows(cleared(list))).toBe(false);
  expect(cleared(list)).toMatchObject({ sort: "centre", descending: true });
});

test("only the offered page lengths are taken", () => {
  expect([rowsOf(100), rowsOf(7), rowsOf(undefined)]).toEqual([100, 25, 25]);
});

describe("a page whose rows have gone meanwhile", () => {
  test("gives way to the last page that has some", () => {
    expect(lastPage(60, 75, 25)).toBe(50);
    expect(lastPage(50, 50, 25)).toBe(25);
    expect(lastPage(0, 50, 25)).toBe(0);
  });

  test("and no other does", () => {
    expect(lastPage(60, 50, 25)).toBeNull();
    expect(lastPage(0, 0, 25)).toBeNull();
  });
});

test("pages of another length keep the row in sight", () => {
  expect(pageOf(75, 50)).toBe(50);
});
