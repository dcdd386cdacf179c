import { describe, expect, it } from "vitest";
import { connected, system } from "$lib/connection/testing";
import { address, sectionOf, type Section } from "./sections";

const connection = (id: number) => connected(system(), { id });

const path = (to: string): string[] => to.split("/").slice(2);

describe("the section of an address", () => {
  const sections: Section[] = [
    { part: "connection", id: 4 },
    { part: "add", kind: null },
    { part: "add", kind: "skills_forward" },
    { part: "schedule" },
    { part: "about" },
  ];

  it.each(sections)("is found again by its own address: $part", (section) => {
    expect(sectionOf(path(address(section)), [connection(3), connection(4)])).toEqual(section);
  });

  it("is the first connection where none is named, or one that has gone", () => {
    expect(sectionOf([], [connection(3), connection(4)])).toEqual({ part: "connection", id: 3 });
    expect(sectionOf(["connections", "9"], [connection(3)])).toEqual({ part: "connection", id: 3 });
  });

  it("is a new connection where there is none", () => {
    expect(sectionOf(["connections", "3"], [])).toEqual({ part: "add", kind: null });
  });
});
