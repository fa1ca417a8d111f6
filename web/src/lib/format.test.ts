import { expect, test } from "vitest";
import { ago, count, duration, instant } from "./format";

test("a time without a zone is UTC", () => {
  expect(instant("2026-01-01T00:00:00")).toBe(Date.UTC(2026, 0, 1));
});

test("microseconds count", () => {
  expect(instant("2026-01-01T00:00:00.001250Z") - Date.UTC(2026, 0, 1)).toBeCloseTo(1.25, 3);
});

test.each([[0.286, "0.3 ms"], [9, "9 ms"], [250.4, "250 ms"], [1234, "1.23 s"], [83_000, "1 min 23 s"], [7_260_000, "2 h 1 min"], [null, ""]])(
  "%s ms reads %s",
  (ms, text) => expect(duration(ms)).toBe(text),
);

test("ages are told in the largest unit that fits", () => {
  const now = Date.UTC(2026, 0, 2);
  expect(ago("2026-01-01T23:55:00Z", now)).toBe("5 min ago");
  expect(ago("2026-01-01T20:00:00Z", now)).toBe("4 h ago");
});

test("one is not many", () => {
  expect([count(1, "flow"), count(2, "flow")]).toEqual(["1 flow", "2 flows"]);
});
