// @vitest-environment jsdom
import { flushSync } from "svelte";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { app } from "./app.svelte";
import { Resource, resource } from "./resource.svelte";

type Waiting = { ask: unknown; answer: (value: unknown) => void; refuse: (problem: unknown) => void };

/** The questions that were asked, each waiting for the test to answer it. */
const asked: Waiting[] = [];

vi.mock("$ipc", () => ({
  call: (_command: string, ask: unknown) =>
    new Promise((answer, refuse) => {
      asked.push({ ask, answer, refuse });
    }),
  asProblem: (thrown: unknown) => thrown,
  listen: () => () => undefined,
}));

const settled = () => new Promise((done) => setTimeout(done));

async function answer(at: number, value: unknown): Promise<void> {
  asked[at]?.answer(value);
  await settled();
}

beforeEach(() => {
  asked.length = 0;
});

describe("a resource", () => {
  it("drops an answer that comes after a newer question was asked", async () => {
    const reader = new Resource("learner");
    void reader.ask({ id: 1 });
    void reader.ask({ id: 2 });
    await answer(1, "the second");
    await answer(0, "the first, late");
    expect(reader.value).toBe("the second");
    expect(reader.loading).toBe(false);
  });

  it("keeps what it has while it asks again", async () => {
    const reader = new Resource("overview");
    void reader.ask(null);
    await answer(0, "old");
    reader.reload();
    expect(reader.value).toBe("old");
    expect(reader.loading).toBe(true);
    await answer(1, "new");
    expect(reader.value).toBe("new");
  });

  it("keeps what it has when asking again fails, and says why", async () => {
    const reader = new Resource("overview");
    void reader.ask(null);
    await answer(0, "old");
    reader.reload();
    asked[1]?.refuse({ code: "busy" });
    await settled();
    expect(reader.value).toBe("old");
    expect(reader.problem).toEqual({ code: "busy" });
  });

  it("forgets the problem once it is answered", async () => {
    const reader = new Resource("overview");
    void reader.ask(null);
    asked[0]?.refuse({ code: "busy" });
    await settled();
    reader.reload();
    await answer(1, "there");
    expect(reader.problem).toBeNull();
  });

  it("asks once more, and only once, however many changes came while it waited", async () => {
    const reader = new Resource("overview");
    void reader.ask(null);
    for (let change = 0; change < 20; change++) reader.reload();
    expect(asked).toHaveLength(1);
    await answer(0, "one");
    expect(asked).toHaveLength(2);
    await answer(1, "two");
    expect(asked).toHaveLength(2);
    expect(reader.value).toBe("two");
  });

  it("takes no answer after it was dropped", async () => {
    const reader = new Resource("overview");
    void reader.ask(null);
    reader.drop();
    await answer(0, "late");
    expect(reader.value).toBeUndefined();
  });
});

describe("a resource of a component", () => {
  it("asks when its ask comes out differently, and not when it is only built anew", async () => {
    let id = $state(1);
    let touched = $state(0);
    const stop = $effect.root(() => {
      resource("learner", () => (touched >= 0 ? { id } : undefined));
    });
    flushSync();
    expect(asked.map((one) => one.ask)).toEqual([{ id: 1 }]);
    await answer(0, "one");
    touched += 1;
    flushSync();
    expect(asked, "the same question is not asked again").toHaveLength(1);
    id = 2;
    flushSync();
    expect(asked.map((one) => one.ask)).toEqual([{ id: 1 }, { id: 2 }]);
    stop();
  });

  it("reads again when something changed, and not after it is gone", async () => {
    const stop = $effect.root(() => {
      resource("overview", () => null);
    });
    flushSync();
    await answer(0, "one");
    app.changes += 1;
    flushSync();
    expect(asked).toHaveLength(2);
    await answer(1, "two");
    stop();
    app.changes += 1;
    flushSync();
    expect(asked).toHaveLength(2);
  });

  it("asks nothing while there is nothing to ask", () => {
    const stop = $effect.root(() => {
      resource("learner", () => undefined);
    });
    flushSync();
    expect(asked).toHaveLength(0);
    stop();
  });
});
