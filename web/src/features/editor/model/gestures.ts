/** What a person does, expressed as changes: each function answers one gesture for the history. */
import type { FlowChange } from "./change";
import { danglingEdges, type Fit } from "./connect";
import type { Gesture } from "./history";
import { edgesAt, nodeIn } from "./lookup";
import { newNodeId, titleOf } from "./node";
import { withPrompt } from "./prompt";
import type { ComponentNode, Field, FlowData, FlowNode, Json, Output, Point } from "./types";

export function addComponent(flow: FlowData, type: string, spec: ComponentNode, position: Point): { gesture: Gesture; id: string } {
  const id = newNodeId(type, (taken) => nodeIn(flow, taken) !== undefined);
  const copy = structuredClone(spec);
  const node: FlowNode = {
    id,
    type: "genericNode",
    position,
    data: { id, type, node: copy, showNode: !copy.minimized },
  };
  return { id, gesture: { label: `Add ${titleOf(node)}`, changes: [{ type: "node.add", node }] } };
}

export function addNote(flow: FlowData, position: Point, text = ""): { gesture: Gesture; id: string } {
  const id = newNodeId("note", (taken) => nodeIn(flow, taken) !== undefined);
  const spec = { description: text, display_name: "", documentation: "", template: { backgroundColor: "amber" } };
  const node: FlowNode = { id, type: "noteNode", position, width: 324, height: 220, data: { id, type: "note", node: spec } };
  return { id, gesture: { label: "Add note", changes: [{ type: "node.add", node }] } };
}

/** Nodes go together with every wire at them. */
export function removeSelection(flow: FlowData, nodes: readonly string[], edges: readonly string[]): Gesture {
  const wires = new Set([...edges, ...nodes.flatMap((id) => edgesAt(flow, id).map((edge) => edge.id))]);
  const changes: FlowChange[] = [...wires].map((id) => ({ type: "edge.disconnect", id }));
  changes.push(...nodes.map((id) => ({ type: "node.remove" as const, id })));
  return { label: nodes.length > 1 ? `Remove ${nodes.length} components` : nodes.length ? "Remove" : "Disconnect", changes };
}

export function connect(fit: Extract<Fit, { ok: true }>): Gesture {
  const changes: FlowChange[] = fit.replaces.map((id) => ({ type: "edge.disconnect", id }));
  changes.push({ type: "edge.connect", edge: fit.edge });
  return { label: "Connect", changes };
}

export const moveNodes = (moves: { id: string; position: Point }[], merge?: string): Gesture => ({
  label: "Move",
  changes: moves.length ? [{ type: "node.move", moves }] : [],
  merge,
});

export const setField = (id: string, field: string, set: Partial<Field>): Gesture => ({
  label: `Edit ${field}`,
  changes: [{ type: "field.set", id, field, set }],
  merge: `field:${id}:${field}`,
});

export function setPrompt(flow: FlowData, id: string, field: string, text: string): Gesture {
  const node = nodeIn(flow, id);
  const changes = node ? replaceSpec(flow, id, withPrompt(node, field, text)) : [];
  return { label: `Edit ${field}`, changes, merge: `field:${id}:${field}` };
}

/** Another declaration for a node; wires whose port it no longer has go with it. */
export function replaceSpec(flow: FlowData, id: string, spec: ComponentNode): FlowChange[] {
  const node = nodeIn(flow, id);
  if (!node) return [];
  const next = { ...node, data: { ...node.data, node: spec } };
  const lost: FlowChange[] = danglingEdges(flow, id, next).map((edge) => ({ type: "edge.disconnect", id: edge.id }));
  return [...lost, { type: "node.spec", id, spec }];
}

const TOOLSET: Output = {
  types: ["Tool"],
  selected: "Tool",
  name: "component_as_tool",
  hidden: null,
  display_name: "Toolset",
  method: "to_toolkit",
  value: "__UNDEFINED__",
  cache: true,
  required_inputs: null,
  allows_loop: false,
  group_outputs: false,
  options: null,
  tool_mode: true,
};

/** In tool mode a component offers one output, the tool; back from it, the outputs of the catalogue return. */
export function setToolMode(flow: FlowData, id: string, on: boolean, catalogueOutputs: Output[] | undefined): Gesture {
  const node = nodeIn(flow, id);
  const spec = node?.data.node;
  if (!node || !spec) return { label: "Tool mode", changes: [] };
  const before = (spec.outputs ?? []).filter((output) => output.name !== TOOLSET.name);
  const outputs = on ? [TOOLSET] : (catalogueOutputs ?? before);
  const changes = replaceSpec(flow, id, { ...spec, tool_mode: on, outputs });
  const wired = on ? toolFieldWires(flow, node) : [];
  const known = new Set(changes.map((change) => (change.type === "edge.disconnect" ? change.id : "")));
  const extra = wired.filter((edge) => !known.has(edge)).map((edge) => ({ type: "edge.disconnect" as const, id: edge }));
  return { label: on ? "Use as a tool" : "Use as a step", changes: [...extra, ...changes] };
}

function toolFieldWires(flow: FlowData, node: FlowNode): string[] {
  const isTool = (name: string) => (node.data.node?.template[name] as Field | undefined)?.tool_mode === true;
  return flow.edges
    .filter((edge) => {
      const end = edge.data?.targetHandle;
      return edge.target === node.id && end && "fieldName" in end && isTool(String(end.fieldName));
    })
    .map((edge) => edge.id);
}

export const canBeTool = (spec: ComponentNode): boolean =>
  spec.tool_mode === true ||
  Object.values(spec.template).some((field) => typeof field === "object" && field !== null && field.tool_mode === true);

export const rename = (id: string, name: string): Gesture => ({ label: "Rename", changes: [{ type: "node.rename", id, name }] });

export const freeze = (id: string, frozen: boolean): Gesture => ({
  label: frozen ? "Freeze" : "Unfreeze",
  changes: [{ type: "node.freeze", id, frozen }],
});

export const selectOutput = (flow: FlowData, id: string, output: string): Gesture => {
  const unused: FlowChange[] = flow.edges
    .filter((edge) => edge.source === id && edge.data?.sourceHandle?.name !== output)
    .map((edge) => ({ type: "edge.disconnect", id: edge.id }));
  return { label: "Choose output", changes: [...unused, { type: "output.select", id, output }] };
};

/** The value a cleared field falls back to. */
export const emptyValue = (field: Field): Json => (field.list || field.is_list ? [] : "");
