import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@/components/icons";
import { canBeTool } from "../model/gestures";
import { alternatives, isGroup, specOf } from "../model/node";
import { selectOutput } from "../model/gestures";
import type { FlowNode } from "../model/types";
import { useEditor, useEditorStore } from "../state/context";
import { useSession } from "../state/run-context";
import { useCommands } from "../state/use-commands";

export function NodeActions({ node }: { node: FlowNode }) {
  const store = useEditorStore();
  const commands = useCommands();
  const { runs } = useSession();
  const readOnly = useEditor((state) => state.readOnly);
  const spec = specOf(node);
  const outputs = alternatives(node);
  const choose = (name: string) => store.getState().act.perform(selectOutput(store.getState().history.flow, node.id, name));
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="Actions of this node"><IconDots size={16} /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void runs.run(node.id)}>Run up to here</Menu.Item>
        {!readOnly && (
          <>
            <Menu.Item onClick={commands.toggleFreeze}>{spec.frozen ? "Unfreeze" : "Freeze the result"}</Menu.Item>
            {canBeTool(spec) && <Menu.Item onClick={commands.toggleTool}>{spec.tool_mode ? "Use as a step" : "Use as a tool"}</Menu.Item>}
            <Menu.Item onClick={commands.toggleFold}>{node.data.showNode === false ? "Show fields on the canvas" : "Fold on the canvas"}</Menu.Item>
            {isGroup(node) && <Menu.Item onClick={commands.ungroup}>Open group</Menu.Item>}
            <Menu.Item onClick={commands.duplicate}>Duplicate</Menu.Item>
            {outputs.length > 0 && (
              <>
                <Menu.Label>Output</Menu.Label>
                {outputs.map((output) => (
                  <Menu.Item key={output.name} onClick={() => choose(output.name)} aria-current={output.name === (node.data.selected_output ?? outputs[0]?.name) || undefined}>
                    {output.display_name || output.name}{output.name === (node.data.selected_output ?? outputs[0]?.name) ? " ✓" : ""}
                  </Menu.Item>
                ))}
              </>
            )}
            <Menu.Divider />
            <Menu.Item color="red" onClick={commands.remove}>Remove</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
