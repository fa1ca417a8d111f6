/**
 * Groups: several nodes folded into one whose fields and outputs stand for those inside (`proxy` says which).
 * The inner graph lives in data.node.flow, so the file stays complete and a group can always be opened again.
 */
import type { FlowChange } from "./change";
import { cut, joined } from "./clipboard";
import { closesLoop, sourceOf, targetOf } from "./handles";
import type { Gesture } from "./history";
import { edgesAt, nodeIn } from "./lookup";
import { fieldsOf, isNote, newNodeId, specOf, titleOf } from "./node";
import type { ComponentNode, Field, FlowData, FlowEdge, FlowNode, Output, SourceHandle, TargetHandle } from "./types";

export function group(flow: FlowData, ids: readonly string[]): { gesture: Gesture; id: string } | null {
  const inner = cut(flow, ids.filter((id) => !isNoteId(flow, id)));
  if (inner.nodes.length < 2) return null;
  const id = newNodeId("GroupNode", (taken) => nodeIn(flow, taken) !== undefined);
  const spec = groupSpec(inner);
  const node: FlowNode = { id, type: "genericNode", position: centre(inner.nodes), data: { id, type: "GroupNode", node: spec, showNode: true } };
  const inside = new Set(inner.nodes.map((known) => known.id));
  const crossing = flow.edges.filter((edge) => inside.has(edge.source) !== inside.has(edge.target));
  const wires = crossing.map((edge) => outside(edge, id, inside));
  if (wires.includes(null)) return null;
  const changes: FlowChange[] = [...inner.edges, ...crossing].map((edge) => ({ type: "edge.disconnect", id: edge.id }));
  changes.push(...inner.nodes.map((known) => ({ type: "node.remove" as const, id: known.id })));
  changes.push({ type: "node.add", node });
  changes.push(...wires.flatMap(connected));
  return { id, gesture: { label: `Group ${inner.nodes.length} components`, changes } };
}

const isNoteId = (flow: FlowData, id: string): boolean => {
  const node = nodeIn(flow, id);
  return !node || isNote(node);
};

const connected = (edge: FlowEdge | null): FlowChange[] => (edge ? [{ type: "edge.connect", edge }] : []);

function centre(nodes: FlowNode[]): FlowNode["position"] {
  const mean = (pick: (node: FlowNode) => number) => Math.round(nodes.reduce((sum, node) => sum + pick(node), 0) / nodes.length);
  return { x: mean((node) => node.position.x), y: mean((node) => node.position.y) };
}

const innerField = (field: string, id: string): string => `${field}_${id}`;
const innerOutput = (output: string, id: string): string => `${id}_${output}`;

function groupSpec(inner: { nodes: FlowNode[]; edges: FlowEdge[] }): ComponentNode {
  const template: ComponentNode["template"] = {};
  const outputs: Output[] = [];
  for (const node of inner.nodes) {
    for (const [name, field] of fieldsOf(specOf(node))) {
      if (!inner.edges.some((edge) => endsAt(edge, node.id, name))) template[innerField(name, node.id)] = lifted(node, name, field);
    }
    for (const output of specOf(node).outputs ?? []) {
      if (!inner.edges.some((edge) => edge.source === node.id)) outputs.push(liftedOutput(node, output));
    }
  }
  const flow = { data: { nodes: inner.nodes, edges: inner.edges, viewport: { x: 0, y: 0, zoom: 1 } } };
  return { display_name: "Group", description: "", documentation: "", icon: "group", template, outputs, field_order: Object.keys(template), flow };
}

function endsAt(edge: FlowEdge, id: string, field: string): boolean {
  const end = targetOf(edge);
  return edge.target === id && end !== null && !closesLoop(end) && end.fieldName === field;
}

const lifted = (node: FlowNode, name: string, field: Field): Field => ({
  ...field,
  display_name: `${titleOf(node)}: ${field.display_name ?? name}`,
  proxy: { id: node.id, field: name },
});

