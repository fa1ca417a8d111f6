import { Text, Tooltip, UnstyledButton } from "@mantine/core";
import { useEffect, useMemo, useState, type CSSProperties } from "react";
import { duration } from "@/lib/format";
import type { Step } from "../api/types";
import { ticks, waterfall, type Bar } from "../model/waterfall";
import classes from "./waterfall.module.css";

interface WaterfallProps {
  steps: Step[];
  selected: string | null;
  select: (key: string) => void;
}

/** What ran when: one bar a step, on one time line. */
export function Waterfall({ steps, selected, select }: WaterfallProps) {
  const now = useNow(steps.some((step) => step.state === "running"));
  const { bars, total } = useMemo(() => waterfall(steps, now), [steps, now]);
  const marks = ticks(total);
  const grid = { "--grid": `${((marks[1] ?? total) / total) * 100}%` } as CSSProperties;
  return (
    <div className={classes.frame} style={grid}>
      <div className={classes.axis} aria-hidden="true">
        {marks.map((at) => (
          <span key={at} style={{ left: `${(at / total) * 100}%` }}>
            {duration(at)}
          </span>
        ))}
      </div>
      <ol className={classes.bars} aria-label="Steps in the order they started">
        {bars.map((bar) => (
          <StepBar key={`${bar.step.key}:${bar.step.attempt}`} bar={bar} total={total} selected={bar.step.key === selected} select={select} />
        ))}
      </ol>
    </div>
  );
}

function StepBar({ bar, total, selected, select }: { bar: Bar; total: number; selected: boolean; select: (key: string) => void }) {
  const { step, from, to } = bar;
  const took = step.ms ?? to - from;
  const name = step.name || step.node || step.key;
  const place = { "--from": `${(from / total) * 100}%`, "--width": `${((to - from) / total) * 100}%` } as CSSProperties;
  return (
    <li>
      <UnstyledButton className={classes.row} data-selected={selected || undefined} aria-pressed={selected} onClick={() => select(step.key)}>
        <span className={classes.name}>
          {name}
          {step.attempt > 1 && (
            <Text span size="xs" c="dimmed">
              {` · attempt ${step.attempt}`}
            </Text>
          )}
        </span>
        <span className={classes.lane} style={place}>
          <Tooltip label={`${name}: ${step.state}, ${duration(took)}`}>
            <span className={classes.bar} data-state={step.state} />
          </Tooltip>
        </span>
        <span className={`${classes.took} tabular`}>
          {step.state === "failed" ? "failed" : step.state === "running" ? "running" : duration(took)}
        </span>
      </UnstyledButton>
    </li>
  );
}

function useNow(live: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!live) return;
    const timer = setInterval(() => setNow(Date.now()), 200);
    return () => clearInterval(timer);
  }, [live]);
  return now;
}
