import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ConnectionDetail } from "$ipc";
import { connected, system } from "$lib/connection/testing";
import type { Resource } from "$lib/resource.svelte";
import { Connections } from "./connections.svelte";

const { call } = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock("$ipc", () => ({ call, asProblem: (thrown: unknown) => thrown }));

const bksb = system();
const one = connected(bksb, { id: 1, name: "bksb" });

/** Connections that have been read, and how often they were read again. */
function shown(...value: ConnectionDetail[]): { connections: Connections; again: () => number } {
  const reload = vi.fn();
  const read = { value, reload } as unknown as Resource<"connections">;
  return { connections: new Connections(read), again: () => reload.mock.calls.length };
}

const names = ({ all }: Connections) => all.map(({ name }) => name);

beforeEach(() => {
  call.mockReset();
  call.mockResolvedValue(null);
});

describe("the connections in Settings", () => {
  it("show a change at once, and are read again", () => {
    const { connections, again } = shown(one);
    connections.changed({ ...one, name: "bksb North" });
    expect(names(connections)).toEqual(["bksb North"]);
    expect(again()).toBe(1);
  });

  it("show a new connection at once, with what was done, and forget what was typed for it", () => {
    const { connections } = shown(one);
    connections.begin(bksb);
    expect(connections.drafts["bksb"]?.name, "the name is free").toBe("bksb 2");
    const added = connected(bksb, { id: 2, name: "bksb 2" });
    connections.added({ connection: added, trimmed: ["access key"] });
    expect(names(connections)).toEqual(["bksb", "bksb 2"]);
    expect(connections.editOf(added).saved).toContain("access key");
    expect(connections.drafts["bksb"]).toBeUndefined();
  });

  it("keep what is typed while another section is shown", () => {
    const { connections } = shown(one);
    connections.editOf(one).form.name = "Half a na";
    expect(connections.editOf(one).form.name).toBe("Half a na");
    connections.begin(bksb);
    const draft = connections.drafts["bksb"];
    connections.begin(bksb);
    expect(connections.drafts["bksb"]).toBe(draft);
  });

  it("lose one that was removed, and keep one that was not", async () => {
    const { connections } = shown(one);
    call.mockRejectedValueOnce(new Error("busy"));
    await expect(connections.remove(one), "the dialog shows why").rejects.toThrow("busy");
    expect(names(connections)).toEqual(["bksb"]);
    await connections.remove(one);
    expect(names(connections)).toEqual([]);
  });
});
