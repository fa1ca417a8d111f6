/** Flows that are deleted in this page but still known to the server, because the person may take it back. */
import { useSyncExternalStore } from "react";
import { session } from "@/lib/session";

let pending: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

function become(next: Set<string>): void {
  pending = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export const isPendingDelete = (id: string): boolean => pending.has(id);
export const hold = (ids: string[]): void => become(new Set([...pending, ...ids]));
export const release = (ids: string[]): void => become(new Set([...pending].filter((id) => !ids.includes(id))));
export const usePendingDeletes = (): ReadonlySet<string> => useSyncExternalStore(subscribe, () => pending);

/** The page is going away: what is still held is sent as a call that outlives it. */
function flush(): void {
  if (pending.size === 0) return;
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${session.token()}` };
  void fetch("/api/v1/flows/", { method: "DELETE", keepalive: true, headers, body: JSON.stringify([...pending]) });
  become(new Set());
}

window.addEventListener("pagehide", flush);
