/** The state of one open editor: the history of the flow, the canvas's picture of it, the run, and what is open. */
import { applyEdgeChanges, applyNodeChanges, type EdgeChange, type NodeChange } from "@xyflow/react";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { SaveState } from "../model/autosave";
import { initial } from "../model/autosave";
import { moveNodes } from "../model/gestures";
import { perform, redo, start, undo, type Gesture, type History } from "../model/history";
import { byType, knownNames, paletteItems, type PaletteItem } from "../model/palette";
import { advance, startRun, type RunEvent, type RunView } from "../model/run";
import type { Catalogue, ComponentNode, FlowData } from "../model/types";
import { viewEdges, viewNodes, type ViewEdge, type ViewNode } from "../model/view";

export interface EditorState {
  history: History;
  nodes: ViewNode[];
  edges: ViewEdge[];
  catalogue: Map<string, ComponentNode>;
  palette: PaletteItem[];
  /** Names of all components, empty until the catalogue is here. */
  known: ReadonlySet<string>;
  save: SaveState;
  run: RunView | null;
  readOnly: boolean;
  inspector: boolean;
  inspectorTab: "fields" | "result";
  paletteOpen: boolean;
  chatOpen: boolean;
  /** Types a wire being drawn carries, to light up the ports it fits. */
  offered: string[] | null;
}

export interface EditorActions {
  perform: (gesture: Gesture) => void;
  undo: () => void;
  redo: () => void;
  load: (flow: FlowData) => void;
  select: (nodes: readonly string[], edges?: readonly string[]) => void;
  onNodes: (changes: NodeChange<ViewNode>[]) => void;
  onEdges: (changes: EdgeChange<ViewEdge>[]) => void;
  setCatalogue: (catalogue: Catalogue) => void;
  beginRun: (id: string) => void;
  tell: (events: readonly RunEvent[]) => void;
  set: (part: Partial<EditorState>) => void;
}

export type EditorStore = StoreApi<EditorState & { act: EditorActions }>;

const selectedIds = (views: readonly { id: string; selected?: boolean }[]): string[] => views.filter((view) => view.selected).map((view) => view.id);

export function createEditorStore(flow: FlowData, readOnly: boolean, etag: string | null, now: () => number = Date.now): EditorStore {
  return createStore((set, get) => {
    const show = (history: History): Partial<EditorState> => {
      const state = get();
      if (history === state.history) return {};
      return {
        history,
        nodes: history.flow.nodes === state.history.flow.nodes && history.flow.edges === state.history.flow.edges
          ? state.nodes : viewNodes(history.flow, state.history.flow, state.nodes),
        edges: history.flow.edges === state.history.flow.edges ? state.edges : viewEdges(history.flow, new Set(selectedIds(state.edges))),
      };
    };
    const act: EditorActions = {
      perform: (gesture) => set(get().readOnly ? {} : show(perform(get().history, gesture, now()))),
      undo: () => set(show(undo(get().history))),
      redo: () => set(show(redo(get().history))),
      load: (next) => set({ history: start(next), nodes: viewNodes(next, null, []), edges: viewEdges(next, new Set()), run: null }),
      select: (nodes, edges = []) => {
        const chosen = new Set(nodes);
        set({ nodes: get().nodes.map((view) => marked(view, chosen.has(view.id))), edges: viewEdges(get().history.flow, new Set(edges)) });
      },
      onNodes: (changes) => {
        const wanted = changes.filter((change) => change.type !== "remove");
        set({ nodes: applyNodeChanges(wanted, get().nodes) });
        keepSizes(wanted);
      },
      onEdges: (changes) => set({ edges: applyEdgeChanges(changes.filter((change) => change.type !== "remove"), get().edges) }),
      setCatalogue: (catalogue) => {
        const types = byType(catalogue);
        set({ palette: paletteItems(catalogue), catalogue: types, known: knownNames(types) });
      },
      beginRun: (id) => set({ run: startRun(id) }),
      tell: (events) => {
        const run = get().run;
        if (run) set({ run: events.reduce(advance, run) });
      },
      set: (part) => set(part),
    };
    /** A note that was resized has its new size, and perhaps corner, in the model. */
    const keepSizes = (changes: NodeChange<ViewNode>[]) => {
      for (const change of changes) {
        if (change.type !== "dimensions" || change.resizing !== false) continue;
        const view = get().nodes.find((known) => known.id === change.id);
        if (!view || view.type !== "note") continue;
        const size = { width: view.width ?? view.measured?.width, height: view.height ?? view.measured?.height };
        act.perform({ label: "Resize note", changes: [{ type: "node.resize", id: view.id, size, position: view.position }] });
      }
    };
    return {
      history: start(flow), nodes: viewNodes(flow, null, []), edges: viewEdges(flow, new Set()), catalogue: new Map(), palette: [], known: new Set(),
      save: initial(etag), run: null, readOnly, inspector: false, inspectorTab: "fields", paletteOpen: true, chatOpen: false, offered: null, act,
    };
  });
}

const marked = (view: ViewNode, selected: boolean): ViewNode => (Boolean(view.selected) === selected ? view : { ...view, selected });

export const selectedNodes = (state: EditorState): string[] => selectedIds(state.nodes);
export const selectedEdges = (state: EditorState): string[] => selectedIds(state.edges);

/** Positions on the canvas become positions of the model, once a drag is over. */
export function commitMoves(store: EditorStore, ids: readonly string[]): void {
  const { nodes, history, act } = store.getState();
  const before = new Map(history.flow.nodes.map((node) => [node.id, node.position]));
  const chosen = new Set(ids);
  const moves = nodes
    .filter((view) => chosen.has(view.id) && differs(before.get(view.id), view.position))
    .map((view) => ({ id: view.id, position: { x: Math.round(view.position.x), y: Math.round(view.position.y) } }));
  act.perform(moveNodes(moves));
}

const differs = (a: { x: number; y: number } | undefined, b: { x: number; y: number }): boolean => !a || a.x !== b.x || a.y !== b.y;
