import { expect, test } from "vitest";
import type { Run, RunState } from "../api/types";
import { merge } from "./merge";

const run = (n: number, state: RunState = "running"): Run =>
  ({ id: `run-${n}`, state, created_at: `2026-01-01T00:00:${String(n).padStart(2, "0")}Z`, updated_at: state }) as Run;
const page = (numbers: number[], next: string | null = null) => ({ items: numbers.map((n) => run(n)), next });
const loaded = (...pages: ReturnType<typeof page>[]) => ({ pages, pageParams: pages.map(() => null) });
const ids = (pages: ReturnType<typeof merge>) => pages.pages.flatMap((each) => each.items.map(({ id }) => id));

test("a new run comes in on top", () => {
  expect(ids(merge(loaded(page([2, 1])), page([3, 2, 1])))).toEqual(["run-3", "run-2", "run-1"]);
});

test("rows below the newest page are kept as loaded", () => {
  const merged = merge(loaded(page([4, 3], "c3"), page([2, 1], "c1")), page([5, 4], "c4"));
  expect(ids(merged)).toEqual(["run-5", "run-4", "run-3", "run-2", "run-1"]);
  expect(merged.pages.at(-1)?.next).toBe("c1");
});

test("a run that no longer matches the filter goes", () => {
  expect(ids(merge(loaded(page([3, 2, 1])), page([3, 1])))).toEqual(["run-3", "run-1"]);
});

test("a changed run is shown as it is now", () => {
  const merged = merge(loaded(page([1])), { items: [run(1, "failed")], next: null });
  expect(merged.pages[0]?.items[0]?.state).toBe("failed");
});

test("more new runs than a page holds start the list again", () => {
  const merged = merge(loaded(page([2, 1])), page([9, 8], "c8"));
  expect(ids(merged)).toEqual(["run-9", "run-8"]);
  expect(merged.pages.at(-1)?.next).toBe("c8");
});

test("nothing new changes nothing", () => {
  const old = loaded(page([3, 2], "c2"), page([1]));
  expect(merge(old, page([3, 2], "c2"))).toBe(old);
});
