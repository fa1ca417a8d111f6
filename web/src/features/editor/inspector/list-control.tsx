import { ActionIcon, Button, Group, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@/components/icons";
import type { Json } from "../model/types";
import type { ControlProps } from "./field-row";

const texts = (value: Json | undefined): string[] => (Array.isArray(value) ? value.map((item) => String(item ?? "")) : value ? [String(value)] : []);

/** A list of texts, one line each. */
export function ListControl({ id, field, label, disabled, set }: ControlProps) {
  const lines = texts(field.value);
  const edit = (at: number, text: string) => set(lines.map((line, place) => (place === at ? text : line)));
  return (
    <Stack gap={4}>
      {lines.map((line, at) => (
        <Group key={at} gap={4} wrap="nowrap">
          <TextInput id={at === 0 ? id : undefined} flex={1} size="xs" value={line} disabled={disabled} aria-label={`${label} ${at + 1}`} onChange={(event) => edit(at, event.currentTarget.value)} />
          <ActionIcon variant="subtle" color="gray" disabled={disabled} aria-label={`Remove ${label} ${at + 1}`} onClick={() => set(lines.filter((_, place) => place !== at))}><IconTrash size={14} /></ActionIcon>
        </Group>
      ))}
      <Button id={lines.length ? undefined : id} size="compact-xs" variant="default" disabled={disabled} leftSection={<IconPlus size={13} />} onClick={() => set([...lines, ""])} w="fit-content">Add</Button>
    </Stack>
  );
}
