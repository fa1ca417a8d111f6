/** The bar above the canvas: where you are, whether it is saved, and the few things done all the time. */
import { ActionIcon, Button, Group, Menu, Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconArrowBackUp, IconArrowLeft, IconDots, IconMessage, IconPlus } from "@/components/icons";
import { IconArrowForwardUp } from "@/components/chat/icons";
import { paths } from "@/config/paths";
import { saveFile } from "@/lib/save-file";
import { writeFlow } from "../model/file";
import { useAct, useEditor, useEditorStore } from "../state/context";
import { useSession } from "../state/run-context";
import { useCommands } from "../state/use-commands";
import { FlowName } from "./flow-name";
import { RunButton } from "./run-button";
import { RunSign } from "./run-sign";
import { SaveSign } from "./save-sign";
import classes from "./toolbar.module.css";

/** Room for both side panels and a canvas between them. */
const wide = (): boolean => window.innerWidth >= 1680;

export function Toolbar({ chat }: { chat: boolean }) {
  const act = useAct();
  const readOnly = useEditor((state) => state.readOnly);
  const paletteOpen = useEditor((state) => state.paletteOpen);
  const chatOpen = useEditor((state) => state.chatOpen);
  const back = useEditor((state) => state.history.past.at(-1)?.label);
  const forth = useEditor((state) => state.history.future[0]?.label);
  return (
    <header className={classes.bar}>
      <Group gap={6} wrap="nowrap" miw={0}>
        <Tooltip label="All flows">
          <ActionIcon component={Link} to={paths.flows.to()} variant="subtle" color="gray" aria-label="All flows"><IconArrowLeft size={18} /></ActionIcon>
        </Tooltip>
        <FlowName />
        {!readOnly && <SaveSign />}
      </Group>
      <Group gap={6} wrap="nowrap">
        <RunSign />
        {!readOnly && (
          <>
            <Tool label={back ? `Undo: ${back} (Ctrl Z)` : "Nothing to undo"} run={act.undo} off={!back}><IconArrowBackUp size={17} /></Tool>
            <Tool label={forth ? `Redo: ${forth} (Ctrl Shift Z)` : "Nothing to redo"} run={act.redo} off={!forth}><IconArrowForwardUp size={17} /></Tool>
            <Button size="xs" variant={paletteOpen ? "light" : "default"} leftSection={<IconPlus size={15} />} onClick={() => act.set({ paletteOpen: !paletteOpen, ...(wide() || paletteOpen ? {} : { chatOpen: false }) })}>Add</Button>
          </>
        )}
        {chat && <Button size="xs" variant={chatOpen ? "light" : "default"} leftSection={<IconMessage size={15} />} onClick={() => act.set(chatOpen ? { chatOpen: false } : { chatOpen: true, inspector: false, ...(wide() ? {} : { paletteOpen: false }) })}>Chat</Button>}
        <RunButton />
        <More />
      </Group>
    </header>
  );
}

function Tool({ label, run, off, children }: { label: string; run: () => void; off?: boolean; children: React.ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={run} className={classes.tool} aria-disabled={off || undefined}>{children}</ActionIcon>
    </Tooltip>
  );
}

function More() {
  const store = useEditorStore();
  const { flowId, flowName } = useSession();
  const commands = useCommands();
  const download = () => {
    const text = JSON.stringify({ name: flowName, data: writeFlow(store.getState().history.flow) }, null, 2);
    saveFile({ name: `${flowName}.json`, blob: new Blob([text], { type: "application/json" }) });
  };
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="More"><IconDots size={18} /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to={paths.playground.to(flowId)}>Open the chat on its own</Menu.Item>
        <Menu.Item onClick={download}>Save as a file</Menu.Item>
        <Menu.Item onClick={commands.fit} rightSection="F">Fit everything</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
