/** Carries out what the autosave states ask for: timers, the request, and word of the connection. */
import { ApiError } from "@/lib/api";
import { isAtRisk, next, type SaveEffect, type SaveEvent } from "../model/autosave";
import { saveFlow } from "../api/flow-api";
import type { EditorStore } from "./editor-store";

export interface Autosave {
  send: (event: SaveEvent) => void;
  /** Begins to watch the store; the answer ends it, after saving what is still open. */
  watch: () => () => void;
}

export function createAutosave(flowId: string, store: EditorStore): Autosave {
  let timer: number | undefined;
  const send = (event: SaveEvent) => {
    const [state, effect] = next(store.getState().save, event);
    store.getState().act.set({ save: state });
    if (effect) carryOut(effect);
  };
  const carryOut = (effect: SaveEffect) => {
    window.clearTimeout(timer);
    if (effect.type === "wait") timer = window.setTimeout(() => send({ type: "due" }), effect.ms);
    else void saveFlow(flowId, store.getState().history.flow, effect.etag).then((etag) => send({ type: "stored", etag }), (error) => send(outcome(error)));
  };
  const watch = () => {
    const forget = store.subscribe((state, before) => {
      const edited = state.history.past.length + state.history.future.length > 0;
      if (edited && state.history.flow !== before.history.flow) send({ type: "changed" });
    });
    const online = () => send({ type: "online" });
    const leaving = (event: BeforeUnloadEvent) => {
      if (isAtRisk(store.getState().save)) event.preventDefault();
    };
    window.addEventListener("online", online);
    window.addEventListener("beforeunload", leaving);
    return () => {
      forget();
      window.removeEventListener("online", online);
      window.removeEventListener("beforeunload", leaving);
      if (store.getState().save.name === "dirty") send({ type: "due" });
      else window.clearTimeout(timer);
    };
  };
  return { send, watch };
}

function outcome(error: unknown): SaveEvent {
  const status = error instanceof ApiError ? error.status : 0;
  const why = error instanceof Error ? error.message : String(error);
  if (status === 412) return { type: "outdated" };
  return status === 0 || status >= 500 || status === 429 ? { type: "unreachable", why } : { type: "refused", why };
}
