/** One row of a node: a port with its label, a field with its control, or an output. */
import { VisuallyHidden } from "@mantine/core";
import { memo } from "react";
import { missing, summary } from "../model/kinds";
import { labelOf } from "../model/node";
import type { Row } from "../model/rows";
import { useAct } from "../state/context";
import { InlineControl } from "./inline-control";
import { Port } from "./port";
import classes from "./row.module.css";

interface RowProps {
  id: string;
  row: Row;
  wired: ReadonlySet<string>;
}

export const NodeRow = memo(function NodeRow({ id, row, wired }: RowProps) {
  const act = useAct();
  const style = { height: row.height };
  if (row.kind === "more") {
    return (
      <button type="button" className={`${classes.more} nodrag`} style={style} onClick={() => act.set({ inspector: true, inspectorTab: "fields" })}>
        {row.count} more
      </button>
    );
  }
  if (row.kind === "output") return <OutputRow row={row} wired={wired} />;
  const port = row.kind === "port" || row.port;
  const types = row.field.input_types ?? [];
  const label = labelOf(row.name, row.field);
  return (
    <div className={classes.row} style={style} data-kind={row.kind} data-control={row.kind === "control" ? row.control : undefined}>
      {port && <Port id={`in:${row.name}`} role="target" types={types} label={label} wired={wired.has(`in:${row.name}`)} />}
      <span className={classes.label} title={row.field.info || label}>
        {label}
        {row.field.required && <span className={classes.required} data-missing={missing(row.field, wired.has(`in:${row.name}`)) || undefined}>*</span>}
      </span>
      {row.kind === "control" && <InlineControl id={id} name={row.name} field={row.field} kind={row.control} />}
      {row.kind === "summary" && <Summary row={row} />}
    </div>
  );
});

function Summary({ row }: { row: Extract<Row, { kind: "summary" }> }) {
  const act = useAct();
  const text = summary(row.field);
  return (
    <button type="button" className={`${classes.summary} nodrag`} data-empty={text ? undefined : true} data-tall={row.height > 56 || undefined}
      onClick={() => act.set({ inspector: true, inspectorTab: "fields" })}>
      <VisuallyHidden>{`Edit ${labelOf(row.name, row.field)}: `}</VisuallyHidden>
      {text || row.field.placeholder || "Empty"}
    </button>
  );
}

function OutputRow({ row, wired }: { row: Extract<Row, { kind: "output" }>; wired: ReadonlySet<string> }) {
  const { output } = row;
  const types = output.types ?? [];
  const label = output.display_name || output.name;
  const loop = output.allows_loop ? [...types, ...(output.loop_types ?? [])] : null;
  return (
    <div className={classes.output} style={{ height: row.height }}>
      {loop && <Port id={`loop:${output.name}`} role="target" types={loop} label={`${label}, back into the loop`} wired={wired.has(`loop:${output.name}`)} round />}
      <span className={classes.label}>{label}</span>
      <Port id={`out:${output.name}`} role="source" types={types} label={label} wired={wired.has(`out:${output.name}`)} />
    </div>
  );
}
