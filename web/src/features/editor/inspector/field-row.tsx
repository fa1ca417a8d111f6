/** One field: label, what it is for, its control, and where it gets its value from when not from here. */
import { Badge, Group, Text, Tooltip } from "@mantine/core";
import { setField, setPrompt } from "../model/gestures";
import { kindOfField, missing } from "../model/kinds";
import { labelOf, takesEdge, specOf, titleOf } from "../model/node";
import { edgesInto, nodeIn } from "../model/lookup";
import { portsOf } from "../model/handles";
import type { Field, FlowNode, Json } from "../model/types";
import { useEditor, useEditorStore } from "../state/context";
import { useRefresh } from "../state/use-refresh";
import { IconHelp } from "@/components/icons";
import { Control } from "./control";
import { VariableButton } from "./variable-button";
import classes from "./inspector.module.css";

interface RowProps {
  node: FlowNode;
  name: string;
  field: Field;
  wired: boolean;
}

export interface ControlProps {
  id: string;
  nodeId: string;
  name: string;
  label: string;
  field: Field;
  disabled: boolean;
  set: (value: Json, more?: Partial<Field>) => void;
}

export function FieldRow({ node, name, field, wired }: RowProps) {
  const store = useEditorStore();
  const readOnly = useEditor((state) => state.readOnly);
  const refresh = useRefresh(node.id);
  const label = labelOf(name, field);
  const kind = kindOfField(field);
  const inputId = `field-${node.id}-${name}`;
  const set: ControlProps["set"] = (value, more) => {
    const { act, history } = store.getState();
    act.perform(kind === "prompt" && !more ? setPrompt(history.flow, node.id, name, String(value)) : setField(node.id, name, { value, ...more }));
    refresh(name, field, value);
  };
  const bindable = typeof field.load_from_db === "boolean" && !wired && !readOnly && ["text", "multiline", "secret"].includes(kind);
  return (
    <div className={classes.field}>
      <Group gap={6} wrap="nowrap" justify="space-between" mb={3}>
        <label htmlFor={inputId} className={classes.label}>
          {label}
          {field.required && <span data-missing={missing(field, wired) || undefined}> *</span>}
          {field.info && (
            <Tooltip label={field.info} multiline maw={300} events={{ hover: true, focus: true, touch: true }}>
              <span className={classes.info} tabIndex={0} role="note" aria-label={field.info}><IconHelp size={13} /></span>
            </Tooltip>
          )}
        </label>
        <Group gap={4} wrap="nowrap">
          {specOf(node).tool_mode && field.tool_mode && <Badge size="sm" color="blue">filled by the agent</Badge>}
          {bindable && <VariableButton field={field} set={set} label={label} />}
        </Group>
      </Group>
      {wired ? <Source node={node} name={name} /> : <Control id={inputId} nodeId={node.id} name={name} label={label} field={field} disabled={readOnly} set={set} kind={kind} />}
      {!wired && kind === "handle" && takesEdge(specOf(node), field) && <Text size="xs" c="dimmed">Takes {(field.input_types ?? []).join(" or ")} by a wire.</Text>}
    </div>
  );
}

/** A wired field says who feeds it. */
function Source({ node, name }: { node: FlowNode; name: string }) {
  const flow = useEditor((state) => state.history.flow);
  const { act } = useEditorStore().getState();
  const sources = edgesInto(flow, node.id).filter((edge) => portsOf(edge).target === `in:${name}`).flatMap((edge) => nodeIn(flow, edge.source) ?? []);
  return (
    <Group gap={4}>
      {sources.map((source) => (
        <button key={source.id} type="button" className={classes.source} onClick={() => act.select([source.id])}>from {titleOf(source)}</button>
      ))}
    </Group>
  );
}
