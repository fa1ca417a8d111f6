/** Dragging out of the palette onto the canvas. */
import { useReactFlow } from "@xyflow/react";
import type { DragEvent } from "react";
import { addComponent } from "../model/gestures";
import { NODE_WIDTH } from "../model/rows";
import { useEditorStore } from "../state/context";

export const DRAG_TYPE = "application/x-runyard-component";

export function useDropComponent() {
  const store = useEditorStore();
  const flow = useReactFlow();
  return {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    },
    onDrop: (event: DragEvent) => {
      const type = event.dataTransfer.getData(DRAG_TYPE);
      const { catalogue, history, act } = store.getState();
      const spec = catalogue.get(type);
      if (!spec) return;
      event.preventDefault();
      const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
      const { gesture, id } = addComponent(history.flow, type, spec, { x: Math.round(at.x - NODE_WIDTH / 2), y: Math.round(at.y - 20) });
      act.perform(gesture);
      act.select([id]);
      act.set({ inspector: true, inspectorTab: "fields" });
    },
  };
}
