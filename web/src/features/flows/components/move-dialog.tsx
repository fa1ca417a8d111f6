import { Button, Group, Modal, Select, Stack } from "@mantine/core";
import { useState } from "react";
import { count } from "@/lib/format";
import { useMoveFlows } from "../api/move-flows";
import type { FlowHeader, Project } from "../api/types";

interface MoveDialogProps {
  flows: FlowHeader[] | null;
  projects: Project[];
  close: () => void;
}

export function MoveDialog({ flows, projects, close }: MoveDialogProps) {
  return (
    <Modal opened={flows !== null} onClose={close} title={`Move ${flows?.length === 1 ? flows[0]?.name : count(flows?.length ?? 0, "flow")}`}>
      {flows && <Choice flows={flows} projects={projects} close={close} />}
    </Modal>
  );
}

function Choice({ flows, projects, close }: { flows: FlowHeader[]; projects: Project[]; close: () => void }) {
  const move = useMoveFlows();
  const others = projects.filter((project) => flows.some((flow) => flow.folder_id !== project.id));
  const [target, setTarget] = useState(others[0]?.id ?? null);
  const project = others.find(({ id }) => id === target);
  return (
    <Stack>
      <Select
        label="To project"
        data={others.map(({ id, name }) => ({ value: id, label: name }))}
        value={target}
        onChange={setTarget}
        allowDeselect={false}
        nothingFoundMessage="There is no other project yet."
        data-autofocus
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={close}>
          Cancel
        </Button>
        <Button
          disabled={!project}
          loading={move.isPending}
          onClick={() => project && move.mutate({ ids: flows.map(({ id }) => id), project }, { onSettled: close })}
        >
          Move
        </Button>
      </Group>
    </Stack>
  );
}
