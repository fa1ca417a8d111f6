import { ActionIcon, Tooltip } from "@mantine/core";
import { useReactFlow, useStore, type ReactFlowState } from "@xyflow/react";
import { IconLayoutDistributeHorizontal, IconMap, IconMaximize, IconMinus } from "@/components/chat/icons";
import { IconPlus } from "@/components/icons";
import classes from "./canvas.module.css";

const percent = (state: ReactFlowState): number => Math.round(state.transform[2] * 100);

interface ControlsProps {
  map: boolean;
  toggleMap: () => void;
  arrange: (() => void) | null;
}

export function CanvasControls({ map, toggleMap, arrange }: ControlsProps) {
  const flow = useReactFlow();
  const zoom = useStore(percent);
  return (
    <div className={classes.controls} role="group" aria-label="View">
      <Action label="Zoom out" run={() => void flow.zoomOut({ duration: 120 })} icon={<IconMinus size={16} />} />
      <button type="button" className={classes.zoom} onClick={() => void flow.zoomTo(1, { duration: 150 })} title="Back to 100 %">{zoom} %</button>
      <Action label="Zoom in" run={() => void flow.zoomIn({ duration: 120 })} icon={<IconPlus size={16} />} />
      <Action label="Fit everything (F)" run={() => void flow.fitView({ duration: 200, padding: 0.12, maxZoom: 1 })} icon={<IconMaximize size={16} />} />
      {arrange && <Action label="Arrange (Shift+A)" run={arrange} icon={<IconLayoutDistributeHorizontal size={16} />} />}
      <Action label={map ? "Hide map" : "Show map"} run={toggleMap} icon={<IconMap size={16} />} />
    </div>
  );
}

function Action({ label, run, icon }: { label: string; run: () => void; icon: React.ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" size="md" aria-label={label} onClick={run}>{icon}</ActionIcon>
    </Tooltip>
  );
}
