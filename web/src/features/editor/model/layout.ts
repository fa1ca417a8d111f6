/** Automatic layout, left to right, with the sizes nodes really have; notes stay where they are. */
import { Graph, layout } from "@dagrejs/dagre";
import { isNote } from "./node";
import type { FlowData, Point, Size } from "./types";

const GAP = { x: 90, y: 40 };

export function arrange(flow: FlowData, sizeOf: (id: string) => Size): { id: string; position: Point }[] {
  const nodes = flow.nodes.filter((node) => !isNote(node));
  if (nodes.length === 0) return [];
  const graph = new Graph();
  graph.setGraph({ rankdir: "LR", ranksep: GAP.x, nodesep: GAP.y });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.id, { ...sizeOf(node.id) });
  for (const edge of flow.edges) if (graph.hasNode(edge.source) && graph.hasNode(edge.target)) graph.setEdge(edge.source, edge.target);
  layout(graph);
  return nodes.map(({ id }) => {
    const { x, y } = graph.node(id) as unknown as Point;
    const { width, height } = sizeOf(id);
    return { id, position: { x: Math.round(x - width / 2), y: Math.round(y - height / 2) } };
  });
}
