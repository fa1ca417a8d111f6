/** The open editor's store for the components below it; each selects only what it draws. */
import { createContext, useContext } from "react";
import { useStore } from "zustand";
import { nodeIn, wiredKey } from "../model/lookup";
import { groupRun, type NodeRun } from "../model/run";
import type { FlowNode } from "../model/types";
import type { EditorActions, EditorState, EditorStore } from "./editor-store";

export const EditorContext = createContext<EditorStore | null>(null);

export function useEditorStore(): EditorStore {
  const store = useContext(EditorContext);
  if (!store) throw new Error("Used outside of an editor.");
  return store;
}

export function useEditor<T>(select: (state: EditorState) => T): T {
  return useStore(useEditorStore(), select);
}

export const useAct = (): EditorActions => useEditorStore().getState().act;

export const useNode = (id: string): FlowNode | undefined => useEditor((state) => nodeIn(state.history.flow, id));
export const useWired = (id: string): string => useEditor((state) => wiredKey(state.history.flow, id));

const noIds: string[] = [];
const groups = new WeakMap<object, Map<string, NodeRun | undefined>>();

/** How the node fares in the run that is shown; a group answers for its inside. */
export function useNodeRun(id: string): NodeRun | undefined {
  return useEditor((state) => {
    const run = state.run;
    if (!run) return undefined;
    if (run.nodes[id]) return run.nodes[id];
    const inner = nodeIn(state.history.flow, id)?.data.node?.flow?.data.nodes.map((node) => node.id) ?? noIds;
    if (inner.length === 0) return undefined;
    const known = groups.get(run.nodes) ?? new Map<string, NodeRun | undefined>();
    groups.set(run.nodes, known);
    if (!known.has(id)) known.set(id, groupRun(run, inner));
    return known.get(id);
  });
}

/** The one chosen node, or null when none or several are. */
export const useChosen = (): string | null =>
  useEditor((state) => {
    let chosen: string | null = null;
    for (const view of state.nodes) {
      if (!view.selected) continue;
      if (chosen) return null;
      chosen = view.id;
    }
    return chosen;
  });
