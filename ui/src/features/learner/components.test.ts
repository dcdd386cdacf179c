import { expect, test } from "vitest";
import { result } from "./chart/fixture";
import { measured } from "./components";

const PARTS = [{ name: "Reading", value: "2.48", measured_at: null }];

test("the latest of each subject stands first, those before are kept apart", () => {
  const old = result({ components: PARTS, finished_at: "2025-05-01T10:00:00Z" });
  const recent = result({ components: PARTS, finished_at: "2026-05-01T10:00:00Z" });
  const maths = result({ components: PARTS, subject: "maths", finished_at: "2024-05-01T10:00:00Z" });
  expect(measured([old, recent, maths])).toEqual({ latest: [recent, maths], before: [old] });
});

test("English stands before Maths, whichever came last", () => {
  const english = result({ components: PARTS, finished_at: "2025-05-01T10:00:00Z" });
  const maths = result({ components: PARTS, subject: "maths", finished_at: "2026-05-01T10:00:00Z" });
  expect(measured([maths, english]).latest).toEqual([english, maths]);
});

test("a newer result without parts does not hide an older one with parts", () => {
  const diagnostic = result({ components: PARTS, finished_at: "2025-05-01T10:00:00Z" });
  const initial = result({ finished_at: "2026-05-01T10:00:00Z" });
  expect(measured([initial, diagnostic]).latest).toEqual([diagnostic]);
});

test("subjects of the provider's own are told apart", () => {
  const results = ["Science", "Citizenship"].map((raw) =>
    result({ components: PARTS, subject: "other", subject_raw: raw }),
  );
  expect(measured(results).latest).toHaveLength(2);
});

test("a result without a date comes last", () => {
  const undated = result({ components: PARTS, finished_at: null });
  const dated = result({ components: PARTS, finished_at: "2020-05-01T10:00:00Z" });
  expect(measured([undated, dated])).toEqual({ latest: [dated], before: [undated] });
});
