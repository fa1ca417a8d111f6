/** The context menu: what can be done with what is chosen, or with the place that was clicked. */
import { Menu } from "@mantine/core";
import { canBeTool } from "../model/gestures";
import { nodeIn } from "../model/lookup";
import { isGroup, isNote } from "../model/node";
import { selectedNodes } from "../state/editor-store";
import { useEditorStore } from "../state/context";
import { useSession } from "../state/run-context";
import { useCommands } from "../state/use-commands";

export interface MenuPlace {
  x: number;
  y: number;
  on: "node" | "pane";
}

export function CanvasMenu({ place, close }: { place: MenuPlace; close: () => void }) {
  return (
    <Menu opened onClose={close} position="bottom-start" withinPortal returnFocus>
      <Menu.Target>
        <span style={{ position: "fixed", left: place.x, top: place.y, width: 1, height: 1 }} />
      </Menu.Target>
      <Menu.Dropdown>{place.on === "node" ? <NodeItems /> : <PaneItems place={place} />}</Menu.Dropdown>
    </Menu>
  );
}

function NodeItems() {
  const commands = useCommands();
  const { runs } = useSession();
  const state = useEditorStore().getState();
  const chosen = selectedNodes(state);
  const node = chosen.length === 1 ? nodeIn(state.history.flow, chosen[0]!) : undefined;
  const component = node && !isNote(node) ? node : undefined;
  return (
    <>
      {component && <Menu.Item rightSection="Enter" onClick={() => state.act.set({ inspector: true })}>Open</Menu.Item>}
      {component && <Menu.Item rightSection="Shift R" onClick={() => void runs.run(component.id)}>Run up to here</Menu.Item>}
      {!state.readOnly && (
        <>
          {component && <Menu.Item onClick={commands.toggleFold}>{component.data.showNode === false ? "Show fields" : "Fold"}</Menu.Item>}
          {component && <Menu.Item onClick={commands.toggleFreeze}>{component.data.node?.frozen ? "Unfreeze" : "Freeze the result"}</Menu.Item>}
          {component?.data.node && canBeTool(component.data.node) && (
            <Menu.Item onClick={commands.toggleTool}>{component.data.node.tool_mode ? "Use as a step" : "Use as a tool"}</Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item rightSection="Ctrl C" onClick={commands.copy}>Copy</Menu.Item>
          <Menu.Item rightSection="Ctrl X" onClick={commands.cut}>Cut</Menu.Item>
          <Menu.Item rightSection="Ctrl D" onClick={commands.duplicate}>Duplicate</Menu.Item>
          {chosen.length > 1 && <Menu.Item rightSection="Ctrl G" onClick={commands.group}>Group</Menu.Item>}
          {component && isGroup(component) && <Menu.Item onClick={commands.ungroup}>Open group</Menu.Item>}
          <Menu.Divider />
          <Menu.Item color="red" rightSection="Del" onClick={commands.remove}>Remove</Menu.Item>
        </>
      )}
    </>
  );
}

function PaneItems({ place }: { place: MenuPlace }) {
  const commands = useCommands();
  const state = useEditorStore().getState();
  const at = () => commands.toFlow(place);
  return (
    <>
      {!state.readOnly && <Menu.Item rightSection="/" onClick={() => state.act.set({ paletteOpen: true })}>Add a component</Menu.Item>}
      {!state.readOnly && <Menu.Item rightSection="N" onClick={() => commands.note(at())}>Add a note</Menu.Item>}
      {!state.readOnly && <Menu.Item rightSection="Ctrl V" onClick={() => void commands.paste(at())}>Paste here</Menu.Item>}
      <Menu.Item rightSection="Ctrl A" onClick={commands.selectAll}>Choose everything</Menu.Item>
      <Menu.Item rightSection="F" onClick={commands.fit}>Fit everything</Menu.Item>
    </>
  );
}
