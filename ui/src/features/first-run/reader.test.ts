import { beforeEach, describe, expect, it, vi } from "vitest";
import type { FirstRun, Problem } from "$ipc";
import { Reader } from "./reader.svelte";

const { call } = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock("$ipc", () => ({ call, asProblem: (thrown: unknown) => thrown }));

const REFUSED: Problem = { code: "keys_refused", message: "", remedy: null, field: null };

const state = (more: Partial<FirstRun>): FirstRun => ({
  connections: [],
  read: false,
  reading: false,
  problems: [],
  previews: [],
  ...more,
});

/** How often a reading was asked for on coming to the page. */
function begun(first: FirstRun, changed = false): number {
  new Reader(() => Promise.resolve()).begin(first, changed);
  return call.mock.calls.length;
}

beforeEach(() => {
  call.mockReset();
  call.mockResolvedValue({ started: true });
});

describe("reading learners and users", () => {
  it("begins by itself where nothing was read", () => {
    expect(begun(state({}))).toBe(1);
  });

  it("does not begin again what was read, or is being read", () => {
    expect(begun(state({ read: true }), true)).toBe(0);
    expect(begun(state({ reading: true }))).toBe(0);
  });

  it("waits after a fault until a connection was changed", () => {
    expect(begun(state({ problems: [REFUSED] }))).toBe(0);
    expect(begun(state({ problems: [REFUSED] }), true)).toBe(1);
  });

  it("asks once however often it is pressed, and is at work until it is known how far it is", async () => {
    const reader = new Reader(() => {
      expect(reader.asked, "the answer is not there yet").toBe(true);
      return Promise.resolve();
    });
    const pressed = [reader.start(), reader.start()];
    await Promise.all(pressed);
    expect(call).toHaveBeenCalledTimes(1);
    expect(reader.asked).toBe(false);
  });

  it("shows why it could not begin", async () => {
    call.mockRejectedValue(REFUSED);
    const reader = new Reader(() => Promise.resolve());
    await reader.start();
    expect(reader.problem).toEqual(REFUSED);
  });
});
