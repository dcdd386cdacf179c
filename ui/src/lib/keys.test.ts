// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { shortcut } from "./keys";

const press = (key: string, held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe("shortcuts", () => {
  it.each([
    ["1", { page: "/overview" }],
    ["5", { page: "/settings" }],
    [",", { page: "/settings" }],
    ["r", "sync"],
    ["R", "sync"],
    ["f", "search"],
  ])("Ctrl %s", (key, meant) => {
    expect(shortcut(press(key, { ctrlKey: true }), false)).toEqual(meant);
  });

  it("are with Cmd on a Mac, and Ctrl is left to the text field there", () => {
    expect(shortcut(press("f", { metaKey: true }), true)).toBe("search");
    expect(shortcut(press("f", { ctrlKey: true }), true)).toBeNull();
  });

  it("F5 syncs, Alt Left goes back, and Esc closes what is open", () => {
    expect(shortcut(press("Escape"), false)).toBe("close");
    expect(shortcut(press("F5"), false)).toBe("sync");
    expect(shortcut(press("ArrowLeft", { altKey: true }), false)).toBe("back");
  });

  it("leave single letters, and what is not theirs, to whoever is typing", () => {
    for (const key of ["r", "f", "1", ",", "ArrowLeft"]) expect(shortcut(press(key), false)).toBeNull();
    for (const key of ["6", "0", "a", "c", "v", " ", "z"]) {
      expect(shortcut(press(key, { ctrlKey: true }), false)).toBeNull();
    }
  });

  it("are others with Shift", () => {
    expect(shortcut(press("R", { ctrlKey: true, shiftKey: true }), false)).toBeNull();
  });
});
