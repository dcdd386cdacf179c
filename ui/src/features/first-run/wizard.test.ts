import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ConnectionDetail, FirstRun } from "$ipc";
import { connected, system } from "$lib/connection/testing";
import { Wizard } from "./wizard.svelte";

const { call } = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock("$ipc", () => ({ call, asProblem: (thrown: unknown) => thrown }));

const onefile = system("onefile", "records");
const bksb = system("bksb");

const begun = (connections: ConnectionDetail[] = [], read = false): Wizard => {
  const first: FirstRun = { connections, read, reading: false, problems: [], previews: [] };
  return new Wizard([onefile, bksb], first);
};

beforeEach(() => {
  call.mockReset();
});

describe("the first run", () => {
  it("leads from the systems through each one's keys to the matches", () => {
    const wizard = begun();
    wizard.toKeys();
    expect(wizard.system?.kind).toBe("onefile");
    wizard.added({ connection: connected(onefile, { id: 1 }), trimmed: ["access key"] });
    expect(wizard.system?.kind).toBe("bksb");
    expect(wizard.said, "what was taken off is said on the next page").toContain("access key");
    wizard.added({ connection: connected(bksb, { id: 2 }), trimmed: [] });
    expect(wizard.step).toBe("Check the matches");
  });

  it("keeps what was typed while one goes back and forth", () => {
    const wizard = begun();
    wizard.toKeys();
    const draft = wizard.drafts["onefile"];
    if (draft === undefined) throw new Error("the first system's keys are asked for");
    draft.secrets["access_key"] = "A";
    wizard.back();
    expect(wizard.step).toBe("Systems");
    wizard.toKeys();
    expect(wizard.drafts["onefile"]?.secrets["access_key"]).toBe("A");
  });

  it("does not keep a secret in the page once it is stored", () => {
    const wizard = begun();
    wizard.toKeys();
    wizard.added({ connection: connected(onefile, { id: 1 }), trimmed: [] });
    expect(wizard.drafts["onefile"]).toBeUndefined();
  });

  it("goes on at the keys that are missing, with something to type them into", () => {
    const wizard = begun([connected(onefile, { id: 1 })]);
    expect([wizard.step, wizard.system?.kind]).toEqual(["Keys", "bksb"]);
    expect(wizard.drafts["bksb"]).toBeDefined();
    wizard.back();
    expect(wizard.connection?.id, "what is stored is shown as stored").toBe(1);
  });

  it("asks for the keys anew where a connection was removed", async () => {
    call.mockResolvedValue(null);
    const connection = connected(onefile, { id: 1 });
    const wizard = begun([connection]);
    wizard.back();
    await wizard.remove(connection);
    expect(call).toHaveBeenCalledWith("remove_connection", { id: 1 });
    expect(wizard.connection).toBeUndefined();
    expect(wizard.drafts["onefile"]?.name, "its name is free again").toBe("onefile");
  });

  it("keeps a connection that the shell did not remove", async () => {
    call.mockRejectedValue(new Error("the keyring is locked"));
    const connection = connected(onefile, { id: 1 });
    const wizard = begun([connection]);
    await expect(wizard.remove(connection), "the dialog shows why").rejects.toThrow("locked");
    expect(wizard.stored).toEqual([connection]);
  });
});
