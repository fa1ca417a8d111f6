/** Controls on the node itself: plain elements, because a big flow has hundreds of them. */
import { useState } from "react";
import { setField } from "../model/gestures";
import type { FieldKind } from "../model/kinds";
import { labelOf } from "../model/node";
import type { Field, Json } from "../model/types";
import { useAct } from "../state/context";
import { useRefresh } from "../state/use-refresh";
import classes from "./row.module.css";

interface InlineProps {
  id: string;
  name: string;
  field: Field;
  kind: FieldKind;
}

export function InlineControl({ id, name, field, kind }: InlineProps) {
  const act = useAct();
  const refresh = useRefresh(id);
  const label = labelOf(name, field);
  const set = (value: Json) => {
    act.perform(setField(id, name, { value }));
    refresh(name, field, value);
  };
  if (kind === "bool") {
    return <input type="checkbox" role="switch" className={`${classes.switch} nodrag`} checked={field.value === true || field.value === "true"} onChange={(event) => set(event.currentTarget.checked)} aria-label={label} />;
  }
  if (kind === "choice" || kind === "tab") return <Choice label={label} field={field} set={set} />;
  if (field.load_from_db && field.value) return <span className={classes.bound} title="Filled from a variable">{String(field.value)}</span>;
  return <Line key={String(field.value)} label={label} field={field} number={kind !== "text"} set={set} />;
}

function Choice({ label, field, set }: { label: string; field: Field; set: (value: Json) => void }) {
  const options = (field.options ?? []).map(String);
  const value = String(field.value ?? "");
  return (
    <select className={`${classes.input} nodrag nowheel`} value={value} onChange={(event) => set(event.currentTarget.value)} aria-label={label}>
      {!options.includes(value) && <option value={value}>{value || "Choose…"}</option>}
      {options.map((option) => <option key={option}>{option}</option>)}
    </select>
  );
}

/** Text is taken over when the field is left or Enter is pressed, so that typing redraws nothing else. */
function Line({ label, field, number, set }: { label: string; field: Field; number: boolean; set: (value: Json) => void }) {
  const before = String(field.value ?? "");
  const [text, setText] = useState(before);
  const commit = () => {
    if (text === before) return;
    set(number && text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : text);
  };
  return (
    <input
      className={`${classes.input} nodrag`}
      value={text}
      inputMode={number ? "decimal" : undefined}
      placeholder={field.placeholder || undefined}
      aria-label={label}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
        if (event.key === "Escape") setText(before);
      }}
    />
  );
}