const liftedOutput = (node: FlowNode, output: Output): Output => ({
  ...output,
  name: innerOutput(output.name, node.id),
  display_name: `${titleOf(node)}: ${output.display_name ?? output.name}`,
  group_outputs: true,
  proxy: { id: node.id, name: output.name, nodeDisplayName: titleOf(node) },
});

/** A wire that crossed the border, now at the group itself; null when it closes a loop that begins inside. */
function outside(edge: FlowEdge, id: string, inside: ReadonlySet<string>): FlowEdge | null {
  const start = sourceOf(edge);
  const end = targetOf(edge);
  if (!start || !end) return null;
  if (inside.has(edge.source)) {
    const name = innerOutput(start.name, start.id);
    return joined(edge, { ...start, dataType: "GroupNode", id, name }, end);
  }
  if (closesLoop(end)) return null;
  const proxy = { id: end.id, field: end.fieldName };
  return joined(edge, start, { ...end, id, fieldName: innerField(end.fieldName, end.id), proxy });
}

export function ungroup(flow: FlowData, id: string): { gesture: Gesture; ids: string[] } | null {
  const node = nodeIn(flow, id);
  const inner = node?.data.node?.flow?.data;
  if (!node || !inner) return null;
  const nodes = placed(inner.nodes.map((known) => withGroupValues(known, specOf(node))), node.position);
  const changes: FlowChange[] = edgesAt(flow, id).map((edge) => ({ type: "edge.disconnect", id: edge.id }));
  changes.push({ type: "node.remove", id });
  changes.push(...nodes.map((known) => ({ type: "node.add" as const, node: known })));
  changes.push(...inner.edges.map((edge) => ({ type: "edge.connect" as const, edge })));
  changes.push(...edgesAt(flow, id).flatMap((edge) => connected(within(edge, node, nodes))));
  return { ids: nodes.map((known) => known.id), gesture: { label: "Open group", changes } };
}

function placed(nodes: FlowNode[], at: FlowNode["position"]): FlowNode[] {
  const from = centre(nodes);
  const by = { x: at.x - from.x, y: at.y - from.y };
  return nodes.map((node) => ({ ...node, position: { x: node.position.x + by.x, y: node.position.y + by.y } }));
}

/** Values typed into the group belong to the fields they stand for. */
function withGroupValues(node: FlowNode, spec: ComponentNode): FlowNode {
  const template = { ...specOf(node).template };
  for (const field of Object.values(spec.template)) {
    if (typeof field !== "object" || field.proxy?.id !== node.id) continue;
    const own = template[field.proxy.field];
    if (typeof own === "object") template[field.proxy.field] = { ...own, value: field.value, load_from_db: field.load_from_db };
  }
  return { ...node, data: { ...node.data, node: { ...specOf(node), template } } };
}

function within(edge: FlowEdge, node: FlowNode, nodes: FlowNode[]): FlowEdge | null {
  const start = sourceOf(edge);
  const end = targetOf(edge);
  if (!start || !end) return null;
  const spec = specOf(node);
  if (edge.source === node.id) {
    const proxy = spec.outputs?.find((output) => output.name === start.name)?.proxy;
    const owner = nodes.find((known) => known.id === proxy?.id);
    return proxy && owner ? joined(edge, inner(start, owner, proxy.name), end) : null;
  }
  const field = closesLoop(end) ? undefined : spec.template[end.fieldName];
  const proxy = typeof field === "object" ? field.proxy : undefined;
  return proxy && !closesLoop(end) ? joined(edge, start, plain({ ...end, id: proxy.id, fieldName: proxy.field })) : null;
}

const inner = (start: SourceHandle, owner: FlowNode, name: string): SourceHandle => ({ ...start, dataType: owner.data.type, id: owner.id, name });

function plain(end: TargetHandle): TargetHandle {
  const next = { ...end };
  delete next.proxy;
  return next;
}
