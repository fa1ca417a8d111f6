import { ActionIcon, Button, Menu, TextInput, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { confirm } from "@/components/confirm";
import { IconDots, IconPlus } from "@/components/icons";
import { sessionTitle } from "../model/conversation";
import classes from "./chat.module.css";

interface SessionListProps {
  flowId: string;
  sessions: string[];
  current: string;
  choose: (session: string) => void;
  create: () => void;
  rename: (from: string, to: string) => void;
  remove: (session: string) => void;
}

export function SessionList({ flowId, sessions, current, choose, create, rename, remove }: SessionListProps) {
  const [renaming, setRenaming] = useState<string | null>(null);
  return (
    <nav className={classes.sessions} aria-label="Sessions">
      <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={create}>New session</Button>
      <ul>
        {sessions.map((session) => (
          <li key={session} data-current={session === current || undefined}>
            {renaming === session ? (
              <Rename name={session} done={(name) => { setRenaming(null); if (name && name !== session) rename(session, name); }} />
            ) : (
              <>
                <UnstyledButton className={classes.session} aria-current={session === current || undefined} onClick={() => choose(session)}>{sessionTitle(session, flowId)}</UnstyledButton>
                <Menu>
                  <Menu.Target>
                    <ActionIcon size="sm" variant="subtle" color="gray" aria-label={`Actions of ${sessionTitle(session, flowId)}`}><IconDots size={14} /></ActionIcon>
                  </Menu.Target>
                  <Menu.Dropdown>
                    <Menu.Item onClick={() => setRenaming(session)}>Rename</Menu.Item>
                    <Menu.Item color="red" onClick={() => confirm({ title: "Delete this session?", text: "All its messages are deleted. This cannot be undone.", yes: "Delete", onYes: () => remove(session) })}>Delete</Menu.Item>
                  </Menu.Dropdown>
                </Menu>
              </>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Rename({ name, done }: { name: string; done: (name: string) => void }) {
  const [draft, setDraft] = useState(name);
  return (
    <TextInput size="xs" flex={1} value={draft} autoFocus aria-label="Name of the session" onChange={(event) => setDraft(event.currentTarget.value)} onBlur={() => done(draft.trim())}
      onKeyDown={(event) => {
        if (event.key === "Enter") done(draft.trim());
        if (event.key === "Escape") done("");
      }} />
  );
}
