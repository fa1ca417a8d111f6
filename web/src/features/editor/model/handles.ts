/**
 * Handles in their three forms: the object in an edge's data, the file's text (JSON whose quotation marks are the
 * letter U+0153), and the short id the canvas uses ("in:field", "out:output", "loop:output").
 */
import type { FieldHandle, FlowEdge, FlowNode, Output, SourceHandle, TargetHandle } from "./types";
import { fieldOf, outputOf } from "./node";

const QUOTE = "œ";

const sorted = (handle: SourceHandle | TargetHandle): [string, unknown][] =>
  Object.entries(handle).sort(([a], [b]) => (a < b ? -1 : 1));

/** `{œidœ: œA-1œ, œnameœ: œtextœ}`: the form in sourceHandle and targetHandle. */
export function handleText(handle: SourceHandle | TargetHandle): string {
  const parts = sorted(handle).map(([key, value]) => `${JSON.stringify(key)}: ${spaced(value)}`);
  return `{${parts.join(", ")}}`.replaceAll('"', QUOTE);
}

function spaced(value: unknown): string {
  return Array.isArray(value) ? `[${value.map((item) => JSON.stringify(item)).join(", ")}]` : JSON.stringify(value);
}

/** The compact form, part of edge ids. */
export function handleCode(handle: SourceHandle | TargetHandle): string {
  return JSON.stringify(Object.fromEntries(sorted(handle))).replaceAll('"', QUOTE);
}

export function parseHandle<T>(text: string | null | undefined): T | null {
  if (!text) return null;
  try {
    return JSON.parse(text.replaceAll(QUOTE, '"')) as T;
  } catch {
    return null;
  }
}

export const edgeId = (source: SourceHandle, target: TargetHandle): string =>
  `xy-edge__${source.id}${handleCode(source)}-${target.id}${handleCode(target)}`;

export const closesLoop = (handle: TargetHandle): handle is SourceHandle => !("fieldName" in handle);

export const sourceOf = (edge: FlowEdge): SourceHandle | null =>
  edge.data?.sourceHandle ?? parseHandle<SourceHandle>(edge.sourceHandle);

export const targetOf = (edge: FlowEdge): TargetHandle | null =>
  edge.data?.targetHandle ?? parseHandle<TargetHandle>(edge.targetHandle);

/** Short ids of both ends, for the canvas; an edge whose handles cannot be read still has ends. */
export function portsOf(edge: FlowEdge): { source: string; target: string } {
  const source = sourceOf(edge);
  const target = targetOf(edge);
  const end = target === null ? "in:" : closesLoop(target) ? `loop:${target.name}` : `in:${target.fieldName}`;
  return { source: `out:${source?.name ?? ""}`, target: end };
}

export function sourceHandle(node: FlowNode, output: Output): SourceHandle {
  const types = output.selected ? [output.selected] : (output.types ?? []);
  return { dataType: node.data.type, id: node.id, name: output.name, output_types: types };
}

export function fieldHandle(node: FlowNode, name: string): FieldHandle | null {
  const field = fieldOf(node, name);
  if (!field) return null;
  const handle: FieldHandle = { fieldName: name, id: node.id, inputTypes: field.input_types ?? null, type: field.type ?? "str" };
  return field.proxy ? { ...handle, proxy: field.proxy } : handle;
}

export function loopHandle(node: FlowNode, name: string): SourceHandle | null {
  const output = outputOf(node, name);
  if (!output?.allows_loop) return null;
  const types = [...new Set([...(output.types ?? []), ...(output.loop_types ?? [])])];
  return { dataType: node.data.type, id: node.id, name, output_types: types };
}

/** The handle behind a short id. */
export function targetHandle(node: FlowNode, port: string): TargetHandle | null {
  return port.startsWith("loop:") ? loopHandle(node, port.slice(5)) : fieldHandle(node, port.slice(3));
}
