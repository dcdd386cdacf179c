// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, expect, it, vi } from "vitest";
import type { ConnectionDetail } from "$ipc";
import { connected, system } from "$lib/connection/testing";
import Systems from "./Systems.svelte";
import { Wizard } from "./wizard.svelte";

vi.mock("$ipc", () => ({ call: () => new Promise(() => {}), listen: () => () => {} }));
afterEach(cleanup);

const bksb = { ...system(), needs: "You need two keys" };
const skills = system("skills_forward");
const onefile = system("onefile", "records");

function show(connections: ConnectionDetail[] = []): Wizard {
  const first = { connections, read: false, reading: false, problems: [], previews: [] };
  const wizard = new Wizard([onefile, bksb, skills], first);
  wizard.show("Systems");
  render(Systems, { wizard });
  return wizard;
}

const go = () => fireEvent.click(screen.getByRole("button", { name: "Continue" }));

it("begins at its heading, and offers the systems that there are with what they need", () => {
  show();
  expect(document.activeElement).toBe(screen.getByRole("heading", { level: 1 }));
  expect(screen.getAllByRole("radio")).toHaveLength(1);
  expect(screen.getAllByRole("checkbox")).toHaveLength(2);
  expect(screen.getByRole("checkbox", { name: /bksb You need two keys/ })).toBeTruthy();
});

it("says what is not chosen, and goes on once it is", async () => {
  const wizard = show();
  await go();
  expect(screen.getByText("Choose at least one system where they take assessments.")).toBeTruthy();
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("checkbox", { name: /bksb/ })));
  expect(wizard.step).toBe("Systems");
  await fireEvent.click(screen.getByRole("checkbox", { name: /skills_forward/ }));
  await go();
  expect([wizard.step, wizard.order.map((one) => one.kind)]).toEqual(["Keys", ["onefile", "skills_forward"]]);
});

it("keeps what is connected chosen", () => {
  show([connected(bksb)]);
  const box = screen.getByRole<HTMLInputElement>("checkbox", { name: /bksb Connected/ });
  expect([box.checked, box.disabled]).toEqual([true, true]);
});
