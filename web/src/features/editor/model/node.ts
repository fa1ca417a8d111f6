/** Questions about one node: its fields in order, its visible outputs, what kind of node it is. */
import type { ComponentNode, Field, FlowNode, Output } from "./types";

export type NodeKind = "component" | "note" | "group";

const HIDDEN = new Set(["code", "_type", "_frontend_node_flow_id", "_frontend_node_folder_id"]);

export const specOf = (node: FlowNode): ComponentNode => node.data.node ?? { template: {} };
export const isNote = (node: FlowNode): boolean => node.type === "noteNode" || node.data.type === "note";
export const isGroup = (node: FlowNode): boolean => node.data.node?.flow !== undefined && node.data.node.flow !== null;
export const kindOf = (node: FlowNode): NodeKind => (isNote(node) ? "note" : isGroup(node) ? "group" : "component");
export const titleOf = (node: FlowNode): string => specOf(node).display_name || node.data.type || node.id;

export const isField = (entry: Field | string | undefined): entry is Field => typeof entry === "object" && entry !== null;

export function fieldOf(node: FlowNode, name: string): Field | undefined {
  const entry = node.data.node?.template?.[name];
  return isField(entry) ? entry : undefined;
}

export const outputOf = (node: FlowNode, name: string): Output | undefined =>
  node.data.node?.outputs?.find((output) => output.name === name);

/** Fields a person may see, in the component's own order; prompt variables follow the prompt they belong to. */
export function fieldsOf(spec: ComponentNode): [string, Field][] {
  const order = new Map((spec.field_order ?? []).map((name, at) => [name, at]));
  const owners = new Map<string, number>();
  for (const [owner, names] of Object.entries(spec.custom_fields ?? {})) {
    (names ?? []).forEach((name, at) => owners.set(name, (order.get(owner) ?? 0) + (at + 1) / 1000));
  }
  const rank = (name: string) => owners.get(name) ?? order.get(name) ?? 10_000;
  return Object.entries(spec.template ?? {})
    .filter((entry): entry is [string, Field] => isField(entry[1]) && !HIDDEN.has(entry[0]) && entry[1].show === true)
    .sort(([a], [b]) => rank(a) - rank(b));
}

export const labelOf = (name: string, field: Field): string => field.display_name || field.name || name;

/** A field an edge may end at. In tool mode the arguments of the tool are filled by the agent, not by an edge. */
export function takesEdge(spec: ComponentNode, field: Field): boolean {
  if (spec.tool_mode && field.tool_mode) return false;
  return (field.input_types?.length ?? 0) > 0 && field.type !== "code";
}

export const isList = (field: Field): boolean => Boolean(field.list ?? field.is_list);

/** Ports must exist for a drawn edge even when the file hides the field, so that no wire disappears. */
export function inputFields(spec: ComponentNode, wired: ReadonlySet<string>): [string, Field][] {
  return fieldsOf(spec).filter(([name, field]) => wired.has(name) || (takesEdge(spec, field) && !field.advanced));
}

/** Outputs that are drawn: all grouped ones, the chosen one among alternatives, and any that is wired. */
export function visibleOutputs(node: FlowNode, wired: ReadonlySet<string>): Output[] {
  const outputs = (node.data.node?.outputs ?? []).filter((output) => !output.hidden || wired.has(output.name));
  const alternatives = outputs.filter((output) => !output.group_outputs);
  const chosen = chosenOutput(node, alternatives);
  return outputs.filter((output) => output.group_outputs || output === chosen || wired.has(output.name));
}

function chosenOutput(node: FlowNode, alternatives: Output[]): Output | undefined {
  return alternatives.find((output) => output.name === node.data.selected_output) ?? alternatives[0];
}

/** The outputs a person can choose between, empty when there is nothing to choose. */
export function alternatives(node: FlowNode): Output[] {
  const outputs = (node.data.node?.outputs ?? []).filter((output) => !output.hidden && !output.group_outputs);
  return outputs.length > 1 ? outputs : [];
}

/** Sixty thousand million ids of five letters: enough for one flow, and the form every flow file uses. */
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export function newNodeId(type: string, taken: (id: string) => boolean, random: () => number = Math.random): string {
  for (;;) {
    const tail = Array.from({ length: 5 }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join("");
    const id = `${type}-${tail}`;
    if (!taken(id)) return id;
  }
}
