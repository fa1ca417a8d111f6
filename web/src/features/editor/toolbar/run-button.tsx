import { Button, Tooltip } from "@mantine/core";
import { IconPlayerPlay, IconPlayerStop } from "@/components/icons";
import { isActive } from "../model/run";
import { useEditor } from "../state/context";
import { useSession } from "../state/run-context";

export function RunButton() {
  const active = useEditor((state) => isActive(state.run));
  const { runs } = useSession();
  return active ? (
    <Button size="xs" color="red" variant="light" leftSection={<IconPlayerStop size={15} />} onClick={() => void runs.cancel()}>Stop</Button>
  ) : (
    <Tooltip label="Run the whole flow (R)">
      <Button size="xs" leftSection={<IconPlayerPlay size={15} />} onClick={() => void runs.run()}>Run</Button>
    </Tooltip>
  );
}
