/** Which wires fit: the type rule, what a connection would replace, and the edge it makes. */
import { edgeId, handleText, portsOf, sourceHandle, targetHandle, closesLoop } from "./handles";
import { fieldOf, isList, isNote, outputOf, specOf, takesEdge } from "./node";
import type { FlowData, FlowEdge, FlowNode, TargetHandle } from "./types";
import { nodeIn } from "./lookup";

/** Older names of the same two types. */
const SAME: Record<string, string> = { Data: "JSON", DataFrame: "Table" };

export const typeName = (type: string): string => SAME[type] ?? type;

export function typesFit(offered: readonly string[], accepted: readonly string[]): boolean {
  const names = new Set(accepted.map(typeName));
  return offered.some((type) => names.has(typeName(type)));
}

export interface Wish {
  source: string;
  sourcePort: string;
  target: string;
  targetPort: string;
}

export type Fit = { ok: true; edge: FlowEdge; replaces: string[] } | { ok: false; why: string };

const no = (why: string): Fit => ({ ok: false, why });

/** Whether a wire may be drawn; when it may, the edge and the ids of the edges that make room for it. */
export function fit(flow: FlowData, wish: Wish): Fit {
  const from = nodeIn(flow, wish.source);
  const to = nodeIn(flow, wish.target);
  if (!from || !to || isNote(from) || isNote(to)) return no("Connect two components.");
  if (from.id === to.id) return no("A component cannot feed itself.");
  const output = outputOf(from, wish.sourcePort.slice(4));
  const end = targetHandle(to, wish.targetPort);
  if (!output || !end) return no("This port does not exist any more.");
  const start = sourceHandle(from, output);
  const offered = output.types?.length ? output.types : start.output_types;
  const accepted = acceptedBy(end);
  if (!typesFit(offered, accepted)) return no(`${offered.join(" or ")} does not fit: ${accepted.join(", ") || "nothing"} is expected here.`);
  if (!closesLoop(end) && specOf(to).tool_mode && fieldOf(to, end.fieldName)?.tool_mode) return no("In tool mode the agent fills this field.");
  const edge = makeEdge(from, to, start, end);
  if (flow.edges.some((known) => sameEnds(known, wish))) return no("These two are already connected.");
  return { ok: true, edge, replaces: replacedBy(flow, to, end, wish) };
}

const acceptedBy = (end: TargetHandle): string[] => (closesLoop(end) ? end.output_types : (end.inputTypes ?? []));

function makeEdge(from: FlowNode, to: FlowNode, start: ReturnType<typeof sourceHandle>, end: TargetHandle): FlowEdge {
  return {
    id: edgeId(start, end),
    source: from.id,
    sourceHandle: handleText(start),
    target: to.id,
    targetHandle: handleText(end),
    data: { sourceHandle: start, targetHandle: end },
    animated: false,
    className: "",
  };
}

function sameEnds(edge: FlowEdge, wish: Wish): boolean {
  if (edge.source !== wish.source || edge.target !== wish.target) return false;
  const ports = portsOf(edge);
  return ports.source === wish.sourcePort && ports.target === wish.targetPort;
}

/** A field that is no list holds one wire: the new one takes the place of the old one. */
function replacedBy(flow: FlowData, to: FlowNode, end: TargetHandle, wish: Wish): string[] {
  const field = closesLoop(end) ? undefined : fieldOf(to, end.fieldName);
  if (field && isList(field)) return [];
  return flow.edges.filter((edge) => edge.target === to.id && portsOf(edge).target === wish.targetPort).map((edge) => edge.id);
}

/** Ports of a node that a given set of types could be wired to; used to light up what fits while dragging. */
export function openPorts(node: FlowNode, offered: readonly string[]): string[] {
  const spec = specOf(node);
  const fields = Object.entries(spec.template ?? {}).flatMap(([name, field]) =>
    typeof field === "object" && takesEdge(spec, field) && typesFit(offered, field.input_types ?? []) ? [`in:${name}`] : [],
  );
  const loops = (spec.outputs ?? [])
    .filter((output) => output.allows_loop && typesFit(offered, [...(output.types ?? []), ...(output.loop_types ?? [])]))
    .map((output) => `loop:${output.name}`);
  return [...fields, ...loops];
}

/** Edges whose ends no longer exist on their nodes. */
export function danglingEdges(flow: FlowData, id: string, next: FlowNode): FlowEdge[] {
  return flow.edges.filter((edge) => {
    const ports = portsOf(edge);
    if (edge.source === id && !outputOf(next, ports.source.slice(4))) return true;
    return edge.target === id && ports.target.startsWith("in:") && !fieldOf(next, ports.target.slice(3));
  });
}
