import { Badge, Group, Switch, Text, UnstyledButton } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import { Failure } from "@/components/page-states";
import { clockTime, count } from "@/lib/format";
import { summary, tone, type Entry } from "../model/journal";
import classes from "./journal-view.module.css";
import type { Journal } from "./use-journal";

const LINK = { opening: "connecting", open: "live", lost: "connection lost, trying again", ended: "complete" } as const;

/** The journal line by line, newest at the end; only the lines in view are drawn. */
export function JournalView({ journal }: { journal: Journal }) {
  const { entries, link, error } = journal;
  const [follow, setFollow] = useState(true);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const frame = useRef<HTMLDivElement>(null);
  const lines = useVirtualizer({
    count: entries.length,
    getScrollElement: () => frame.current,
    estimateSize: () => 28,
    getItemKey: (index) => entries[index]?.seq ?? index,
    overscan: 20,
  });
  useEffect(() => {
    if (follow && link !== "ended" && entries.length > 0) lines.scrollToIndex(entries.length - 1);
  }, [follow, link, entries.length, lines]);
  const toggle = (seq: number) => {
    const next = new Set(open);
    if (!next.delete(seq)) next.add(seq);
    setOpen(next);
    setFollow(false);
  };
  return (
    <>
      <Group justify="space-between" mb={6}>
        <Text size="sm" c="dimmed" aria-live="polite">
          {count(entries.length, "event")}
          <Badge ml={8} color={link === "lost" ? "yellow" : link === "open" ? "blue" : "gray"}>
            {LINK[link]}
          </Badge>
        </Text>
        {link !== "ended" && <Switch size="xs" label="Follow the end" checked={follow} onChange={(event) => setFollow(event.currentTarget.checked)} />}
      </Group>
      {error ? <Failure what="The journal could not be read" error={error} /> : null}
      <div ref={frame} className={classes.frame} tabIndex={0} role="region" aria-label="Journal">
        <div style={{ height: lines.getTotalSize(), position: "relative" }}>
          {lines.getVirtualItems().map(({ index, start, key }) => {
            const entry = entries[index];
            return (
              entry && (
                <div key={key} ref={lines.measureElement} data-index={index} className={classes.slot} style={{ transform: `translateY(${start}px)` }}>
                  <Line entry={entry} open={open.has(entry.seq)} toggle={toggle} />
                </div>
              )
            );
          })}
        </div>
      </div>
    </>
  );
}

function Line({ entry, open, toggle }: { entry: Entry; open: boolean; toggle: (seq: number) => void }) {
  return (
    <>
      <UnstyledButton className={classes.line} aria-expanded={open} onClick={() => toggle(entry.seq)}>
        <span className={`${classes.seq} tabular`}>{entry.seq}</span>
        <span className={`${classes.time} tabular`}>{clockTime(entry.at)}</span>
        <span className={classes.type} data-tone={tone(entry.type)}>
          {entry.type}
        </span>
        <span className={classes.summary}>{summary(entry)}</span>
      </UnstyledButton>
      {open && <pre className={classes.data}>{JSON.stringify(entry.data, null, 2)}</pre>}
    </>
  );
}
