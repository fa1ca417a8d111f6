import { Badge, Group, Text, Textarea } from "@mantine/core";
import { isField, specOf } from "../model/node";
import { promptParts, readPrompt, usesMustache } from "../model/prompt";
import { useNode } from "../state/context";
import type { ControlProps } from "./field-row";
import { useDraft } from "./use-draft";
import classes from "./inspector.module.css";

/** The prompt's text with its variables marked, and one chip for each field they make. */
export function PromptControl({ id, nodeId, field, disabled, set }: ControlProps) {
  const node = useNode(nodeId);
  const spec = node ? specOf(node) : { template: {} };
  const mustache = usesMustache(spec);
  const [draft, setDraft] = useDraft(String(field.value ?? ""));
  const { variables, error } = readPrompt(draft, mustache);
  const open = mustache ? "{{name}}" : "{name}";
  return (
    <>
      <div className={classes.prompt}>
        <div className={classes.paint} aria-hidden="true">
          {promptParts(draft, mustache).map((part, at) => (part.variable ? <mark key={at}>{part.text}</mark> : part.text))}
          {"\n"}
        </div>
        <Textarea id={id} size="xs" autosize minRows={5} value={draft} disabled={disabled} error={error ?? undefined} placeholder={`Write the prompt; ${open} makes a field.`} spellCheck={false}
          onChange={(event) => {
            setDraft(event.currentTarget.value);
            set(event.currentTarget.value);
          }} />
      </div>
      <Group gap={4} mt={6}>
        {variables.map((name) => <Badge key={name} size="sm" color={isField(spec.template[name]) ? "yard" : "gray"}>{name}</Badge>)}
        {variables.length === 0 && !error && <Text size="xs" c="dimmed">{open} makes a field.</Text>}
      </Group>
    </>
  );
}
