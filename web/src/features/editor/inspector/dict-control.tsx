import { ActionIcon, Button, Group, Stack, TextInput, Textarea } from "@mantine/core";
import { useState } from "react";
import { IconPlus, IconTrash } from "@/components/icons";
import type { Json, JsonObject } from "../model/types";
import type { ControlProps } from "./field-row";

interface Pair {
  key: string;
  value: string;
}

const isPlain = (value: Json | undefined): boolean => {
  if (Array.isArray(value)) return value.every((item) => typeof item === "object" && item !== null && !Array.isArray(item) && "key" in item && "value" in item);
  return !value || typeof value === "string" ? !value : Object.values(value).every((entry) => typeof entry !== "object");
};

function pairs(value: Json | undefined): Pair[] {
  if (Array.isArray(value)) return value.map((item) => ({ key: String((item as JsonObject).key ?? ""), value: String((item as JsonObject).value ?? "") }));
  return Object.entries((value as JsonObject | null) ?? {}).map(([key, entry]) => ({ key, value: String(entry ?? "") }));
}

/** Keys and values; anything deeper is edited as JSON. */
export function DictControl(props: ControlProps) {
  return props.field.type === "dict" && isPlain(props.field.value) ? <Pairs {...props} /> : <JsonText {...props} />;
}

function Pairs({ id, field, label, disabled, set }: ControlProps) {
  const [rows, setRows] = useState(() => pairs(field.value));
  const asList = Array.isArray(field.value) || field.list === true;
  const change = (next: Pair[]) => {
    setRows(next);
    set(asList ? next.map((row) => ({ ...row })) : Object.fromEntries(next.filter((row) => row.key).map((row) => [row.key, row.value])));
  };
  const edit = (at: number, part: Partial<Pair>) => change(rows.map((row, place) => (place === at ? { ...row, ...part } : row)));
  return (
    <Stack gap={4}>
      {rows.map((row, at) => (
        <Group key={at} gap={4} wrap="nowrap">
          <TextInput flex={1} size="xs" placeholder="key" value={row.key} disabled={disabled} aria-label={`${label}: key ${at + 1}`} onChange={(event) => edit(at, { key: event.currentTarget.value })} />
          <TextInput flex={2} size="xs" placeholder="value" value={row.value} disabled={disabled} aria-label={`${label}: value ${at + 1}`} onChange={(event) => edit(at, { value: event.currentTarget.value })} />
          <ActionIcon variant="subtle" color="gray" disabled={disabled} aria-label={`Remove pair ${at + 1}`} onClick={() => change(rows.filter((_, place) => place !== at))}><IconTrash size={14} /></ActionIcon>
        </Group>
      ))}
      <Button id={id} size="compact-xs" variant="default" w="fit-content" disabled={disabled} leftSection={<IconPlus size={13} />} onClick={() => change([...rows, { key: "", value: "" }])}>Add</Button>
    </Stack>
  );
}

function JsonText({ id, field, disabled, set }: ControlProps) {
  const [text, setText] = useState(() => (field.value === "" || field.value === undefined ? "{}" : JSON.stringify(field.value, null, 2)));
  const [error, setError] = useState<string | null>(null);
  const change = (next: string) => {
    setText(next);
    try {
      set(JSON.parse(next) as Json);
      setError(null);
    } catch {
      setError("This is not valid JSON yet; the last valid value is kept.");
    }
  };
  return <Textarea id={id} size="xs" autosize minRows={3} maxRows={16} value={text} disabled={disabled} error={error} spellCheck={false} styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }} onChange={(event) => change(event.currentTarget.value)} />;
}
