import { BaseEdge, getBezierPath, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import type { ViewEdge } from "../model/view";
import { useEditor } from "../state/context";
import { typeColour } from "./type-colour";

/** A wire in the colour of what it carries; it moves while the node at its end works. */
export const Wire = memo(function Wire({ id, target, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, selected, data }: EdgeProps<ViewEdge>) {
  const busy = useEditor((state) => state.run?.nodes[target]?.state === "running");
  const [path] = getBezierPath({ sourceX, sourceY, sourcePosition, targetX, targetY, targetPosition });
  return <BaseEdge id={id} path={path} interactionWidth={14} className={busy ? "wire busy" : "wire"} style={{ stroke: typeColour(data?.type), strokeWidth: selected ? 3 : 1.8 }} />;
});
