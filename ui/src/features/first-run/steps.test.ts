import { describe, expect, it } from "vitest";
import type { ConnectionDetail, FirstRun } from "$ipc";
import { connected, system } from "$lib/connection/testing";
import { chosenAtFirst, firstToConnect, inOrder, missingChoice, stepAtFirst } from "./steps";

const onefile = system("onefile", "records");
const picsweb = system("picsweb", "records");
const bksb = system("bksb", "assessments");
const skills = system("skills_forward", "assessments");

const firstRun = (connections: ConnectionDetail[], more: Partial<FirstRun> = {}): FirstRun => ({
  connections,
  read: false,
  reading: false,
  problems: [],
  previews: [],
  ...more,
});

describe("what is chosen at first", () => {
  it("takes the only system of a role for the one that is used", () => {
    expect(chosenAtFirst([onefile, bksb], [])).toEqual({ records: "onefile", providers: ["bksb"] });
  });

  it("chooses nothing for a person where there is something to choose", () => {
    expect(chosenAtFirst([onefile, picsweb, bksb, skills], [])).toEqual({ records: null, providers: [] });
  });

  it("keeps what has a connection already", () => {
    const stored = [connected(picsweb), connected(skills)];
    expect(chosenAtFirst([onefile, picsweb, bksb, skills], stored)).toEqual({
      records: "picsweb",
      providers: ["skills_forward"],
    });
  });
});

describe("the way through the keys", () => {
  it("asks for the record system first, whatever the order of the systems", () => {
    expect(inOrder([bksb, onefile], { records: "onefile", providers: ["bksb"] })).toEqual([onefile, bksb]);
  });

  it("goes on at the first system without a connection", () => {
    expect(firstToConnect([onefile, bksb], [connected(onefile)])).toBe(1);
  });

  it("shows the last system again where all are connected", () => {
    expect(firstToConnect([onefile, bksb], [connected(onefile), connected(bksb)])).toBe(1);
  });

  it("names each group that nothing was chosen in", () => {
    expect(Object.keys(missingChoice({ records: null, providers: [] }))).toEqual(["records", "providers"]);
    expect(missingChoice({ records: "onefile", providers: ["bksb"] })).toEqual({});
  });
});

describe("where the first run goes on", () => {
  it("begins with the systems", () => {
    expect(stepAtFirst(firstRun([]))).toBe("Systems");
  });

  it("asks for the keys that are still missing", () => {
    expect(stepAtFirst(firstRun([connected(onefile)]))).toBe("Keys");
  });

  it("goes back to the keys where nothing was read, since reading may have ended on them", () => {
    expect(stepAtFirst(firstRun([connected(onefile), connected(bksb)]))).toBe("Keys");
  });

  it("shows the matches once learners and users were read, or are being read", () => {
    const both = [connected(onefile), connected(bksb)];
    expect(stepAtFirst(firstRun(both, { read: true }))).toBe("Check the matches");
    expect(stepAtFirst(firstRun(both, { reading: true }))).toBe("Check the matches");
  });
});
