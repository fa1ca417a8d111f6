import { Button, CloseButton, Group, Paper, Text } from "@mantine/core";
import { IconArrowsMove, IconDownload, IconTrash } from "@/components/icons";
import { count } from "@/lib/format";
import type { FlowHeader } from "../api/types";
import type { FlowActions } from "./use-flow-actions";

interface SelectionBarProps {
  flows: FlowHeader[];
  actions: FlowActions;
  clear: () => void;
}

export function SelectionBar({ flows, actions, clear }: SelectionBarProps) {
  if (flows.length === 0) return null;
  const remove = () => {
    actions.remove(flows);
    clear();
  };
  return (
    <Paper p={6} pl="sm" mb="sm" role="region" aria-label="Selected flows">
      <Group gap="xs">
        <Text size="sm" fw={560} mr="auto">
          {count(flows.length, "flow")} selected
        </Text>
        <Button size="compact-sm" variant="subtle" leftSection={<IconArrowsMove size={15} />} onClick={() => actions.move(flows)}>
          Move
        </Button>
        <Button size="compact-sm" variant="subtle" leftSection={<IconDownload size={15} />} onClick={() => actions.save(flows)}>
          Export
        </Button>
        <Button size="compact-sm" variant="subtle" color="red" leftSection={<IconTrash size={15} />} onClick={remove}>
          Delete
        </Button>
        <CloseButton aria-label="Clear selection" onClick={clear} />
      </Group>
    </Paper>
  );
}
