/** The messages of one session and the field below them. */
import { Skeleton } from "@mantine/core";
import { useCallback, useEffect, useLayoutEffect, useRef } from "react";
import { Failure } from "@/components/page-states";
import { IconMessage } from "@/components/icons";
import { notify } from "@/lib/notify";
import { deleteMessage, editMessage } from "./api/messages";
import { Composer } from "./components/composer";
import { MessageView } from "./components/message-view";
import type { ChatMessage } from "./model/conversation";
import { useChat } from "./use-chat";
import classes from "./components/chat.module.css";
import messageClasses from "./components/message.module.css";

interface ChatProps {
  flowId: string;
  session: string;
  graph?: () => unknown;
  onRun?: (runId: string) => void;
  onFirst: () => void;
}

const NEAR = 80;

export function Chat(props: ChatProps) {
  const { talk, loading, error, busy, send, stop, change, reload } = useChat(props);
  const edit = useCallback((message: ChatMessage, text: string) => {
    change((before) => ({ ...before, messages: before.messages.map((known) => (known.id === message.id ? { ...known, text, edited: true } : known)) }));
    editMessage(message.id, text).catch((problem: unknown) => (notify.failed("The message could not be changed", problem), reload()));
  }, [change, reload]);
  const remove = useCallback((message: ChatMessage) => {
    change((before) => ({ ...before, messages: before.messages.filter((known) => known.id !== message.id) }));
    deleteMessage(message.id).catch((problem: unknown) => (notify.failed("The message could not be deleted", problem), reload()));
  }, [change, reload]);
  const waiting = busy && talk.messages.at(-1)?.mine;
  return (
    <div className={classes.chat}>
      <Messages length={talk.messages.length} last={talk.messages.at(-1)}>
        {loading && <Skeleton height={60} radius="md" />}
        {error !== undefined && <Failure what="The messages could not be loaded" error={error} retry={reload} />}
        {!loading && error === undefined && talk.messages.length === 0 && <Welcome />}
        <ol className={messageClasses.list} aria-label="Messages" aria-live="polite" aria-busy={busy}>
          {talk.messages.map((message) => <MessageView key={message.id} message={message} edit={edit} remove={remove} />)}
          {waiting && <li className={messageClasses.message}><span className={messageClasses.thinking} role="status">Running…</span></li>}
        </ol>
      </Messages>
      <Composer flowId={props.flowId} busy={busy} send={(text, files) => void send(text, files)} stop={stop} />
    </div>
  );
}

/** Keeps to the end while a person is there, and stays put when they have scrolled up to read. */
function Messages({ length, last, children }: { length: number; last: ChatMessage | undefined; children: React.ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    if (last?.mine) atEnd.current = true;
    if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [length, last]);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const onScroll = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => element.removeEventListener("scroll", onScroll);
  }, []);
  return <div ref={box} className={classes.scroll} tabIndex={0} role="region" aria-label="Conversation">{children}</div>;
}

const Welcome = () => (
  <div className={classes.welcome}>
    <IconMessage size={28} stroke={1.4} aria-hidden="true" />
    <p>Write a message to run this flow. What it answers appears here.</p>
  </div>
);
