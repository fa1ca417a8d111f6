/** Copy and paste: a piece of a flow as text that any flow, in any window, can take. */
import { edgeId, handleCode, handleText, sourceOf, targetOf } from "./handles";
import type { Gesture } from "./history";
import { nodeIn } from "./lookup";
import { newNodeId } from "./node";
import { readFlow } from "./file";
import type { FlowData, FlowEdge, FlowNode, Point, SourceHandle, TargetHandle } from "./types";

export interface Piece {
  nodes: FlowNode[];
  edges: FlowEdge[];
}

const MARK = "runyard/flow-piece";

/** The chosen nodes and the wires between them. */
export function cut(flow: FlowData, ids: readonly string[]): Piece {
  const chosen = new Set(ids);
  return {
    nodes: flow.nodes.filter((node) => chosen.has(node.id)),
    edges: flow.edges.filter((edge) => chosen.has(edge.source) && chosen.has(edge.target)),
  };
}

export const pieceText = (piece: Piece): string => JSON.stringify({ format: MARK, ...piece });

/** A piece from a text: our own, or any flow file; null when the text is something else. */
export function readPiece(text: string): Piece | null {
  try {
    const { nodes, edges } = readFlow(JSON.parse(text));
    return nodes.length ? { nodes, edges } : null;
  } catch {
    return null;
  }
}

/** The piece with fresh ids, its upper left corner at a point, wired inside as before. */
export function paste(flow: FlowData, piece: Piece, at: Point): { gesture: Gesture; ids: string[] } {
  const names = new Map<string, string>();
  const taken = (id: string) => nodeIn(flow, id) !== undefined || [...names.values()].includes(id);
  for (const node of piece.nodes) names.set(node.id, newNodeId(node.data.type, taken));
  const left = Math.min(...piece.nodes.map((node) => node.position.x));
  const top = Math.min(...piece.nodes.map((node) => node.position.y));
  const nodes = piece.nodes.map((node) => renamed(node, names, { x: at.x - left, y: at.y - top }));
  const edges = piece.edges.map((edge) => rewired(edge, names));
  const changes = [
    ...nodes.map((node) => ({ type: "node.add" as const, node })),
    ...edges.map((edge) => ({ type: "edge.connect" as const, edge })),
  ];
  return { ids: nodes.map((node) => node.id), gesture: { label: "Paste", changes } };
}

function renamed(node: FlowNode, names: Map<string, string>, by: Point): FlowNode {
  const copy = structuredClone(node);
  const id = names.get(node.id) ?? node.id;
  const position = { x: node.position.x + by.x, y: node.position.y + by.y };
  return { ...copy, id, position, selected: false, data: { ...copy.data, id } };
}

/** The same wire between nodes of other names. */
export function rewired(edge: FlowEdge, names: ReadonlyMap<string, string>): FlowEdge {
  const source = names.get(edge.source) ?? edge.source;
  const target = names.get(edge.target) ?? edge.target;
  const start = sourceOf(edge);
  const end = targetOf(edge);
  if (!start || !end) return { ...edge, id: `${edge.id}:${source}-${target}`, source, target };
  return joined(edge, { ...start, id: source }, { ...end, id: target } as TargetHandle);
}

export function joined(edge: FlowEdge, start: SourceHandle, end: TargetHandle): FlowEdge {
  const compact = edge.sourceHandle !== undefined && edge.sourceHandle === handleCode(sourceOf(edge) ?? start);
  const text = compact ? handleCode : handleText;
  return {
    ...edge,
    id: edgeId(start, end),
    source: start.id,
    target: end.id,
    sourceHandle: text(start),
    targetHandle: text(end),
    data: { ...edge.data, sourceHandle: start, targetHandle: end },
    selected: false,
  };
}
