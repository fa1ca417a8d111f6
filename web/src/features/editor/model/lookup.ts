/** Look-ups in a flow, kept per flow object: models are immutable, so an index never goes stale. */
import { portsOf } from "./handles";
import type { FlowData, FlowEdge, FlowNode } from "./types";

interface Index {
  nodes: Map<string, FlowNode>;
  into: Map<string, FlowEdge[]>;
  outOf: Map<string, FlowEdge[]>;
}

const nodeIndex = new WeakMap<FlowNode[], Index["nodes"]>();
const edgeIndex = new WeakMap<FlowEdge[], Omit<Index, "nodes">>();
const NONE: FlowEdge[] = [];

export function nodesById(flow: FlowData): Map<string, FlowNode> {
  let index = nodeIndex.get(flow.nodes);
  if (!index) nodeIndex.set(flow.nodes, (index = new Map(flow.nodes.map((node) => [node.id, node]))));
  return index;
}

export const nodeIn = (flow: FlowData, id: string): FlowNode | undefined => nodesById(flow).get(id);

function edges(flow: FlowData): Omit<Index, "nodes"> {
  const known = edgeIndex.get(flow.edges);
  if (known) return known;
  const index = { into: new Map<string, FlowEdge[]>(), outOf: new Map<string, FlowEdge[]>() };
  for (const edge of flow.edges) {
    push(index.into, edge.target, edge);
    push(index.outOf, edge.source, edge);
  }
  edgeIndex.set(flow.edges, index);
  return index;
}

function push(map: Map<string, FlowEdge[]>, key: string, edge: FlowEdge): void {
  const list = map.get(key);
  if (list) list.push(edge);
  else map.set(key, [edge]);
}

export const edgesInto = (flow: FlowData, id: string): FlowEdge[] => edges(flow).into.get(id) ?? NONE;
export const edgesOutOf = (flow: FlowData, id: string): FlowEdge[] => edges(flow).outOf.get(id) ?? NONE;
export const edgesAt = (flow: FlowData, id: string): FlowEdge[] => [...new Set([...edgesInto(flow, id), ...edgesOutOf(flow, id)])];

/** Names of wired fields and outputs as one text, so that a component can compare it cheaply. */
export function wiredKey(flow: FlowData, id: string): string {
  const fields = edgesInto(flow, id).map((edge) => portsOf(edge).target);
  const outputs = edgesOutOf(flow, id).map((edge) => portsOf(edge).source);
  return [...new Set([...fields, ...outputs])].sort().join("\n");
}

/** Splits a wiredKey again. */
export function wiredNames(key: string): { fields: Set<string>; outputs: Set<string>; loops: Set<string> } {
  const names = { fields: new Set<string>(), outputs: new Set<string>(), loops: new Set<string>() };
  for (const port of key.split("\n")) {
    if (port.startsWith("in:")) names.fields.add(port.slice(3));
    else if (port.startsWith("out:")) names.outputs.add(port.slice(4));
    else if (port.startsWith("loop:")) names.loops.add(port.slice(5));
  }
  return names;
}
