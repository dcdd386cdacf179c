// @vitest-environment jsdom
import { cleanup, render, screen, waitFor } from "@testing-library/svelte";
import { createRawSnippet } from "svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import ConfirmDialog from "./ConfirmDialog.svelte";

const children = createRawSnippet(() => ({ render: () => "<p>Freya Odell loses the link.</p>" }));
const button = (name: string) => screen.getByRole("button", { name });

/** An action that ends when the test says so. */
function slow() {
  let done = () => {};
  let fail: (why: unknown) => void = () => {};
  const action = vi.fn(
    () =>
      new Promise<void>((resolve, reject) => {
        done = resolve;
        fail = reject;
      }),
  );
  return { action, done: () => done(), fail: (why: unknown) => fail(why) };
}

const open = (action: () => Promise<unknown>) =>
  render(ConfirmDialog, { open: true, title: "Unlink?", verb: "Unlink", action, children });

afterEach(cleanup);

describe("a question", () => {
  it("says what will happen, and takes the focus", async () => {
    open(slow().action);
    const dialog = screen.getByRole("dialog", { name: "Unlink?" });
    expect(dialog.textContent).toContain("Freya Odell loses the link.");
    await waitFor(() => expect(dialog.contains(document.activeElement)).toBe(true));
  });

  it("does nothing on Cancel", async () => {
    const { action } = slow();
    open(action);
    button("Cancel").click();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(action).not.toHaveBeenCalled();
  });

  it("acts once, however often its button is pressed, and goes when that is done", async () => {
    const { action, done } = slow();
    open(action);
    button("Unlink").click();
    await waitFor(() => expect(button("Unlink").getAttribute("aria-busy")).toBe("true"));
    button("Unlink").click();
    button("Unlink").click();
    expect(action).toHaveBeenCalledTimes(1);
    done();
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("stays with the problem when it fails, and can be tried again", async () => {
    const { action, fail } = slow();
    open(action);
    button("Unlink").click();
    fail({ code: "busy", message: "It is at work already.", remedy: "wait.", field: null });
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toMatch(/It is at work already\..*What to do: wait\..*Code: busy/s);
    button("Unlink").click();
    expect(action).toHaveBeenCalledTimes(2);
    await waitFor(() => expect(screen.queryByRole("alert"), "the old problem is gone meanwhile").toBeNull());
  });
});
