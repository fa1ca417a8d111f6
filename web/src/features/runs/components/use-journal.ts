import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { follow, isFinal, runEvents, type LiveEvent } from "@/lib/live";
import { runQuery } from "../api/get-run";
import { stepsQuery } from "../api/get-steps";
import { append, type Entry } from "../model/journal";

export interface Journal {
  entries: Entry[];
  link: "opening" | "open" | "lost" | "ended";
  error: unknown;
}

const DRAW_MS = 60;
const REFRESH_MS = 700;
const START: Journal = { entries: [], link: "opening", error: null };

/** Follows a run's journal; give the component a key per run and attempt. Events are drawn in batches; the run and its steps are read again while things happen. */
export function useJournal(runId: string): Journal {
  const [journal, setJournal] = useState<Journal>(START);
  const client = useQueryClient();
  useEffect(() => {
    const stop = new AbortController();
    let waiting: LiveEvent[] = [];
    const draw = () => {
      if (waiting.length === 0) return;
      const batch = waiting;
      waiting = [];
      setJournal((before) => ({ ...before, entries: append(before.entries, batch) }));
    };
    const refresh = throttled(REFRESH_MS, () => {
      void client.invalidateQueries(runQuery(runId));
      void client.invalidateQueries(stepsQuery(runId));
    });
    const timer = setInterval(draw, DRAW_MS);
    const onLink = (link: "open" | "lost") => setJournal((before) => ({ ...before, link }));
    const read = async () => {
      for await (const event of follow(runEvents(runId), { signal: stop.signal, onLink })) {
        waiting.push(event);
        if (event.type.startsWith("run.") || event.type.startsWith("node.")) refresh.soon();
        if (isFinal(event.type)) refresh.now();
      }
      draw();
      if (!stop.signal.aborted) setJournal((before) => ({ ...before, link: "ended" }));
    };
    read().catch((error: unknown) => stop.signal.aborted || setJournal((before) => ({ ...before, link: "ended", error })));
    return () => {
      stop.abort();
      clearInterval(timer);
      refresh.stop();
    };
  }, [runId, client]);
  return journal;
}

function throttled(ms: number, work: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    soon: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        work();
      }, ms);
    },
    now: () => {
      stop();
      work();
    },
    stop,
  };
}
