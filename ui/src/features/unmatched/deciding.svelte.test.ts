import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Decided, Problem } from "$ipc";
import { Deciding } from "./deciding.svelte";

const { seen } = vi.hoisted(() => ({ seen: { rereads: 0 } }));
vi.mock("$lib/app.svelte", () => ({ app: { reread: () => (seen.rereads += 1) } }));
vi.mock("$ipc", () => ({ asProblem: (thrown: unknown) => thrown }));

const spot = { row: "learners-4", at: 2 };
const decided: Decided = { linked: 1, unlinked: 0, fault: null, undo: null };
const gone: Problem = { code: "not_found", message: "That learner is not here.", remedy: null, field: null };

const refused = vi.fn<() => Promise<Decided>>();

/** An answer that is given when the test says so. */
function awaited<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}

describe("a decision about a row", () => {
  let deciding: Deciding;
  beforeEach(() => {
    deciding = new Deciding();
    seen.rereads = 0;
    refused.mockRejectedValue(gone);
  });

  it("is made once, however often it is pressed, until the list was read again", async () => {
    const answer = awaited<Decided>();
    const list = awaited<undefined>();
    const act = vi.fn(() => answer.promise);
    const made = deciding.decide(spot, "Linked.", act, () => list.promise);
    void deciding.decide(spot, "Linked.", act, () => list.promise);
    answer.resolve(decided);
    await answer.promise;
    await Promise.resolve();
    expect(deciding.note?.text, "it is said as soon as it stands").toBe("Linked.");
    void deciding.decide(spot, "Linked.", act, () => list.promise);
    expect(act, "the row is still shown as it was, and nothing on it counts").toHaveBeenCalledTimes(1);
    list.resolve(undefined);
    await made;
    expect(deciding.isBusy(spot.row)).toBe(false);
  });

  it("leaves other rows free meanwhile", async () => {
    const answer = awaited<Decided>();
    const made = deciding.decide(
      spot,
      "One.",
      () => answer.promise,
      () => Promise.resolve(),
    );
    await deciding.decide(
      { row: "learners-5", at: 3 },
      "Other.",
      () => Promise.resolve(decided),
      () => Promise.resolve(),
    );
    expect(deciding.note?.text).toBe("Other.");
    answer.resolve(decided);
    await made;
    expect(deciding.note?.text, "the last one that came about is the one with a way back").toBe("One.");
  });

  it("that cannot be made is said at its row, and everything shown is read again", async () => {
    await deciding.decide(spot, "Linked.", refused, () => Promise.resolve());
    expect(deciding.trouble).toEqual({ spot, problem: gone });
    expect(deciding.note).toBeNull();
    expect(seen.rereads).toBe(1);
    expect(deciding.isBusy(spot.row), "it can be tried again").toBe(false);
  });

  it("takes away what was said of the one before", async () => {
    await deciding.decide(spot, "Linked.", refused, () => Promise.resolve());
    await deciding.decide(
      spot,
      "Linked.",
      () => Promise.resolve(decided),
      () => Promise.resolve(),
    );
    expect(deciding.trouble).toBeNull();
    const next = awaited<Decided>();
    void deciding.decide(
      spot,
      "Never.",
      () => next.promise,
      () => Promise.resolve(),
    );
    expect(deciding.note, "the way back is the last decision's, never an older one's").toBeNull();
  });
});
