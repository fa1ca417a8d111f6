import { Autocomplete, Group, MultiSelect, NumberInput, SegmentedControl, Select, Slider, Switch, Text } from "@mantine/core";
import type { Field, Json } from "../model/types";
import type { ControlProps } from "./field-row";

const options = (field: Field): string[] => [...new Set((field.options ?? []).map((option) => nameOf(option)))].filter(Boolean);
const nameOf = (option: Json): string => (option && typeof option === "object" && !Array.isArray(option) ? String(option.name ?? "") : String(option ?? ""));
const listOf = (value: Json | undefined): string[] => (Array.isArray(value) ? value.map(nameOf) : value ? [nameOf(value)] : []);
const number = (value: Json | undefined): number | "" => (value === "" || value === null || value === undefined || Number.isNaN(Number(value)) ? "" : Number(value));

export const BoolControl = ({ id, field, disabled, set, label }: ControlProps) => (
  <Switch id={id} size="sm" aria-label={label} checked={field.value === true || field.value === "true"} disabled={disabled} onChange={(event) => set(event.currentTarget.checked)} />
);

export function NumberControl({ id, field, disabled, set }: ControlProps) {
  const whole = field.type === "int";
  const { min, max, step } = field.range_spec ?? {};
  return (
    <NumberInput id={id} size="xs" value={number(field.value)} disabled={disabled} allowDecimal={!whole} min={min} max={max} step={step ?? (whole ? 1 : 0.1)} clampBehavior="blur"
      placeholder={field.placeholder ?? undefined} onChange={(value) => set(value === "" ? "" : typeof value === "number" ? value : Number(value))} />
  );
}

export function SliderControl({ id, field, disabled, set, label }: ControlProps) {
  const { min = 0, max = 1, step = 0.01 } = field.range_spec ?? {};
  const value = number(field.value);
  return (
    <Group gap="sm" wrap="nowrap">
      <Slider flex={1} size="sm" value={value === "" ? min : value} min={min} max={max} step={step} disabled={disabled} onChange={set} label={null} thumbLabel={label} />
      <NumberInput id={id} w={76} size="xs" value={value} min={min} max={max} step={step} disabled={disabled} hideControls onChange={(next) => typeof next === "number" && set(next)} aria-label={label} />
    </Group>
  );
}

export function ChoiceControl({ id, field, disabled, set, label }: ControlProps) {
  const value = nameOf(field.value ?? "");
  const data = options(field);
  if (value && !data.includes(value)) data.unshift(value);
  return (
    <Select id={id} size="xs" data={data} value={value || null} disabled={disabled} searchable={data.length > 8} clearable={!field.required && value !== ""} aria-label={label} clearButtonProps={{ "aria-label": "Clear" }}
      placeholder={field.placeholder || "Choose…"} nothingFoundMessage="Nothing found" onChange={(next) => set(next ?? "")} comboboxProps={{ shadow: "md" }} />
  );
}

export const ComboControl = ({ id, field, disabled, set, label }: ControlProps) => (
  <Autocomplete id={id} size="xs" data={options(field)} value={nameOf(field.value ?? "")} disabled={disabled} aria-label={label} placeholder={field.placeholder || "Choose or type"} onChange={(next) => set(next)} />
);

export function ChoicesControl({ id, field, disabled, set, label }: ControlProps) {
  const value = listOf(field.value);
  return <MultiSelect id={id} size="xs" data={[...new Set([...options(field), ...value])]} value={value} disabled={disabled} searchable clearable aria-label={label} clearButtonProps={{ "aria-label": "Clear" }} placeholder={value.length ? undefined : "Choose…"} onChange={(next) => set(next)} />;
}

export function TabControl({ field, disabled, set, label }: ControlProps) {
  const data = options(field);
  if (data.length === 0) return <Text size="xs" c="dimmed">No choices.</Text>;
  return <SegmentedControl size="xs" fullWidth data={data} value={nameOf(field.value ?? "")} disabled={disabled} onChange={(next) => set(next)} aria-label={label} />;
}
