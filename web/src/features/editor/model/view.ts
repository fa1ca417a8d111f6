/** The canvas's own picture of the model: small objects that stay the same as long as what they show stays the same. */
import type { Edge, Node } from "@xyflow/react";
import { sourceOf, portsOf } from "./handles";
import { wiredKey } from "./lookup";
import { isNote } from "./node";
import { portPlaces, rowsOf, sizeOf } from "./rows";
import { typeName } from "./connect";
import type { FlowData, FlowEdge, FlowNode } from "./types";

export type ViewNode = Node<Record<string, never>, "component" | "note">;
export type ViewEdge = Edge<{ type: string }, "wire">;

const NOTHING: Record<string, never> = {};
const PORT_SIZE = 11;

function viewOf(flow: FlowData, node: FlowNode): ViewNode {
  const base = { id: node.id, position: node.position, data: NOTHING };
  if (isNote(node)) {
    const size = { width: node.width ?? 324, height: node.height ?? 220 };
    return { ...base, type: "note", zIndex: -1, ...size, measured: size };
  }
  const rows = rowsOf(node, wiredKey(flow, node.id));
  const { width, height } = sizeOf(rows);
  const handles = portPlaces(rows).map(({ id, side, role, y }) => ({
    id,
    type: role,
    position: side as never,
    x: (side === "left" ? 0 : width) - PORT_SIZE / 2,
    y: y - PORT_SIZE / 2,
    width: PORT_SIZE,
    height: PORT_SIZE,
  }));
  return { ...base, type: "component", measured: { width, height }, handles, dragHandle: ".drag" };
}

/** View nodes of a flow; those whose node and wires did not change are the objects of before, selection included. */
export function viewNodes(flow: FlowData, before: FlowData | null, known: readonly ViewNode[]): ViewNode[] {
  const old = new Map(known.map((view) => [view.id, view]));
  const oldNodes = before && new Map(before.nodes.map((node) => [node.id, node]));
  return flow.nodes.map((node) => {
    const view = old.get(node.id);
    const same = view && before && oldNodes?.get(node.id) === node && wiredKey(before, node.id) === wiredKey(flow, node.id);
    if (same) return view;
    const fresh = viewOf(flow, node);
    return view ? { ...fresh, selected: view.selected } : fresh;
  });
}

const drawn = new WeakMap<FlowEdge, ViewEdge>();

export function viewEdges(flow: FlowData, chosen: ReadonlySet<string>): ViewEdge[] {
  return flow.edges.map((edge) => {
    const view = drawn.get(edge) ?? remember(edge);
    return chosen.has(edge.id) ? { ...view, selected: true } : view;
  });
}

function remember(edge: FlowEdge): ViewEdge {
  const ports = portsOf(edge);
  const type = typeName(sourceOf(edge)?.output_types?.[0] ?? "");
  const view: ViewEdge = { id: edge.id, source: edge.source, target: edge.target, sourceHandle: ports.source, targetHandle: ports.target, type: "wire", data: { type } };
  drawn.set(edge, view);
  return view;
}
