import { useReactFlow } from "@xyflow/react";
import { useCallback } from "react";
import { moveNodes } from "../model/gestures";
import { arrange } from "../model/layout";
import { useEditorStore } from "../state/context";
import type { ViewNode } from "../model/view";

/** Lays the flow out and shows all of it. */
export function useArrange(): () => void {
  const store = useEditorStore();
  const { fitView } = useReactFlow();
  return useCallback(() => {
    const { history, nodes, act } = store.getState();
    const sizes = new Map(nodes.map((view) => [view.id, sizeOf(view)]));
    act.perform(moveNodes(arrange(history.flow, (id) => sizes.get(id) ?? { width: 272, height: 160 })));
    requestAnimationFrame(() => void fitView({ duration: 250, padding: 0.12, maxZoom: 1 }));
  }, [store, fitView]);
}

const sizeOf = (view: ViewNode) => ({
  width: view.measured?.width ?? 272,
  height: view.measured?.height ?? 160,
});
