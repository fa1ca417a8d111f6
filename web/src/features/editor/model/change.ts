/**
 * Everything a person can do to a flow, as data. `apply` makes the next flow, `invert` says what takes it back;
 * undo, autosave and tests need nothing else.
 */
import type { ComponentNode, EdgeId, Field, FlowData, FlowEdge, FlowNode, NodeId, Point, Size } from "./types";
import { nodeIn } from "./lookup";

export type FlowChange =
  | { type: "node.add"; node: FlowNode; at?: number }
  | { type: "node.remove"; id: NodeId }
  | { type: "node.move"; moves: { id: NodeId; position: Point }[] }
  | { type: "node.resize"; id: NodeId; size: Partial<Size>; position?: Point }
  | { type: "node.rename"; id: NodeId; name: string | undefined }
  | { type: "node.freeze"; id: NodeId; frozen: boolean | undefined }
  | { type: "node.fold"; id: NodeId; showNode: boolean | undefined }
  | { type: "node.spec"; id: NodeId; spec: ComponentNode | undefined }
  | { type: "note.edit"; id: NodeId; set: { description?: string; backgroundColor?: string } }
  | { type: "output.select"; id: NodeId; output: string | undefined }
  | { type: "field.set"; id: NodeId; field: string; set: Partial<Field> }
  | { type: "edge.connect"; edge: FlowEdge; at?: number }
  | { type: "edge.disconnect"; id: EdgeId };

type Of<T extends FlowChange["type"]> = Extract<FlowChange, { type: T }>;
type Steps = { [T in FlowChange["type"]]: (flow: FlowData, change: Of<T>) => FlowData };

const onNode = (flow: FlowData, id: NodeId, edit: (node: FlowNode) => FlowNode): FlowData => ({
  ...flow,
  nodes: flow.nodes.map((node) => (node.id === id ? edit(node) : node)),
});

/** Keys set to undefined are taken away, so that an undo leaves no trace. */
function merge<T extends object>(target: T, set: Partial<T>): T {
  const next = { ...target, ...set };
  for (const key of Object.keys(set) as (keyof T)[]) if (set[key] === undefined) delete next[key];
  return next;
}

const onData = (flow: FlowData, id: NodeId, set: Partial<FlowNode["data"]>): FlowData =>
  onNode(flow, id, (node) => ({ ...node, data: merge(node.data, set) }));

const onSpec = (flow: FlowData, id: NodeId, set: Partial<ComponentNode>): FlowData =>
  onNode(flow, id, (node) => (node.data.node ? { ...node, data: { ...node.data, node: merge(node.data.node, set) } } : node));

const inserted = <T>(list: T[], item: T, at: number | undefined): T[] => {
  const next = [...list];
  next.splice(at ?? list.length, 0, item);
  return next;
};

function setField(node: FlowNode, name: string, set: Partial<Field>): FlowNode {
  const spec = node.data.node;
  const field = spec?.template[name];
  if (!spec || typeof field !== "object") return node;
  const template = { ...spec.template, [name]: merge(field, set) };
  return { ...node, data: { ...node.data, node: { ...spec, template } } };
}

function move(flow: FlowData, change: Of<"node.move">): FlowData {
  const to = new Map(change.moves.map(({ id, position }) => [id, position]));
  return { ...flow, nodes: flow.nodes.map((node) => (to.has(node.id) ? { ...node, position: to.get(node.id)! } : node)) };
}

/** The text of a note is its description, its colour a key of the template: that is where flow files keep them. */
function editNote(node: FlowNode, set: Of<"note.edit">["set"]): FlowNode {
  const spec = node.data.node ?? { template: {} };
  const template = "backgroundColor" in set ? merge(spec.template, { backgroundColor: set.backgroundColor }) : spec.template;
  const next = "description" in set ? merge(spec, { description: set.description }) : spec;
  return { ...node, data: { ...node.data, node: { ...next, template } } };
}

