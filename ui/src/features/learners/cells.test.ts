import { expect, test } from "vitest";
import type { LearnerRow } from "$ipc";
import { plainCell } from "./cells";
import { columns } from "./columns";

const NOW = new Date("2026-11-22T12:00:00Z");
const ROW: LearnerRow = {
  id: 1,
  given_name: "Réka",
  family_name: "Ábrahámfi",
  reference: "MV-21103",
  centre: "Thornwick",
  email: null,
  uln: "",
  kind: "applicant",
  tags: ["Initial done", "Maths"],
  providers: [],
  latest_result_at: null,
};

function cell(key: string, row: Partial<LearnerRow> = {}) {
  const column = columns([], null).find((one) => one.key === key);
  if (column === undefined) throw new Error(`no column ${key}`);
  return plainCell(column, { ...ROW, ...row }, NOW);
}

test("what is recorded is shown as it is", () => {
  expect(cell("reference").text).toBe("MV-21103");
  expect(cell("kind").text).toBe("Applicant");
  expect(cell("tags").text).toBe("Initial done, Maths");
});

test("what is missing or blank is no text", () => {
  expect(cell("email").text).toBeNull();
  expect(cell("uln").text).toBeNull();
  expect(cell("tags", { tags: [] }).text).toBeNull();
});

test("a result of today or yesterday has its time, an older one its day", () => {
  expect(cell("latest_result", { latest_result_at: "2026-11-22T09:12:00Z" }).text).toBe("Today 09:12");
  expect(cell("latest_result", { latest_result_at: "2026-11-21T16:40:00Z" }).text).toBe("Yesterday 16:40");
  expect(cell("latest_result", { latest_result_at: "2026-11-20T16:40:00Z" }).text).toBe("20 Nov 2026");
});

test("without any result that is said in words", () => {
  expect(cell("latest_result")).toEqual({ text: null, empty: "None yet" });
});
