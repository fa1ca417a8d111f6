/** Flow file in, flow file out. The model is the file, so writing is a formality and nothing can get lost. */
import type { FlowData, FlowEdge, FlowNode, Json } from "./types";

export const EMPTY_FLOW: FlowData = { nodes: [], edges: [], viewport: { x: 0, y: 0, zoom: 1 } };

export class FlowFileError extends Error {
  override name = "FlowFileError";
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The graph of a flow: of the `data` of a flow row, of a whole exported file, or nothing yet. */
export function readFlow(source: unknown): FlowData {
  if (source === null || source === undefined) return EMPTY_FLOW;
  if (!isObject(source)) throw new FlowFileError("This is not a flow: an object with nodes and edges is expected.");
  if (!("nodes" in source) && isObject(source.data)) return readFlow(source.data);
  const nodes = source.nodes ?? [];
  const edges = source.edges ?? [];
  if (!Array.isArray(nodes) || !nodes.every(isNode)) throw new FlowFileError("Every node of a flow needs an id, a type and data.");
  if (!Array.isArray(edges) || !edges.every(isEdge)) throw new FlowFileError("Every edge of a flow needs an id, a source and a target.");
  return { ...source, nodes: nodes as FlowNode[], edges: edges as FlowEdge[] };
}

function isNode(value: unknown): boolean {
  return isObject(value) && typeof value.id === "string" && isObject(value.data);
}

function isEdge(value: unknown): boolean {
  return isObject(value) && typeof value.source === "string" && typeof value.target === "string";
}

/** What is sent to the server: the model without keys that a change took away. */
export function writeFlow(flow: FlowData): Json {
  return JSON.parse(JSON.stringify(flow)) as Json;
}
