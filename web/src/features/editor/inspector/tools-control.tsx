import { Checkbox, MultiSelect, Select, Stack, Text, TextInput, Textarea } from "@mantine/core";
import type { Json, JsonObject } from "../model/types";
import type { ControlProps } from "./field-row";
import classes from "./inspector.module.css";

const rows = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.filter((row): row is JsonObject => typeof row === "object" && row !== null && !Array.isArray(row)) : []);

/** The actions a component offers as a tool: which ones, under which name, described how. */
export function ToolsControl({ field, disabled, set }: ControlProps) {
  const tools = rows(field.value);
  const edit = (at: number, part: JsonObject) => set(tools.map((tool, place) => (place === at ? { ...tool, ...part } : tool)));
  if (tools.length === 0) return <Text size="xs" c="dimmed">The actions appear once the component is used as a tool.</Text>;
  return (
    <Stack gap="xs">
      {tools.map((tool, at) => (
        <div key={String(tool.name ?? at)} className={classes.source}>
          <Checkbox size="xs" label={String(tool.display_name || tool.name)} checked={tool.status !== false} disabled={disabled} onChange={(event) => edit(at, { status: event.currentTarget.checked })} />
          <TextInput mt={6} size="xs" label="Name for the agent" value={String(tool.name ?? "")} disabled={disabled || tool.readonly === true} onChange={(event) => edit(at, { name: event.currentTarget.value })} />
          <Textarea mt={4} size="xs" label="When to use it" autosize minRows={2} maxRows={8} value={String(tool.description ?? "")} disabled={disabled || tool.readonly === true} onChange={(event) => edit(at, { description: event.currentTarget.value })} />
        </div>
      ))}
    </Stack>
  );
}

/** Choices that stay objects in the file: [{name, icon}]. */
export function SortableControl({ id, field, label, disabled, set }: ControlProps) {
  const options = rows(field.options as Json | undefined);
  const names = options.map((option) => String(option.name));
  const chosen = rows(field.value).map((option) => String(option.name));
  const back = (next: string[]) => set(next.map((name) => options.find((option) => option.name === name) ?? { name }));
  const data = [...new Set([...names, ...chosen])];
  if (field.limit === 1) {
    return <Select id={id} size="xs" data={data} value={chosen[0] ?? null} disabled={disabled} clearable aria-label={label} clearButtonProps={{ "aria-label": "Clear" }} placeholder={field.placeholder || "Choose…"} onChange={(next) => back(next ? [next] : [])} />;
  }
  return <MultiSelect id={id} size="xs" data={data} value={chosen} disabled={disabled} aria-label={label} clearable clearButtonProps={{ "aria-label": "Clear" }} onChange={back} />;
}
