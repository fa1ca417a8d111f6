/** Steps as bars on a time line; all numbers in milliseconds from the first start. */
import { instant } from "@/lib/format";
import type { Step } from "../api/types";

export interface Bar {
  step: Step;
  from: number;
  to: number;
}

export interface Waterfall {
  bars: Bar[];
  total: number;
}

/** Open steps reach until `now`. */
export function waterfall(steps: readonly Step[], now: number): Waterfall {
  const started = steps.filter((step) => step.started_at !== null);
  const zero = Math.min(...started.map((step) => startOf(step)));
  const bars = started
    .map((step) => ({ step, from: startOf(step) - zero, to: Math.max(startOf(step), endOf(step, now)) - zero }))
    .sort((a, b) => a.from - b.from || a.to - b.to);
  return { bars, total: Math.max(1, ...bars.map((bar) => bar.to)) };
}

const startOf = (step: Step): number => instant(step.started_at ?? "");

function endOf(step: Step, now: number): number {
  if (step.finished_at) return instant(step.finished_at);
  return step.state === "running" ? now : startOf(step) + (step.ms ?? 0);
}

/** Four or so round marks for the axis. */
export function ticks(total: number): number[] {
  const rough = total / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const size = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? rough;
  return Array.from({ length: Math.floor(total / size) + 1 }, (_, at) => at * size);
}
