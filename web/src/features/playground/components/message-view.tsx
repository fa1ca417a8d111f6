import { ActionIcon, Button, Group, Textarea, Tooltip } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { memo, useState } from "react";
import { IconPaperclip, IconPencil } from "@/components/chat/icons";
import { IconAlertTriangle, IconCheck, IconCopy, IconTrash } from "@/components/icons";
import { Markdown } from "@/components/markdown/markdown";
import { fileName, type ChatMessage } from "../model/conversation";
import { StepList } from "./step-list";
import chatClasses from "./chat.module.css";
import classes from "./message.module.css";

interface MessageProps {
  message: ChatMessage;
  edit: (message: ChatMessage, text: string) => void;
  remove: (message: ChatMessage) => void;
}

export const MessageView = memo(function MessageView({ message, edit, remove }: MessageProps) {
  const [draft, setDraft] = useState<string | null>(null);
  // The bubble of a failed message already says what its error block says.
  const steps = message.failed && message.text ? message.steps.filter((block) => block.title !== "Error") : message.steps;
  return (
    <li className={classes.message} data-mine={message.mine || undefined} data-failed={message.failed || undefined}>
      <div className={classes.who}>
        {message.failed && <IconAlertTriangle size={14} aria-hidden="true" />}
        {message.mine ? "You" : message.name}
        {message.edited && <span> · edited</span>}
      </div>
      {steps.length > 0 && <StepList blocks={steps} busy={message.streaming} />}
      {draft === null ? (
        <Body message={message} />
      ) : (
        <form className={classes.editing} onSubmit={(event) => { event.preventDefault(); edit(message, draft); setDraft(null); }}>
          <Textarea autosize minRows={2} maxRows={14} value={draft} aria-label="Text of the message" autoFocus onChange={(event) => setDraft(event.currentTarget.value)} />
          <Group gap={6} mt={6}>
            <Button type="submit" size="compact-sm">Save</Button>
            <Button size="compact-sm" variant="default" onClick={() => setDraft(null)}>Cancel</Button>
          </Group>
        </form>
      )}
      {!message.streaming && draft === null && <Actions message={message} edit={() => setDraft(message.text)} remove={() => remove(message)} />}
    </li>
  );
});

function Body({ message }: { message: ChatMessage }) {
  return (
    <>
      {(message.text || message.streaming || (message.mine && message.files.length === 0)) && (
        <div className={classes.bubble} data-streaming={message.streaming || undefined}>
          {message.mine ? <p className={classes.plain}>{message.text || <em>Empty message</em>}</p> : message.text ? <Markdown text={message.text} under={1} /> : <span className={classes.thinking}>Thinking…</span>}
        </div>
      )}
      {message.files.length > 0 && (
        <ul className={chatClasses.files} aria-label="Files">
          {message.files.map((path) => <li key={path}><IconPaperclip size={13} aria-hidden="true" /> {fileName(path)}</li>)}
        </ul>
      )}
    </>
  );
}

function Actions({ message, edit, remove }: { message: ChatMessage; edit: () => void; remove: () => void }) {
  const clipboard = useClipboard({ timeout: 1500 });
  return (
    <div className={classes.actions}>
      <Tooltip label="Copy">
        <ActionIcon size="sm" variant="subtle" color="gray" aria-label={clipboard.copied ? "Copied" : "Copy message"} onClick={() => clipboard.copy(message.text)}>{clipboard.copied ? <IconCheck size={14} /> : <IconCopy size={14} />}</ActionIcon>
      </Tooltip>
      {!message.local && (
        <>
          <Tooltip label="Edit">
            <ActionIcon size="sm" variant="subtle" color="gray" aria-label="Edit message" onClick={edit}><IconPencil size={14} /></ActionIcon>
          </Tooltip>
          <Tooltip label="Delete">
            <ActionIcon size="sm" variant="subtle" color="gray" aria-label="Delete message" onClick={remove}><IconTrash size={14} /></ActionIcon>
          </Tooltip>
        </>
      )}
    </div>
  );
}
