/** Starts a run of what is on the canvas and feeds its events to the store, at most once a frame. */
import { followRun, startFlow, cancelRun } from "@/lib/flow-run";
import type { LiveEvent } from "@/lib/live";
import { notify } from "@/lib/notify";
import { writeFlow } from "../model/file";
import { isActive } from "../model/run";
import type { EditorStore } from "./editor-store";

export interface RunController {
  run: (stopAt?: string) => Promise<void>;
  /** Shows a run that something else started: the chat beside the canvas. */
  watch: (runId: string) => void;
  cancel: () => Promise<void>;
  stop: () => void;
}

export function createRunController(flowId: string, store: EditorStore): RunController {
  let link = new AbortController();
  const watch = (runId: string) => {
    link.abort();
    link = new AbortController();
    store.getState().act.beginRun(runId);
    void feed(store, runId, link.signal);
  };
  return {
    watch,
    run: async (stopAt) => {
      if (isActive(store.getState().run)) return;
      try {
        watch(await startFlow(flowId, { data: writeFlow(store.getState().history.flow), stopAt }));
      } catch (error) {
        notify.failed("The flow could not be started", error);
      }
    },
    cancel: async () => {
      const run = store.getState().run;
      if (!run || !isActive(run)) return;
      await cancelRun(run.id).catch((error: unknown) => notify.failed("The run could not be stopped", error));
    },
    stop: () => link.abort(),
  };
}

async function feed(store: EditorStore, runId: string, signal: AbortSignal): Promise<void> {
  let waiting: LiveEvent[] = [];
  let frame = 0;
  const flush = () => {
    frame = 0;
    const events = waiting;
    waiting = [];
    if (!signal.aborted) store.getState().act.tell(events);
  };
  try {
    for await (const event of followRun(runId, { signal })) {
      waiting.push(event);
      frame ||= requestAnimationFrame(flush);
    }
  } catch (error) {
    if (!signal.aborted) notify.failed("The run cannot be followed", error);
  }
}
