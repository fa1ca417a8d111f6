import { useState } from "react";
import type { Json } from "../model/types";
import classes from "./inspector.module.css";

const FIRST = 100;

/** JSON to open and close; the outer levels are open. */
export function JsonTree({ value, name, depth = 0 }: { value: Json | undefined; name?: string; depth?: number }) {
  const [all, setAll] = useState(false);
  const label = name === undefined ? null : <span className={classes.key}>{name}: </span>;
  if (typeof value !== "object" || value === null) {
    return <div className={classes.tree}>{label}{scalar(value)}</div>;
  }
  const entries = Object.entries(value);
  const shown = all ? entries : entries.slice(0, FIRST);
  return (
    <details className={classes.tree} open={depth < 2}>
      <summary>{label}{Array.isArray(value) ? `[${value.length}]` : `{${entries.length}}`}</summary>
      <ul>
        {shown.map(([key, entry]) => <li key={key}><JsonTree name={key} value={entry} depth={depth + 1} /></li>)}
        {shown.length < entries.length && <li><button type="button" onClick={() => setAll(true)}>Show all {entries.length}</button></li>}
      </ul>
    </details>
  );
}

const scalar = (value: Json | undefined): string => {
  if (typeof value !== "string") return String(value);
  return JSON.stringify(value.length > 2000 ? `${value.slice(0, 2000)}…` : value);
};
