/**
 * What a node draws, row by row, with heights known beforehand: sizes and ports are right before anything is
 * measured, so a big flow opens at once and wires to nodes out of sight are drawn.
 */
import { isInline, kindOfField, type FieldKind } from "./kinds";
import { fieldsOf, isGroup, takesEdge, visibleOutputs } from "./node";
import type { Field, FlowNode, Output, Size } from "./types";
import { wiredNames } from "./lookup";

export type Row =
  | { kind: "port"; name: string; field: Field; height: number }
  | { kind: "control"; name: string; field: Field; control: FieldKind; port: boolean; height: number }
  | { kind: "summary"; name: string; field: Field; port: boolean; height: number }
  | { kind: "more"; count: number; height: number }
  | { kind: "output"; output: Output; height: number };

export const NODE_WIDTH = 272;
export const HEADER = 40;
export const PORT = 26;
const CONTROL = 52;
const LINE = 32;
const TALL = 62;
const FOOT = 8;
const MOST_FIELDS = 6;
/** Where in a row its port sits. */
export const PORT_Y = 13;

export function rowsOf(node: FlowNode, wired: string): Row[] {
  const spec = node.data.node;
  if (!spec) return [];
  const names = wiredNames(wired);
  const all = fieldsOf(spec).filter(([name, field]) => names.fields.has(name) || !field.advanced);
  const folded = node.data.showNode === false && !isGroup(node);
  const inputs = all.flatMap(([name, field]) => inputRow(name, field, takesEdge(spec, field) || names.fields.has(name), names.fields.has(name), folded));
  const outputs: Row[] = visibleOutputs(node, new Set([...names.outputs, ...names.loops])).map((output) => ({ kind: "output", output, height: PORT }));
  return [...shortened(inputs), ...outputs];
}

function inputRow(name: string, field: Field, port: boolean, wired: boolean, folded: boolean): Row[] {
  if (folded) return wired ? [{ kind: "port", name, field, height: PORT }] : [];
  const control = kindOfField(field);
  if (wired || control === "handle") return port ? [{ kind: "port", name, field, height: PORT }] : [];
  if (isInline(control)) return [{ kind: "control", name, field, control, port, height: control === "bool" ? LINE : CONTROL }];
  const tall = control === "multiline" || control === "prompt";
  return [{ kind: "summary", name, field, port, height: tall ? TALL : CONTROL }];
}

/** Ports always stay; of the other fields a node shows the first few. */
function shortened(rows: Row[]): Row[] {
  if (rows.length <= MOST_FIELDS) return rows;
  let room = MOST_FIELDS;
  const kept = rows.filter((row) => row.kind === "port" || ("port" in row && row.port) || room-- > 0);
  const count = rows.length - kept.length;
  return count > 0 ? [...kept, { kind: "more", count, height: PORT }] : kept;
}

export const sizeOf = (rows: readonly Row[]): Size => ({
  width: NODE_WIDTH,
  height: HEADER + rows.reduce((sum, row) => sum + row.height, 0) + FOOT,
});

export interface PortPlace {
  id: string;
  side: "left" | "right";
  role: "source" | "target";
  y: number;
}

/** Every port with its height on the node. A loop's output has one on either side. */
export function portPlaces(rows: readonly Row[]): PortPlace[] {
  const places: PortPlace[] = [];
  let top = HEADER;
  for (const row of rows) {
    const y = top + PORT_Y;
    if (row.kind === "output") {
      places.push({ id: `out:${row.output.name}`, side: "right", role: "source", y });
      if (row.output.allows_loop) places.push({ id: `loop:${row.output.name}`, side: "left", role: "target", y });
    } else if (row.kind === "port" || ("port" in row && row.port)) {
      places.push({ id: `in:${row.name}`, side: "left", role: "target", y });
    }
    top += row.height;
  }
  return places;
}
