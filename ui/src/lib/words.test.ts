import { expect, it } from "vitest";
import { levelRank, levelShort, reasonName, runStateName, taskName } from "./words";

it("names what the product calls its tasks, states and reasons", () => {
  expect(taskName("results")).toBe("Get assessments");
  expect(runStateName("done_with_skips")).toBe("Done with skips");
  expect(reasonName("no_counterpart")).toBe("No account");
});

it("ranks levels from the lowest to the highest", () => {
  const climbing = ["pre_entry", "entry_1", "entry_2", "entry_3", "level_1", "level_2", "level_3"] as const;
  const ranks = climbing.map(levelRank);
  expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
});

it("puts what is below Entry 3 above Entry 2, and below Entry 3 itself", () => {
  expect(levelRank("below_entry_3")).toBeGreaterThan(levelRank("entry_2"));
  expect(levelRank("below_entry_3")).toBeLessThan(levelRank("entry_3"));
  expect(levelShort("below_entry_3")).toBe("<E3");
});
