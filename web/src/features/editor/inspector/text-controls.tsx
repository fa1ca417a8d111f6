import { PasswordInput, TextInput, Textarea } from "@mantine/core";
import type { Json } from "../model/types";
import type { ControlProps } from "./field-row";
import { useDraft } from "./use-draft";
import classes from "./inspector.module.css";

const textOf = (value: Json | undefined): string => (typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? ""));

export function TextControl({ id, field, disabled, set }: ControlProps) {
  const [draft, setDraft] = useDraft(textOf(field.value));
  if (field.load_from_db && field.value) return <Bound name={textOf(field.value)} />;
  return (
    <TextInput id={id} size="xs" value={draft} disabled={disabled} placeholder={field.placeholder ?? undefined}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        set(event.currentTarget.value);
      }} />
  );
}

export function MultilineControl({ id, field, disabled, set }: ControlProps) {
  const [draft, setDraft] = useDraft(textOf(field.value));
  if (field.load_from_db && field.value) return <Bound name={textOf(field.value)} />;
  return (
    <Textarea id={id} size="xs" autosize minRows={2} maxRows={14} value={draft} disabled={disabled} placeholder={field.placeholder ?? undefined}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        set(event.currentTarget.value);
      }} />
  );
}

export function SecretControl({ id, field, disabled, set }: ControlProps) {
  const [draft, setDraft] = useDraft(textOf(field.value));
  if (field.load_from_db && field.value) return <Bound name={textOf(field.value)} />;
  return (
    <PasswordInput id={id} size="xs" value={draft} disabled={disabled} autoComplete="new-password" placeholder={field.placeholder || "Better: use a variable"}
      visibilityToggleButtonProps={{ "aria-label": "Show or hide" }}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
        set(event.currentTarget.value);
      }} />
  );
}

const Bound = ({ name }: { name: string }) => (
  <div className={classes.bound}>
    from the variable <strong>{name}</strong>
  </div>
);
