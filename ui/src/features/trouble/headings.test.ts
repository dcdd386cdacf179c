import { describe, expect, it } from "vitest";
import type { Problem } from "$ipc";
import { heading, takesRecoveryKey } from "./headings";

const problem = (code: string): Problem => ({ code, message: "", remedy: null, field: null });

describe("the screen whose data cannot be opened", () => {
  it.each(["wrong_key", "database_key_missing"])("takes the recovery key where the key is the trouble: %s", (code) => {
    expect(takesRecoveryKey(problem(code))).toBe(true);
  });

  it.each(["keyring_locked", "disk_full", "database_damaged"])(
    "does not ask for a key that would not help: %s",
    (code) => {
      expect(takesRecoveryKey(problem(code))).toBe(false);
    },
  );

  it("has a heading for a fault that it does not know", () => {
    expect(heading(problem("something_new"))).toBe("Your data could not be opened");
    expect(heading(null)).toBe("Your data could not be opened");
    expect(heading(problem("keyring_locked"))).toBe("The keyring is locked");
  });
});
