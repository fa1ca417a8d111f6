/** One session of a chat: its stored messages, sending, and what a run says while it runs. */
import { useCallback, useEffect, useRef, useState } from "react";
import { cancelRun, followRun, startFlow } from "@/lib/flow-run";
import type { LiveEvent } from "@/lib/live";
import { notify } from "@/lib/notify";
import { getMessages } from "./api/messages";
import { EMPTY, hear, say, type Conversation } from "./model/conversation";

interface ChatOptions {
  flowId: string;
  session: string;
  graph?: () => unknown;
  onRun?: (runId: string) => void;
  /** A session that had no message yet has one now. */
  onFirst: () => void;
}

export interface ChatState {
  talk: Conversation;
  loading: boolean;
  error: unknown;
  busy: boolean;
  send: (text: string, files: string[]) => Promise<void>;
  stop: () => void;
  change: (edit: (talk: Conversation) => Conversation) => void;
  reload: () => void;
}

export function useChat({ flowId, session, graph, onRun, onFirst }: ChatOptions): ChatState {
  const [talk, setTalk] = useState(EMPTY);
  const [loaded, setLoaded] = useState<{ error?: unknown } | null>(null);
  const [run, setRun] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const link = useRef<AbortController | null>(null);

  useEffect(() => {
    let gone = false;
    getMessages(flowId, session).then(
      (messages) => !gone && (setTalk({ messages, explained: false }), setLoaded({})),
      (error: unknown) => !gone && setLoaded({ error }),
    );
    return () => {
      gone = true;
    };
  }, [flowId, session, round]);
  useEffect(() => () => link.current?.abort(), []);

  const send = useCallback(
    async (text: string, files: string[]) => {
      const control = new AbortController();
      link.current = control;
      setRun("starting");
      setTalk((before) => say(before, text, files, new Date().toISOString()));
      try {
        const id = await startFlow(flowId, { inputs: { input_value: text, session, type: "chat" }, files: files.length ? files : undefined, data: graph?.() });
        setRun(id);
        onRun?.(id);
        await listen(id, control.signal, (events) => setTalk((before) => events.reduce(hear, before)));
        onFirst();
      } catch (error) {
        if (!control.signal.aborted) {
          const data = { error: { message: error instanceof Error ? error.message : String(error) } };
          setTalk((before) => hear(before, { type: "run.failed", at: new Date().toISOString(), data }));
        }
      } finally {
        setRun(null);
      }
    },
    [flowId, session, graph, onRun, onFirst],
  );
  const stop = useCallback(() => {
    if (run && run !== "starting") void cancelRun(run).catch((error: unknown) => notify.failed("The answer could not be stopped", error));
  }, [run]);
  return { talk, loading: loaded === null, error: loaded?.error, busy: run !== null, send, stop, change: setTalk, reload: () => setRound((n) => n + 1) };
}

/** Events at most once a frame, so that a fast model does not draw the page a thousand times a second. */
async function listen(runId: string, signal: AbortSignal, take: (events: LiveEvent[]) => void): Promise<void> {
  let waiting: LiveEvent[] = [];
  let frame = 0;
  const flush = () => {
    frame = 0;
    const events = waiting;
    waiting = [];
    if (!signal.aborted) take(events);
  };
  for await (const event of followRun(runId, { signal })) {
    waiting.push(event);
    frame ||= requestAnimationFrame(flush);
  }
  cancelAnimationFrame(frame);
  flush();
}
