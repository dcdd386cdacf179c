// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Problem, Session } from "$ipc";
import { app } from "$lib/app.svelte";
import Trouble from "./Trouble.svelte";

const { call } = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock("$ipc", () => ({ call, listen: () => () => {}, asProblem: (thrown: unknown) => thrown }));
afterEach(cleanup);
beforeEach(() => {
  call.mockReset();
});

const problem = (code: string): Problem => ({ code, message: "It does not open.", remedy: "look again.", field: null });
const session = (code: string): Session => ({
  stage: "failed",
  problem: problem(code),
  sample: false,
  notices: [],
  version: "0.1.0",
  system: "linux",
  folder: "/home/someone/data",
});

function show(code: string): void {
  app.session = session(code);
  render(Trouble);
}

describe("the screen whose data cannot be opened", () => {
  it("says what happened, what to do and where the data is, and the code last", () => {
    show("keyring_locked");
    expect(screen.getByRole("heading", { name: "The keyring is locked" })).toBeTruthy();
    const text = document.body.textContent;
    const order = ["It does not open.", "look again.", "/home/someone/data", "keyring_locked"];
    const places = order.map((words) => text.indexOf(words));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(screen.queryByLabelText("Recovery key")).toBeNull();
  });

  it("opens with the recovery key where the key is the trouble, and says at the field why not", async () => {
    call.mockRejectedValue({ code: "wrong_key", message: "It is another's.", remedy: "type it again", field: null });
    show("wrong_key");
    const field = screen.getByLabelText("Recovery key");
    const open = screen.getByRole("button", { name: "Open with the recovery key" });
    await fireEvent.click(open);
    expect(call, "nothing was typed").not.toHaveBeenCalled();
    await fireEvent.input(field, { target: { value: " ABC " } });
    await fireEvent.click(open);
    await waitFor(() => expect(screen.getByText(/It is another's\. Type it again\./)).toBeTruthy());
    expect(call).toHaveBeenCalledWith("open_with_recovery_key", { typed: " ABC " });
    expect(document.activeElement).toBe(field);
  });

  it("tries again once, and shows what it comes to", async () => {
    call.mockResolvedValue(session("disk_full"));
    show("keyring_locked");
    const again = screen.getByRole("button", { name: "Try again" });
    void fireEvent.click(again);
    void fireEvent.click(again);
    await screen.findByRole("heading", { name: "The disk is full" });
    expect(call.mock.calls.filter(([command]) => command === "try_again")).toHaveLength(1);
  });
});
