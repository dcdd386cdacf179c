// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { refocus, spotOf, stayInList } from "./focus";

const row = (name: string) =>
  `<tr data-row="${name}"><th><a class="row-link" href="#/${name}" id="${name}">${name}</a></th></tr>`;
const detail = (name: string) => `<tr data-of="${name}"><td><button id="in-${name}">Link these two</button></td></tr>`;

let detach: (() => void) | undefined;

function list(...rows: string[]): { section: HTMLElement; body: HTMLElement } {
  document.body.innerHTML =
    `<section><h2 data-heading tabindex="-1" id="heading">Learners</h2>` +
    `<table><tbody>${rows.join("")}</tbody></table></section><button id="elsewhere">Elsewhere</button>`;
  const section = document.querySelector("section") as HTMLElement;
  detach = stayInList(section) ?? undefined;
  return { section, body: section.querySelector("tbody") as HTMLElement };
}

const focused = () => document.activeElement?.id;
const focus = (id: string) => document.getElementById(id)?.focus();
/** Mutations and what follows on them are told in microtasks. */
const settled = () => new Promise((done) => setTimeout(done));

afterEach(() => detach?.());

describe("a row that leaves the list", () => {
  it("hands the focus to the one that takes its place", async () => {
    const { body } = list(row("a"), row("b"), row("c"));
    focus("b");
    body.innerHTML = row("a") + row("c");
    await settled();
    expect(focused()).toBe("c");
  });

  it("hands it to the last one where it was the last itself, and to the heading where it was the only one", async () => {
    const { body } = list(row("a"), row("b"));
    focus("b");
    body.innerHTML = row("a");
    await settled();
    expect(focused()).toBe("a");
    body.innerHTML = "";
    await settled();
    expect(focused()).toBe("heading");
  });

  it("counts what is opened under it as its own", async () => {
    const { section, body } = list(row("a"), detail("a"), row("b"));
    focus("in-a");
    expect(spotOf(section, document.activeElement)).toEqual({ row: "a", at: 0 });
    body.innerHTML = row("a") + row("b");
    await settled();
    expect(focused(), "the row itself is still there").toBe("a");
  });

  it("takes the focus from nobody who went elsewhere", async () => {
    const { body } = list(row("a"), row("b"));
    focus("a");
    focus("elsewhere");
    body.innerHTML = row("b");
    await settled();
    expect(focused()).toBe("elsewhere");
  });

  it("takes no focus where somebody pressed beside the rows", async () => {
    const { body } = list(row("a"), row("b"));
    focus("a");
    (document.activeElement as HTMLElement).blur();
    await settled();
    body.innerHTML = row("b");
    await settled();
    expect(document.activeElement).toBe(document.body);
  });
});

it("a spot that is no longer there is the place where it was", () => {
  const { section } = list(row("a"), row("b"), row("c"));
  refocus(section, { row: "gone", at: 1 });
  expect(focused()).toBe("b");
});
