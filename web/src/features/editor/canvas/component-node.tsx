/** A component on the canvas. It selects its own part of the model and draws the rows the model computed. */
import type { NodeProps } from "@xyflow/react";
import { memo, useMemo } from "react";
import { isGroup, specOf, titleOf } from "../model/node";
import { isKnown } from "../model/palette";
import { portPlaces, rowsOf, sizeOf, type Row } from "../model/rows";
import type { NodeRun } from "../model/run";
import type { FlowNode } from "../model/types";
import type { ViewNode } from "../model/view";
import { useEditor, useNode, useNodeRun, useWired } from "../state/context";
import { IconSnowflake, IconTool } from "@/components/chat/icons";
import { useFar } from "./far";
import { NodeIcon } from "./node-icons";
import { NodeRow } from "./node-row";
import { StatusMark } from "./status-mark";
import classes from "./node.module.css";
import rowClasses from "./row.module.css";

export const ComponentNode = memo(function ComponentNode({ id, selected }: NodeProps<ViewNode>) {
  const node = useNode(id);
  const wired = useWired(id);
  const run = useNodeRun(id);
  const far = useFar();
  const rows = useMemo(() => (node ? rowsOf(node, wired) : []), [node, wired]);
  const ports = useMemo(() => new Set(wired.split("\n")), [wired]);
  const unknown = useEditor((state) => state.known.size > 0 && node !== undefined && !isGroup(node) && !isKnown(node, state.known));
  if (!node) return null;
  if (far) return <FarNode node={node} rows={rows} selected={selected} run={run} unknown={unknown} />;
  return (
    <article className={classes.node} style={sizeOf(rows)} data-selected={selected || undefined} data-state={run?.state} data-unknown={unknown || undefined} aria-label={titleOf(node)}>
      <Head node={node} run={run} unknown={unknown} />
      <div className={rowClasses.rows}>
        {rows.map((row) => <NodeRow key={keyOf(row)} id={id} row={row} wired={ports} />)}
      </div>
      {run?.error && <p className={classes.error} role="status">{run.error.message}</p>}
      {run?.state === "running" && run.streaming && <p className={classes.streaming}>{run.streaming.slice(-180)}</p>}
    </article>
  );
});

interface FarProps {
  node: FlowNode;
  rows: readonly Row[];
  selected: boolean;
  run: NodeRun | undefined;
  unknown: boolean;
}

/** From afar a node is its name. Its ports are only marked, for the canvas to find where the wires end. */
const FarNode = ({ node, rows, selected, run, unknown }: FarProps) => (
  <article className={`${classes.node} ${classes.far} drag`} style={sizeOf(rows)} data-selected={selected || undefined} data-state={run?.state} data-unknown={unknown || undefined} aria-label={titleOf(node)}>
    {titleOf(node)}
    {portPlaces(rows).map(({ id, side, role, y }) => (
      <i key={id} className={`${role} ${classes.mark}`} data-handleid={id} data-handlepos={side} style={{ top: y - MARK / 2, [side]: -MARK / 2 }} />
    ))}
  </article>
);

/** As wide as a port, see row.module.css. */
const MARK = 11;

const keyOf = (row: ReturnType<typeof rowsOf>[number]): string =>
  row.kind === "output" ? `out:${row.output.name}` : row.kind === "more" ? "more" : `in:${row.name}`;

function Head({ node, run, unknown }: { node: FlowNode; run: NodeRun | undefined; unknown: boolean }) {
  const spec = specOf(node);
  const note = unknown ? "This component is not installed here. Its settings are kept as they are." : spec.description;
  return (
    <header className={`${classes.head} drag`} title={note}>
      <span className={classes.icon} data-group={isGroup(node) || undefined}>
        <NodeIcon name={spec.icon} size={16} stroke={1.8} />
      </span>
      <h2 className={classes.title}>{titleOf(node)}</h2>
      {unknown && <span className={classes.tag}>missing</span>}
      {spec.tool_mode && <IconTool size={14} aria-label="Used as a tool" className={classes.sign} />}
      {spec.frozen && <IconSnowflake size={14} aria-label="Frozen" className={classes.sign} />}
      <StatusMark run={run} />
    </header>
  );
}
