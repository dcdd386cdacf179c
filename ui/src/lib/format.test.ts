import { describe, expect, it } from "vitest";
import {
  count,
  dayAndMonth,
  dayRange,
  dayWhen,
  lowered,
  due,
  fullName,
  listed,
  longDate,
  plural,
  shortDate,
  tableName,
  time,
  timeLeft,
  took,
  ukDay,
  weekday,
  when,
} from "./format";

/** A Tuesday in winter, when UK time is UTC. */
const NOW = new Date("2026-11-24T09:42:00Z");

describe("instants", () => {
  it("are named by the UK day they fall on", () => {
    expect(when("2026-11-24T02:24:00Z", NOW)).toBe("Today 02:24");
    expect(when("2026-11-23T16:40:00Z", NOW)).toBe("Yesterday 16:40");
    expect(when("2026-11-25T02:18:00Z", NOW)).toBe("Tomorrow 02:18");
    expect(when("2026-11-20T17:31:00Z", NOW)).toBe("20 Nov 17:31");
  });

  it("are named in small letters within a sentence, and months are not", () => {
    expect(lowered("Today 02:24")).toBe("today 02:24");
    expect(lowered("5 March 08:06")).toBe("5 March 08:06");
  });

  it("carry their year where it is another one", () => {
    expect(when("2025-11-20T17:31:00Z", NOW)).toBe("20 Nov 2025 17:31");
  });

  it("are shown in UK time in summer, an hour ahead of UTC", () => {
    expect(time("2026-07-01T23:30:00Z")).toBe("00:30");
    expect(ukDay("2026-07-01T23:30:00Z")).toBe("2026-07-02");
  });

  it("are yesterday's even across the night in which the clocks change", () => {
    // In the night to 25 October 2026 the clocks went back: 25 hours lie between these two midnights.
    const morning = new Date("2026-10-26T00:10:00Z");
    expect(when("2026-10-24T23:05:00Z", morning)).toBe("Yesterday 00:05");
  });
});

describe("days", () => {
  it("are taken as they are, whatever the zone", () => {
    expect(longDate("2026-11-24")).toBe("24 November 2026");
    expect(shortDate("2026-09-01")).toBe("1 Sep 2026");
    expect(dayAndMonth("2026-03-29")).toBe("29 March");
    expect(weekday("2026-11-24")).toBe("Tuesday");
  });

  it("are named where they are near", () => {
    expect(dayWhen("2026-11-24", NOW)).toBe("Today");
    expect(dayWhen("2026-11-19", NOW)).toBe("19 Nov 2026");
  });

  it("name their month once in a range", () => {
    expect(dayRange("2026-11-11", "2026-11-24")).toBe("11 to 24 November");
    expect(dayRange("2026-10-26", "2026-11-08")).toBe("26 October to 8 November");
  });
});

describe("what is due", () => {
  it.each([
    ["2026-11-24T09:41:00Z", "Now"],
    ["2026-11-24T09:42:40Z", "In under a minute"],
    ["2026-11-24T09:43:00Z", "In 1 minute"],
    ["2026-11-24T09:57:00Z", "In 15 minutes"],
    ["2026-11-24T12:00:00Z", "Today 12:00"],
    ["2026-11-25T02:18:00Z", "Tomorrow 02:18"],
  ])("%s is %s", (at, words) => {
    expect(due(at, NOW)).toBe(words);
  });
});

describe("durations", () => {
  it.each([
    ["2026-11-24T09:00:00Z", "2026-11-24T09:00:09Z", "9 s"],
    ["2026-11-24T09:00:00Z", "2026-11-24T09:14:10Z", "14 min"],
    ["2026-11-24T09:00:00Z", "2026-11-24T11:05:00Z", "2 h 5 min"],
    ["2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z", "1 h"],
  ])("from %s to %s it took %s", (from, to, words) => {
    expect(took(from, to)).toBe(words);
  });

  it("are never negative, though the clock was set back meanwhile", () => {
    expect(took("2026-11-24T09:00:00Z", "2026-11-24T08:00:00Z")).toBe("< 1 s");
  });

  it("that are left are told roughly", () => {
    expect(timeLeft(20)).toBe("Under a minute left");
    expect(timeLeft(60)).toBe("About 1 minute left");
    expect(timeLeft(175)).toBe("About 3 minutes left");
    expect(timeLeft(7000)).toBe("About 2 hours left");
  });
});

describe("figures and names", () => {
  it("have their thousands apart, and their noun in its number", () => {
    expect(count(1204)).toBe("1,204");
    expect(plural(1, "learner")).toBe("1 learner");
    expect(plural(0, "learner")).toBe("0 learners");
    expect(plural(2, "entry", "entries")).toBe("2 entries");
  });

  it("are listed with an and", () => {
    expect(listed([])).toBe("");
    expect(listed(["a"])).toBe("a");
    expect(listed(["a", "b", "c"])).toBe("a, b and c");
  });

  it("of people without a family name have no comma", () => {
    expect(tableName("Freya", "Odell")).toBe("Odell, Freya");
    expect(tableName("Freya", "")).toBe("Freya");
    expect(fullName("", "Odell")).toBe("Odell");
  });
});
