import { ActionIcon, Badge, Button, Code, Group, Paper, Table, Text, Tooltip, VisuallyHidden } from "@mantine/core";
import { useMemo, useState } from "react";
import { confirm } from "@/components/confirm";
import { IconEdit, IconLock, IconPlus, IconTrash, IconVariable } from "@/components/icons";
import { PageHeader } from "@/components/page-header";
import { Empty, Failure, RowsSkeleton } from "@/components/page-states";
import { useCommands } from "@/lib/commands";
import { useDeleteVariable } from "./api/delete-variable";
import { useVariables, type Variable } from "./api/get-variables";
import { VariableDialog, type Editing } from "./variable-dialog";

export default function VariablesPage() {
  const variables = useVariables();
  const [editing, setEditing] = useState<Editing>(null);
  useCommands(useMemo(() => [{ id: "variable.new", label: "New variable", group: "Variables", run: () => setEditing("new") }], []));
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing("new")}>
      New variable
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Variables"
        about="Values and credentials that the fields of your flows refer to by name."
        actions={create}
      />
      {variables.isPending && <RowsSkeleton />}
      {variables.error && <Failure what="Your variables could not be loaded" error={variables.error} retry={() => void variables.refetch()} />}
      {variables.data?.length === 0 && (
        <Paper>
          <Empty icon={<IconVariable size={30} />} title="No variables yet" action={create}>
            Keep a provider’s key here once, and choose it by name in every flow that needs it.
          </Empty>
        </Paper>
      )}
      {variables.data && variables.data.length > 0 && <VariableTable variables={variables.data} edit={setEditing} />}
      <VariableDialog editing={editing} close={() => setEditing(null)} />
    </>
  );
}

function VariableTable({ variables, edit }: { variables: Variable[]; edit: (variable: Variable) => void }) {
  const sorted = useMemo(() => [...variables].sort((a, b) => a.name.localeCompare(b.name)), [variables]);
  return (
    <Paper>
      <Table verticalSpacing="xs" aria-label="Variables">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th visibleFrom="xs">Type</Table.Th>
            <Table.Th>Value</Table.Th>
            <Table.Th visibleFrom="md">Used for fields</Table.Th>
            <Table.Th w={84}>
              <VisuallyHidden>Actions</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted.map((variable) => (
            <VariableRow key={variable.id} variable={variable} edit={() => edit(variable)} />
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  );
}

function VariableRow({ variable, edit }: { variable: Variable; edit: () => void }) {
  const remove = useDeleteVariable();
  const secret = variable.type === "Credential";
  const ask = () =>
    confirm({
      title: `Delete ${variable.name}?`,
      text: "Flows that refer to it fail at their next run. This cannot be taken back.",
      yes: "Delete variable",
      onYes: () => remove.mutate(variable),
    });
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={560} style={{ overflowWrap: "anywhere" }}>
          {variable.name}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="xs">
        <Badge color={secret ? "yard" : "gray"} leftSection={secret ? <IconLock size={11} /> : undefined}>
          {variable.type}
        </Badge>
      </Table.Td>
      <Table.Td maw={260}>
        {secret ? (
          <Text size="sm" c="dimmed">
            hidden
          </Text>
        ) : (
          <Code style={{ overflowWrap: "anywhere" }}>{(variable.value ?? "").slice(0, 200)}</Code>
        )}
      </Table.Td>
      <Table.Td visibleFrom="md">{(variable.default_fields ?? []).join(", ")}</Table.Td>
      <Table.Td>
        <Group gap={2} wrap="nowrap" justify="flex-end">
          <Tooltip label="Change">
            <ActionIcon variant="subtle" color="gray" onClick={edit} aria-label={`Change ${variable.name}`}>
              <IconEdit size={17} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Delete">
            <ActionIcon variant="subtle" color="gray" onClick={ask} loading={remove.isPending} aria-label={`Delete ${variable.name}`}>
              <IconTrash size={17} />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
