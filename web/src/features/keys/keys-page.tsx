import { ActionIcon, Badge, Button, Code, Paper, Table, Text, Tooltip, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMemo } from "react";
import { Ago } from "@/components/ago";
import { confirm } from "@/components/confirm";
import { IconKey, IconPlus, IconTrash } from "@/components/icons";
import { PageHeader } from "@/components/page-header";
import { Empty, Failure, RowsSkeleton } from "@/components/page-states";
import { useCommands } from "@/lib/commands";
import { count, isPast } from "@/lib/format";
import { useDeleteKey } from "./api/delete-key";
import { useKeys, type ApiKey } from "./api/get-keys";
import { CreateKeyDialog } from "./create-key-dialog";

export default function KeysPage() {
  const keys = useKeys();
  const [opened, dialog] = useDisclosure();
  const { open } = dialog;
  useCommands(useMemo(() => [{ id: "key.new", label: "New API key", group: "API keys", run: open }], [open]));
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      New key
    </Button>
  );
  return (
    <>
      <PageHeader title="API keys" about="For programs that call Runyard. A key acts as you until you delete it." actions={create} />
      {keys.isPending && <RowsSkeleton />}
      {keys.error && <Failure what="Your keys could not be loaded" error={keys.error} retry={() => void keys.refetch()} />}
      {keys.data?.length === 0 && (
        <Paper>
          <Empty icon={<IconKey size={30} />} title="No keys yet" action={create}>
            Make one for each program, so that you can take it back without stopping the others.
          </Empty>
        </Paper>
      )}
      {keys.data && keys.data.length > 0 && <KeyTable keys={keys.data} />}
      <CreateKeyDialog opened={opened} close={dialog.close} />
    </>
  );
}

function KeyTable({ keys }: { keys: ApiKey[] }) {
  return (
    <Paper>
        <Table verticalSpacing="xs" aria-label="API keys">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Key</Table.Th>
              <Table.Th visibleFrom="sm">Created</Table.Th>
              <Table.Th visibleFrom="xs">Last used</Table.Th>
              <Table.Th w={48}>
                <VisuallyHidden>Actions</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {keys.map((key) => (
              <KeyRow key={key.id} entry={key} />
            ))}
          </Table.Tbody>
        </Table>
    </Paper>
  );
}

function KeyRow({ entry }: { entry: ApiKey }) {
  const remove = useDeleteKey();
  const name = entry.name || "no name";
  const ask = () =>
    confirm({
      title: `Delete the key ${name}?`,
      text: "Programs that use it are refused from the next call on. This cannot be taken back.",
      yes: "Delete key",
      onYes: () => remove.mutate(entry),
    });
  const expired = isPast(entry.expires_at);
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={560} c={entry.name ? undefined : "dimmed"} style={{ overflowWrap: "anywhere" }}>
          {name}
        </Text>
        {(!entry.is_active || expired) && <Badge color="red">{expired ? "expired" : "off"}</Badge>}
      </Table.Td>
      <Table.Td>
        <Code>{entry.api_key.slice(0, 8)}…</Code>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Ago at={entry.created_at} />
      </Table.Td>
      <Table.Td visibleFrom="xs">
        <Ago at={entry.last_used_at} />
        {entry.total_uses > 0 && <Text span size="sm" c="dimmed">{`, ${count(entry.total_uses, "call")}`}</Text>}
      </Table.Td>
      <Table.Td>
        <Tooltip label="Delete">
          <ActionIcon variant="subtle" color="gray" onClick={ask} loading={remove.isPending} aria-label={`Delete the key ${name}`}>
            <IconTrash size={17} />
          </ActionIcon>
        </Tooltip>
      </Table.Td>
    </Table.Tr>
  );
}
