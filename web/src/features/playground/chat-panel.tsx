/** The chat beside the canvas: the same chat, with its sessions in a menu. */
import { ActionIcon, Group, Menu, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconPlus, IconX } from "@/components/icons";
import { Chat } from "./chat";
import { sessionTitle } from "./model/conversation";
import { useSessions } from "./use-sessions";
import classes from "./components/chat.module.css";

interface ChatPanelProps {
  flowId: string;
  graph: () => unknown;
  onRun: (runId: string) => void;
  close: () => void;
}

export function ChatPanel({ flowId, graph, onRun, close }: ChatPanelProps) {
  const sessions = useSessions(flowId);
  return (
    <section className={classes.panel} aria-label="Chat">
      <Group className={classes.panelHead} justify="space-between" wrap="nowrap" gap={4}>
        <Menu position="bottom-start">
          <Menu.Target>
            <UnstyledButton className={classes.picker}>
              <Text component="span" size="sm" fw={600} truncate>{sessionTitle(sessions.current, flowId)}</Text>
              <IconChevronDown size={14} aria-hidden="true" />
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>Sessions</Menu.Label>
            {sessions.all.map((session) => <Menu.Item key={session} onClick={() => sessions.choose(session)}>{sessionTitle(session, flowId)}</Menu.Item>)}
          </Menu.Dropdown>
        </Menu>
        <Group gap={2} wrap="nowrap">
          <Tooltip label="New session"><ActionIcon variant="subtle" color="gray" aria-label="New session" onClick={sessions.create}><IconPlus size={16} /></ActionIcon></Tooltip>
          <ActionIcon variant="subtle" color="gray" aria-label="Close the chat" onClick={close}><IconX size={16} /></ActionIcon>
        </Group>
      </Group>
      <Chat key={sessions.current} flowId={flowId} session={sessions.current} graph={graph} onRun={onRun} onFirst={sessions.refresh} />
    </section>
  );
}
