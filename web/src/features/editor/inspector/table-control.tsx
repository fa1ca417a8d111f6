import { ActionIcon, Button, Checkbox, Group, Modal, ScrollArea, Select, Table, TextInput, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus, IconTable, IconTrash } from "@/components/chat/icons";
import { columnsOf, emptyRow, type Column } from "../model/table";
import type { Json, JsonObject } from "../model/types";
import type { ControlProps } from "./field-row";

const rowsOf = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter((row): row is JsonObject => typeof row === "object" && row !== null && !Array.isArray(row)) : []);

/** A table in its own dialog; the form shows how many rows it has. */
export function TableControl({ id, field, label, disabled, set }: ControlProps) {
  const [open, dialog] = useDisclosure();
  const rows = rowsOf(field.value);
  const columns = columnsOf(field, rows);
  const edit = (at: number, name: string, value: Json) => set(rows.map((row, place) => (place === at ? { ...row, [name]: value } : row)));
  return (
    <>
      <Button id={id} size="xs" variant="default" leftSection={<IconTable size={14} />} onClick={dialog.open}>{rows.length === 1 ? "1 row" : `${rows.length} rows`}</Button>
      <Modal opened={open} onClose={dialog.close} title={label} size="xl">
        <ScrollArea>
          <Table verticalSpacing={4} aria-label={label}>
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => <Table.Th key={column.name} title={column.description}>{column.title}</Table.Th>)}
                <Table.Th w={40}><Text span size="xs" c="dimmed">Remove</Text></Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row, at) => (
                <Table.Tr key={at}>
                  {columns.map((column) => (
                    <Table.Td key={column.name}><Cell column={column} label={`${column.title}, row ${at + 1}`} value={row[column.name]} disabled={disabled} set={(value) => edit(at, column.name, value)} /></Table.Td>
                  ))}
                  <Table.Td>
                    <ActionIcon variant="subtle" color="gray" disabled={disabled} aria-label={`Remove row ${at + 1}`} onClick={() => set(rows.filter((_, place) => place !== at))}><IconTrash size={14} /></ActionIcon>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea>
        <Group justify="space-between" mt="sm">
          <Button size="xs" variant="default" disabled={disabled} leftSection={<IconPlus size={14} />} onClick={() => set([...rows, emptyRow(columns)])}>Add a row</Button>
          <Button size="xs" onClick={dialog.close}>Done</Button>
        </Group>
      </Modal>
    </>
  );
}

interface CellProps {
  column: Column;
  label: string;
  value: Json | undefined;
  disabled: boolean;
  set: (value: Json) => void;
}

function Cell({ column, label, value, disabled, set }: CellProps) {
  if (column.kind === "bool") return <Checkbox checked={value === true || value === "True" || value === "true"} disabled={disabled} aria-label={label} onChange={(event) => set(event.currentTarget.checked)} />;
  if (column.options.length) return <Select size="xs" data={column.options} value={String(value ?? "") || null} disabled={disabled} aria-label={label} onChange={(next) => set(next ?? "")} />;
  return <TextInput size="xs" value={typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "")} disabled={disabled} aria-label={label} onChange={(event) => set(event.currentTarget.value)} />;
}
