// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { keepPlace } from "./places";

/** The scrolling part of a list, with rows once they are there. */
function list(): HTMLElement {
  const node = document.createElement("div");
  Object.defineProperty(node, "scrollHeight", { get: () => node.children.length * 1000 });
  document.body.replaceChildren(node);
  return node;
}

function fill(node: HTMLElement, ids: number[]): void {
  for (const id of ids) {
    const row = document.createElement("p");
    row.dataset["row"] = String(id);
    row.scrollIntoView = () => {};
    row.innerHTML = `<a href="#${id}">${id}</a>`;
    node.append(row);
  }
}

const attach = (node: HTMLElement) => keepPlace(node) as () => void;
const focusedRow = () => document.activeElement?.closest<HTMLElement>("[data-row]")?.dataset["row"];

/** Visits a list, goes to one of its rows far down, and leaves. */
function visit(key: string, row: number, scroll: number): void {
  history.replaceState({ key }, "");
  const node = list();
  const leave = attach(node);
  fill(node, [1, 2, 3]);
  node.scrollTop = scroll;
  node.dispatchEvent(new Event("scroll"));
  node.querySelector<HTMLElement>(`[data-row="${row}"] a`)?.focus();
  leave();
}

beforeEach(() => {
  document.body.replaceChildren();
});

describe("a list that one comes back to", () => {
  it("is at the same row and scroll as soon as its rows are there", async () => {
    visit("there and back", 2, 700);
    const node = list();
    const leave = attach(node);
    expect(node.scrollTop, "nothing is there to scroll to yet").toBe(0);
    fill(node, [1, 2, 3]);
    await vi.waitFor(() => expect(focusedRow()).toBe("2"));
    expect(node.scrollTop).toBe(700);
    leave();
  });

  it("takes no focus where the row has gone meanwhile", async () => {
    visit("gone", 2, 0);
    const node = list();
    const leave = attach(node);
    fill(node, [1, 3]);
    await new Promise((done) => setTimeout(done, 20));
    expect(focusedRow()).toBeUndefined();
    leave();
  });

  it("is another one at another entry of the history, and begins at its top", async () => {
    visit("first", 2, 700);
    history.replaceState({ key: "second" }, "");
    const node = list();
    const leave = attach(node);
    fill(node, [1, 2, 3]);
    await new Promise((done) => setTimeout(done, 20));
    expect([focusedRow(), node.scrollTop]).toEqual([undefined, 0]);
    leave();
  });
});
