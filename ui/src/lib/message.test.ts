import { expect, it } from "vitest";
import { apart } from "./message";

it("parts what is true from what to do", () => {
  expect(apart("bksb did not accept the keys. What to do: type them again.")).toEqual({
    what: "bksb did not accept the keys.",
    todo: "type them again.",
  });
});

it("leaves a message that asks for nothing as it is", () => {
  expect(apart("bksb had an error of its own (503).")).toEqual({
    what: "bksb had an error of its own (503).",
    todo: null,
  });
});
