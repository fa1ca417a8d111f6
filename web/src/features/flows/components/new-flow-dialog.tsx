import { Button, Group, Modal, SimpleGrid, Stack, Text, TextInput, Title, UnstyledButton } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { Failure, RowsSkeleton } from "@/components/page-states";
import { SearchField } from "@/components/search-field";
import { paths } from "@/config/paths";
import { count } from "@/lib/format";
import { useCreateFlow, type NewFlow } from "../api/create-flow";
import { useExamples } from "../api/get-examples";
import type { Flow } from "../api/types";
import classes from "./new-flow-dialog.module.css";

interface NewFlowDialogProps {
  opened: boolean;
  close: () => void;
  projectId: string | null;
}

export function NewFlowDialog({ opened, close, projectId }: NewFlowDialogProps) {
  return (
    <Modal opened={opened} onClose={close} title="New flow" size="xl">
      {opened && <Choices close={close} projectId={projectId} />}
    </Modal>
  );
}

function Choices({ close, projectId }: Omit<NewFlowDialogProps, "opened">) {
  const navigate = useNavigate();
  const create = useCreateFlow();
  const make = (flow: NewFlow) =>
    create.mutate(
      { ...flow, folder_id: projectId },
      {
        onSuccess: (made) => {
          close();
          void navigate({ to: paths.flow.to(made.id) });
        },
      },
    );
  return (
    <Stack>
      <Blank make={make} busy={create.isPending} />
      <Examples make={make} busy={create.isPending} />
    </Stack>
  );
}

interface ChoiceProps {
  make: (flow: NewFlow) => void;
  busy: boolean;
}

function Blank({ make, busy }: ChoiceProps) {
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make({ name: name.trim() || "New flow" });
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs">
        <TextInput label="Name" placeholder="New flow" style={{ flex: "1 1 220px" }} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
        <Button type="submit" loading={busy}>
          Create blank flow
        </Button>
      </Group>
    </form>
  );
}

function Examples({ make, busy }: ChoiceProps) {
  const examples = useExamples();
  const [search, setSearch] = useState("");
  const found = (examples.data ?? []).filter((flow) => `${flow.name} ${flow.description}`.toLowerCase().includes(search.toLowerCase()));
  if (examples.data?.length === 0) return null;
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={3}>Or begin with an example</Title>
        <SearchField value={search} onChange={setSearch} placeholder="Search examples" aria-label="Search examples" size="xs" />
      </Group>
      {examples.isPending && <RowsSkeleton rows={3} height={64} />}
      {examples.error && <Failure what="The examples could not be loaded" error={examples.error} retry={() => void examples.refetch()} />}
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="xs" className={classes.examples}>
        {found.map((flow) => (
          <Example key={flow.id} flow={flow} disabled={busy} make={make} />
        ))}
      </SimpleGrid>
      {examples.data && found.length === 0 && <Text c="dimmed">No example by that name.</Text>}
    </Stack>
  );
}

function Example({ flow, disabled, make }: { flow: Flow; disabled: boolean; make: (flow: NewFlow) => void }) {
  const { name, description, data, tags, icon } = flow;
  return (
    <UnstyledButton className={classes.example} disabled={disabled} onClick={() => make({ name, description, data, tags, icon })}>
      <Text fw={600} size="sm">
        {name}
      </Text>
      <Text size="xs" c="dimmed" lineClamp={2}>
        {description}
      </Text>
      <Text size="xs" c="dimmed" mt="auto">
        {count(data?.nodes.length ?? 0, "node")}
      </Text>
    </UnstyledButton>
  );
}
