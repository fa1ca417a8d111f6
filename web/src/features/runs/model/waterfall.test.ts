import { expect, test } from "vitest";
import type { Step } from "../api/types";
import { ticks, waterfall } from "./waterfall";

const step = (key: string, from: string, to: string | null): Step => ({
  key, node: key, name: key, type: null, ms: null, attempt: 1,
  state: to ? "finished" : "running", started_at: `2026-01-01T00:00:${from}Z`, finished_at: to && `2026-01-01T00:00:${to}Z`,
});

test("bars are measured from the first start and sorted by it", () => {
  const { bars, total } = waterfall([step("b", "02.000", "03.000"), step("a", "01.000", "02.500")], 0);
  expect(bars.map(({ step: { key }, from, to }) => [key, from, to])).toEqual([["a", 0, 1500], ["b", 1000, 2000]]);
  expect(total).toBe(2000);
});

test("a running step reaches until now", () => {
  const { bars } = waterfall([step("a", "01.000", null)], Date.parse("2026-01-01T00:00:04Z"));
  expect(bars[0]?.to).toBe(3000);
});

test("the axis has a few round marks", () => {
  expect(ticks(2000)).toEqual([0, 500, 1000, 1500, 2000]);
});
