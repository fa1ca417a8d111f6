import { Loader, Text } from "@mantine/core";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { Ago } from "@/components/ago";
import { paths } from "@/config/paths";
import { duration } from "@/lib/format";
import { titleOf, type Run } from "../api/types";
import classes from "./run-table.module.css";
import { StateBadge } from "./state-badge";

const ROW = 45;

interface RunTableProps {
  runs: Run[];
  hasMore: boolean;
  loadingMore: boolean;
  loadMore: () => void;
}

/** Only the rows in view are drawn; the next page is fetched when the end comes near. */
export function RunTable({ runs, hasMore, loadingMore, loadMore }: RunTableProps) {
  const body = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  useEffect(() => setOffset(body.current?.offsetTop ?? 0), []);
  const rows = useWindowVirtualizer({ count: runs.length, estimateSize: () => ROW, overscan: 12, scrollMargin: offset });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && !loadingMore && last >= runs.length - 10) loadMore();
  }, [hasMore, loadingMore, last, runs.length, loadMore]);
  return (
    <div role="table" aria-label="Runs" aria-rowcount={hasMore ? -1 : runs.length + 1} className={classes.table}>
      <div role="rowgroup">
        <div role="row" className={classes.head}>
          {["State", "Run", "Kind", "Started", "Took"].map((name) => (
            <div key={name} role="columnheader" className={classes[name.toLowerCase()]}>
              {name}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup" ref={body} style={{ height: rows.getTotalSize(), position: "relative" }}>
        {items.map(({ index, start }) => {
          const run = runs[index];
          return run && <RunRow key={run.id} run={run} index={index} top={start - offset} />;
        })}
      </div>
      {loadingMore && (
        <Text p="sm" ta="center" role="status" aria-label="Loading more runs">
          <Loader size="xs" />
        </Text>
      )}
    </div>
  );
}

function RunRow({ run, index, top }: { run: Run; index: number; top: number }) {
  return (
    <div role="row" aria-rowindex={index + 2} className={classes.row} style={{ transform: `translateY(${top}px)` }}>
      <div role="cell" className={classes.state}>
        <StateBadge state={run.state} />
      </div>
      <div role="cell" className={classes.run}>
        <Link to={paths.run.to(run.id)} className={classes.link}>
          {titleOf(run)}
        </Link>
        <Text span size="xs" c="dimmed" className={classes.detail}>
          {run.error?.message ?? run.reason ?? run.session_id ?? run.id}
        </Text>
      </div>
      <div role="cell" className={classes.kind}>
        {run.kind}
      </div>
      <div role="cell" className={classes.started}>
        <Ago at={run.started_at ?? run.created_at} />
      </div>
      <div role="cell" className={`${classes.took} tabular`}>
        {duration(run.duration_ms)}
      </div>
    </div>
  );
}
