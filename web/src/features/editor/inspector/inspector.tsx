/** The panel about the chosen node: its fields, and what came out of it in the last run. */
import { ActionIcon, Group, ScrollArea, Tabs, Text, TextInput, Tooltip } from "@mantine/core";
import { useState } from "react";
import { IconX } from "@/components/icons";
import { rename } from "../model/gestures";
import { isNote, specOf, titleOf } from "../model/node";
import type { FlowNode } from "../model/types";
import { useAct, useChosen, useEditor, useNode, useNodeRun } from "../state/context";
import { NodeIcon } from "../canvas/node-icons";
import { FieldList } from "./field-list";
import { NodeActions } from "./node-actions";
import { ResultPanel } from "./result-panel";
import classes from "./inspector.module.css";

export function Inspector() {
  const chosen = useChosen();
  const open = useEditor((state) => state.inspector);
  const node = useNode(chosen ?? "");
  if (!open || !node || isNote(node)) return null;
  return <Panel key={node.id} node={node} />;
}

function Panel({ node }: { node: FlowNode }) {
  const act = useAct();
  const tab = useEditor((state) => state.inspectorTab);
  const run = useNodeRun(node.id);
  const spec = specOf(node);
  return (
    <aside id="inspector" className={classes.panel} aria-label={`Settings of ${titleOf(node)}`} onKeyDown={(event) => event.key === "Escape" && !event.defaultPrevented && act.set({ inspector: false })}>
      <div className={classes.head}>
        <Group gap={8} wrap="nowrap">
          <NodeIcon name={spec.icon} size={18} />
          <NodeName node={node} />
          <NodeActions node={node} />
          <Tooltip label="Close (Esc)">
            <ActionIcon variant="subtle" color="gray" aria-label="Close settings" onClick={() => act.set({ inspector: false })}><IconX size={16} /></ActionIcon>
          </Tooltip>
        </Group>
        {spec.description && <Text size="xs" c="dimmed" mt={4} lineClamp={3}>{spec.description}</Text>}
      </div>
      <Tabs value={tab} onChange={(value) => act.set({ inspectorTab: value === "result" ? "result" : "fields" })} className={classes.tabs}>
        <Tabs.List>
          <Tabs.Tab value="fields">Settings</Tabs.Tab>
          <Tabs.Tab value="result">Result{run?.state === "failed" ? " (failed)" : ""}</Tabs.Tab>
        </Tabs.List>
        <ScrollArea className={classes.scroll} type="auto" viewportProps={{ tabIndex: 0, role: "region", "aria-label": tab === "result" ? "Result" : "Settings" }}>
          <Tabs.Panel value="fields" p="sm"><FieldList node={node} /></Tabs.Panel>
          <Tabs.Panel value="result" p="sm"><ResultPanel run={run} /></Tabs.Panel>
        </ScrollArea>
      </Tabs>
    </aside>
  );
}

function NodeName({ node }: { node: FlowNode }) {
  const act = useAct();
  const readOnly = useEditor((state) => state.readOnly);
  const title = titleOf(node);
  const [draft, setDraft] = useState(title);
  const commit = () => {
    if (draft.trim() && draft !== title) act.perform(rename(node.id, draft.trim()));
    else setDraft(title);
  };
  return (
    <TextInput className={classes.name} variant="unstyled" size="sm" value={draft} readOnly={readOnly} aria-label="Name of the node" onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit} onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()} />
  );
}
