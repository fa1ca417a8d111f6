import { Badge, Loader } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconClock, IconPlayerPause, IconX } from "@/components/icons";
import type { RunState } from "../api/types";

const looks: Record<RunState, { color: string; icon: React.ReactNode }> = {
  queued: { color: "gray", icon: <IconClock size={12} /> },
  running: { color: "blue", icon: <Loader size={10} color="currentColor" aria-hidden="true" /> },
  waiting: { color: "yellow", icon: <IconPlayerPause size={12} /> },
  succeeded: { color: "green", icon: <IconCheck size={12} /> },
  failed: { color: "red", icon: <IconAlertTriangle size={12} /> },
  cancelled: { color: "gray", icon: <IconX size={12} /> },
};

/** State by word, sign and colour, so that none of them has to be told alone. */
export function StateBadge({ state }: { state: RunState }) {
  const { color, icon } = looks[state] ?? looks.queued;
  return (
    <Badge color={color} leftSection={icon} miw={102}>
      {state}
    </Badge>
  );
}
