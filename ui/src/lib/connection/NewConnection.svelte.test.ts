// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CheckReport, Problem, Saved } from "$ipc";
import { newDraft } from "./draft";
import NewConnection from "./NewConnection.svelte";
import { connected, system } from "./testing";

const { call } = vi.hoisted(() => ({ call: vi.fn() }));
vi.mock("$ipc", () => ({ call, listen: () => () => {}, asProblem: (thrown: unknown) => thrown }));
afterEach(cleanup);
beforeEach(() => {
  call.mockReset();
});

const BKSB = system();
const REPORT: CheckReport = {
  checked_at: "2026-11-22T09:40:00Z",
  answered: 1,
  tried: 2,
  trimmed: ["access key"],
  operations: [
    { operation: "a", purpose: "list its users", outcome: "answered", detail: "Answered.", what_to_do: null },
    { operation: "b", purpose: "read results", outcome: "refused", detail: "No.", what_to_do: "in bksb allow it." },
    {
      operation: "c",
      purpose: "create an account",
      outcome: "not_tried",
      detail: "it would be one.",
      what_to_do: null,
    },
  ],
};

function show(): { onadded: (saved: Saved) => void; submit: () => Promise<boolean> } {
  const onadded = vi.fn<(saved: Saved) => void>();
  const draft = $state(newDraft(BKSB, []));
  const { container } = render(NewConnection, {
    system: BKSB,
    draft,
    report: null,
    id: "new",
    busy: false,
    onadded,
  });
  const form = container.querySelector("form");
  if (form === null) throw new Error("there is a form");
  return { onadded, submit: () => fireEvent.submit(form) };
}

const field = (label: string): HTMLInputElement => screen.getByLabelText(label);
const type = (label: string, value: string) => fireEvent.input(field(label), { target: { value } });
/** What is heard with a field besides its label. */
const heard = (label: string): string =>
  (field(label).getAttribute("aria-describedby") ?? "")
    .split(" ")
    .map((id) => document.getElementById(id)?.textContent.trim())
    .join(" ");

async function typeKeys(): Promise<void> {
  await type("access key", "A");
  await type("secret key", "S");
}

describe("a new connection", () => {
  it("says at each field what is missing, goes to the first, and asks the shell nothing", async () => {
    const { submit } = show();
    await submit();
    expect(heard("access key")).toBe("Error: Enter the access key.");
    expect(heard("secret key")).toBe("Error: Enter the secret key.");
    expect(field("access key").getAttribute("aria-invalid")).toBe("true");
    await waitFor(() => expect(document.activeElement).toBe(field("access key")));
    expect(call).not.toHaveBeenCalled();
  });

  it("says at its field what the shell refuses", async () => {
    const refused: Problem = { code: "refused", message: "Too long.", remedy: "choose another name.", field: "name" };
    call.mockRejectedValue(refused);
    const { submit, onadded } = show();
    await typeKeys();
    await submit();
    await waitFor(() => expect(heard("Name")).toContain("Error: Too long. Choose another name."));
    expect(onadded).not.toHaveBeenCalled();
  });

  it("shows a problem that belongs to no field above the form", async () => {
    call.mockRejectedValue({ code: "keyring_locked", message: "It is locked.", remedy: null, field: null });
    const { submit } = show();
    await typeKeys();
    await submit();
    await waitFor(() => expect(screen.getByRole("alert").textContent).toContain("It is locked."));
  });

  it("is added once, however often it is asked for", async () => {
    call.mockResolvedValue({ connection: connected(BKSB), trimmed: [] });
    const { submit, onadded } = show();
    await typeKeys();
    await Promise.all([submit(), submit()]);
    await waitFor(() => expect(onadded).toHaveBeenCalledTimes(1));
    expect(call).toHaveBeenCalledTimes(1);
  });

  it("is tested before it is stored, and shows each operation with what to do", async () => {
    call.mockResolvedValue(REPORT);
    show();
    await typeKeys();
    await fireEvent.click(screen.getByRole("button", { name: "Test connection" }));
    const table = await screen.findByRole("table", { name: "Connection" });
    const rows = within(table).getAllByRole("row").slice(1);
    const cells = (row: HTMLElement) => [...row.children].map((cell) => cell.textContent.trim());
    expect(rows.map(cells)).toEqual([
      ["List its users", "Answered", ""],
      ["Read results", "Refused No.", "In bksb allow it."],
      ["Create an account", "Not tried It would be one.", ""],
    ]);
    expect(screen.getByText("Blanks or line breaks around the access key were left out.")).toBeTruthy();
    expect(call).toHaveBeenCalledWith("test_draft", expect.objectContaining({ kind: "bksb", name: "bksb" }));
  });

  it("takes a test back with the next letter: it was of other keys", async () => {
    call.mockResolvedValue(REPORT);
    show();
    await typeKeys();
    await fireEvent.click(screen.getByRole("button", { name: "Test connection" }));
    await screen.findByRole("table");
    await type("secret key", "T");
    expect(screen.queryByRole("table")).toBeNull();
  });
});

describe("a secret that is typed", () => {
  it("is hidden until it is asked to be seen, and is no word to spell or to remember", async () => {
    show();
    const secret = field("access key");
    expect([secret.type, secret.getAttribute("autocomplete"), secret.getAttribute("spellcheck")]).toEqual([
      "password",
      "off",
      "false",
    ]);
    const toggle = screen.getByRole("button", { name: "Show the access key" });
    await fireEvent.click(toggle);
    expect([secret.type, toggle.getAttribute("aria-pressed")]).toEqual(["text", "true"]);
  });

  it("may be pasted, and line breaks that the field leaves out are told", async () => {
    show();
    const pasted = (text: string) => fireEvent.paste(field("access key"), { clipboardData: { getData: () => text } });
    await pasted("A-1\r\n");
    expect(heard("access key")).toBe("Line breaks in what you pasted were left out.");
    await pasted("A-1");
    expect(heard("access key")).toBe("");
  });
});
