import { useReactFlow } from "@xyflow/react";
import { useEffect } from "react";
import { useChosen, useEditor } from "../state/context";

const MARGIN = 24;

/** A panel that opens over the chosen node pushes the picture aside, just enough to see the node. */
export function useKeepVisible(): void {
  const { getViewport, setViewport } = useReactFlow();
  const chosen = useChosen();
  const panels = useEditor((state) => `${state.inspector}${state.chatOpen}`);
  useEffect(() => {
    if (!chosen) return;
    const frame = requestAnimationFrame(() => {
      const node = document.querySelector(`.react-flow__node[data-id="${CSS.escape(chosen)}"]`)?.getBoundingClientRect();
      const canvas = document.querySelector(".react-flow")?.getBoundingClientRect();
      if (!node || !canvas || node.width + 2 * MARGIN > canvas.width) return;
      const over = node.right + MARGIN - canvas.right;
      const { x, y, zoom } = getViewport();
      if (over > 0) void setViewport({ x: x - over, y, zoom }, { duration: 150 });
    });
    return () => cancelAnimationFrame(frame);
  }, [chosen, panels, getViewport, setViewport]);
}
