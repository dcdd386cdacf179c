// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { rows, target } from "./rows";

describe("the row to go to", () => {
  it.each([
    ["ArrowDown", 0, 1],
    ["ArrowUp", 1, 0],
    ["Home", 2, 0],
    ["End", 0, 2],
    ["ArrowUp", 0, null],
    ["ArrowDown", 2, null],
    ["Home", 0, null],
    ["x", 1, null],
  ])("%s from row %i of three is %s", (key, at, to) => {
    expect(target(key, at, 3)).toBe(to);
  });
});

describe("a table", () => {
  let table: HTMLTableElement;
  let stop: unknown;

  beforeEach(() => {
    document.body.innerHTML = `
      <table>
        <tbody>
          ${[1, 2, 3]
            .map(
              (n) => `<tr>
                <td><a class="row-link" href="#${n}" id="link-${n}">Person ${n}</a></td>
                <td><button class="expander" aria-expanded="false" id="expander-${n}"></button></td>
                <td><button aria-haspopup="menu" aria-expanded="false" id="menu-${n}"></button></td>
                <td><input type="text" id="text-${n}"></td>
              </tr>`,
            )
            .join("")}
        </tbody>
      </table>`;
    table = document.querySelector("table") as HTMLTableElement;
    stop = rows(table);
  });

  afterEach(() => {
    if (typeof stop === "function") (stop as () => void)();
  });

  function press(id: string, key: string, held: KeyboardEventInit = {}): KeyboardEvent {
    const from = document.getElementById(id) as HTMLElement;
    from.focus();
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...held });
    from.dispatchEvent(event);
    return event;
  }

  it("moves from a link to the link of another row, and from an expander to an expander", () => {
    expect(press("link-1", "ArrowDown").defaultPrevented).toBe(true);
    expect(document.activeElement?.id).toBe("link-2");
    press("expander-3", "Home");
    expect(document.activeElement?.id).toBe("expander-1");
  });

  it("stays at its ends, and lets the page scroll then", () => {
    expect(press("link-3", "ArrowDown").defaultPrevented).toBe(false);
    expect(document.activeElement?.id).toBe("link-3");
  });

  it("leaves the arrows to a text field", () => {
    expect(press("text-1", "ArrowDown").defaultPrevented).toBe(false);
    expect(document.activeElement?.id).toBe("text-1");
  });

  it("opens with Right and closes with Left", () => {
    const expander = document.getElementById("expander-2") as HTMLElement;
    expander.addEventListener("click", () => {
      const open = expander.getAttribute("aria-expanded") === "true";
      expander.setAttribute("aria-expanded", String(!open));
    });
    press("link-2", "ArrowRight");
    expect(expander.getAttribute("aria-expanded")).toBe("true");
    press("link-2", "ArrowRight");
    expect(expander.getAttribute("aria-expanded"), "Right never closes").toBe("true");
    press("link-2", "ArrowLeft");
    expect(expander.getAttribute("aria-expanded")).toBe("false");
  });

  it("opens no menu of the row", () => {
    document.getElementById("expander-1")?.remove();
    const menu = document.getElementById("menu-1") as HTMLElement;
    const opened = vi.fn();
    menu.addEventListener("click", opened);
    press("link-1", "ArrowRight");
    expect(opened).not.toHaveBeenCalled();
  });

  it("leaves keys with Ctrl alone", () => {
    expect(press("link-1", "ArrowDown", { ctrlKey: true }).defaultPrevented).toBe(false);
  });
});
