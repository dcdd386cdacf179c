import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ConnectionDetail, Problem } from "$ipc";
import { AT_NEW_HOST, Edit } from "./edit.svelte";
import { connected, system } from "./testing";

const { call } = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock("$ipc", () => ({ call, asProblem: (thrown: unknown) => thrown }));

let stored: ConnectionDetail;
const taken = (connection: ConnectionDetail) => (stored = connection);
const asked = () => call.mock.calls.map(([command, ask]: unknown[]) => [command, ask]);

beforeEach(() => {
  call.mockReset();
  stored = connected(system());
});

/** The shell as it should be: what is asked for is stored. */
function shell(trimmed: string[] = []): void {
  call.mockImplementation((command: string, ask: { settings: Record<string, string> }) =>
    Promise.resolve(
      command === "change_connection"
        ? { ...stored, settings: { ...stored.settings, ...ask.settings } }
        : { connection: stored, trimmed },
    ),
  );
}

describe("a stored connection that is changed", () => {
  it("has nothing to save as it begins, nor where a secret is opened and left empty", () => {
    const edit = new Edit(() => stored);
    edit.secrets["access_key"] = "";
    expect(edit.isDirty).toBe(false);
  });

  it("asks the shell for what is new alone, the address before the secrets", async () => {
    shell();
    const edit = new Edit(() => stored);
    edit.form.settings["base_url"] = "https://elsewhere.example/api";
    edit.secrets = { access_key: "A", secret_key: "S" };
    edit.atNewHost = "same";
    expect(edit.check()).toBe(true);
    expect(await edit.save(taken)).toBe(true);
    expect(asked()).toEqual([
      [
        "change_connection",
        { id: 7, name: null, settings: { base_url: "https://elsewhere.example/api" }, enabled: null },
      ],
      ["replace_secret", { id: 7, key: "access_key", typed: "A" }],
      ["replace_secret", { id: 7, key: "secret_key", typed: "S" }],
    ]);
    expect(edit.isDirty, "what is saved is not new any more").toBe(false);
    expect(edit.secrets["access_key"], "a secret does not stay in the page").toBeUndefined();
  });

  it("says what was taken off a secret", async () => {
    shell(["access key"]);
    const edit = new Edit(() => stored);
    edit.secrets["access_key"] = " A ";
    await edit.save(taken);
    expect(edit.saved).toContain("around the access key were left out");
  });

  it("keeps what could not be saved, and shows at its field why", async () => {
    const problem: Problem = { code: "keyring_locked", message: "Locked.", remedy: null, field: "secret_key" };
    call.mockRejectedValue(problem);
    const edit = new Edit(() => stored);
    edit.secrets["secret_key"] = "S";
    expect(await edit.save(taken)).toBe(false);
    expect(edit.wrong).toEqual({ secret_key: "Locked." });
    expect(edit.secrets["secret_key"]).toBe("S");
    expect(edit.busy).toBe(false);
  });
});

describe("an address of another host", () => {
  const moved = () => {
    const edit = new Edit(() => stored);
    edit.form.settings["base_url"] = "https://elsewhere.example/api";
    return edit;
  };

  it("wants to know what is there, and every secret again", () => {
    const edit = moved();
    expect(edit.check()).toBe(false);
    expect(Object.keys(edit.wrong).sort()).toEqual(["access_key", AT_NEW_HOST, "secret_key"]);
  });

  it("is not saved where another customer is there", () => {
    const edit = moved();
    edit.secrets = { access_key: "A", secret_key: "S" };
    edit.atNewHost = "other";
    expect(edit.check()).toBe(false);
    expect(Object.keys(edit.wrong)).toEqual([AT_NEW_HOST]);
  });

  it("does not ask for a secret that the environment holds", () => {
    stored = { ...stored, secrets: [{ key: "access_key", place: "environment" }] };
    const edit = moved();
    edit.secrets["secret_key"] = "S";
    edit.atNewHost = "same";
    expect(edit.check()).toBe(true);
  });
});