const steps: Steps = {
  "node.add": (flow, { node, at }) => ({ ...flow, nodes: inserted(flow.nodes, node, at) }),
  "node.remove": (flow, { id }) => ({ ...flow, nodes: flow.nodes.filter((node) => node.id !== id) }),
  "node.move": move,
  "node.resize": (flow, { id, size, position }) => onNode(flow, id, (node) => merge(node, position ? { ...size, position } : size)),
  "node.rename": (flow, { id, name }) => onSpec(flow, id, { display_name: name }),
  "node.freeze": (flow, { id, frozen }) => onSpec(flow, id, { frozen }),
  "node.fold": (flow, { id, showNode }) => onData(flow, id, { showNode }),
  "node.spec": (flow, { id, spec }) => onData(flow, id, { node: spec }),
  "note.edit": (flow, { id, set }) => onNode(flow, id, (node) => editNote(node, set)),
  "output.select": (flow, { id, output }) => onData(flow, id, { selected_output: output }),
  "field.set": (flow, { id, field, set }) => onNode(flow, id, (node) => setField(node, field, set)),
  "edge.connect": (flow, { edge, at }) => ({ ...flow, edges: inserted(flow.edges, edge, at) }),
  "edge.disconnect": (flow, { id }) => ({ ...flow, edges: flow.edges.filter((edge) => edge.id !== id) }),
};

export function apply(flow: FlowData, change: FlowChange): FlowData {
  return (steps[change.type] as (flow: FlowData, change: FlowChange) => FlowData)(flow, change);
}

export const applyAll = (flow: FlowData, changes: readonly FlowChange[]): FlowData => changes.reduce(apply, flow);

const kept = <T extends object>(source: T | undefined, set: object): Partial<T> =>
  Object.fromEntries(Object.keys(set).map((key) => [key, source?.[key as keyof T]])) as Partial<T>;

type Backs = { [T in FlowChange["type"]]: (flow: FlowData, change: Of<T>) => FlowChange | null };

const atNode = (flow: FlowData, id: NodeId, back: (node: FlowNode) => FlowChange): FlowChange | null => {
  const node = nodeIn(flow, id);
  return node ? back(node) : null;
};

const backs: Backs = {
  "node.add": (_, { node }) => ({ type: "node.remove", id: node.id }),
  "node.remove": (flow, { id }) =>
    atNode(flow, id, (node) => ({ type: "node.add", node, at: flow.nodes.indexOf(node) })),
  "node.move": (flow, { moves }) => ({
    type: "node.move",
    moves: moves.flatMap(({ id }) => {
      const node = nodeIn(flow, id);
      return node ? [{ id, position: node.position }] : [];
    }),
  }),
  "node.resize": (flow, { id, size, position }) =>
    atNode(flow, id, (node) => ({
      type: "node.resize",
      id,
      size: kept<Size>(node as unknown as Size, size),
      ...(position ? { position: node.position } : {}),
    })),
  "node.rename": (flow, { id }) => atNode(flow, id, (node) => ({ type: "node.rename", id, name: node.data.node?.display_name })),
  "node.freeze": (flow, { id }) => atNode(flow, id, (node) => ({ type: "node.freeze", id, frozen: node.data.node?.frozen })),
  "node.fold": (flow, { id }) => atNode(flow, id, (node) => ({ type: "node.fold", id, showNode: node.data.showNode })),
  "node.spec": (flow, { id }) => atNode(flow, id, (node) => ({ type: "node.spec", id, spec: node.data.node })),
  "note.edit": (flow, { id, set }) =>
    atNode(flow, id, (node) => {
      const spec = node.data.node;
      const before = { description: spec?.description, backgroundColor: spec?.template.backgroundColor as string | undefined };
      return { type: "note.edit", id, set: kept(before, set) };
    }),
  "output.select": (flow, { id }) => atNode(flow, id, (node) => ({ type: "output.select", id, output: node.data.selected_output })),
  "field.set": (flow, { id, field, set }) =>
    atNode(flow, id, (node) => {
      const known = node.data.node?.template[field];
      return { type: "field.set", id, field, set: kept<Field>(typeof known === "object" ? known : undefined, set) };
    }),
  "edge.connect": (_, { edge }) => ({ type: "edge.disconnect", id: edge.id }),
  "edge.disconnect": (flow, { id }) => {
    const at = flow.edges.findIndex((edge) => edge.id === id);
    const edge = flow.edges[at];
    return edge ? { type: "edge.connect", edge, at } : null;
  },
};

/** The change that takes `change` back, seen from the flow it is about to be applied to; null when it does nothing. */
export function invert(flow: FlowData, change: FlowChange): FlowChange | null {
  return (backs[change.type] as (flow: FlowData, change: FlowChange) => FlowChange | null)(flow, change);
}
