/** The journal as a page shows it: events in order, pieces of one token stream put together. */
import { duration } from "@/lib/format";
import type { LiveEvent } from "@/lib/live";

export interface Entry {
  seq: number;
  at: string;
  type: string;
  data: Record<string, unknown>;
}

/** Adds events to a journal; further pieces of an open token event grow its text. */
export function append(journal: readonly Entry[], events: readonly LiveEvent[]): Entry[] {
  const next = [...journal];
  for (const event of events) {
    const last = next.at(-1);
    if (last && last.seq === event.seq && event.type === "token") next[next.length - 1] = grown(last, event);
    else next.push({ seq: event.seq, at: event.at, type: event.type, data: event.data });
  }
  return next;
}

const grown = (entry: Entry, event: LiveEvent): Entry => ({
  ...entry,
  data: { ...entry.data, text: `${textOf(entry.data.text)}${textOf(event.data.text)}` },
});

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** One line that says what the event tells. */
export function summary({ type, data }: Entry): string {
  const name = textOf(data.name) || textOf(data.node);
  const error = data.error as { message?: string } | string | null | undefined;
  const message = typeof error === "string" ? error : error?.message;
  if (type === "token") return textOf(data.text);
  if (type === "node.finished") return `${name} in ${duration(Number(data.ms ?? 0))}`;
  if (type === "node.failed") return `${name}: ${message ?? ""}`;
  if (type === "message") return textOf((data.message as { text?: unknown } | undefined)?.text);
  if (type === "log") return [name, typeof data.message === "string" ? data.message : JSON.stringify(data.message)].filter(Boolean).join(": ");
  if (type === "flow.sorted") return `${(data.to_run as unknown[] | undefined)?.length ?? 0} nodes to run`;
  return message ?? (textOf(data.reason) || name);
}

export type Tone = "good" | "bad" | "plain" | "busy";

export function tone(type: string): Tone {
  if (/failed$/.test(type)) return "bad";
  if (/(succeeded|finished)$/.test(type)) return "good";
  if (/(started|recovered|queued|waiting)$/.test(type)) return "busy";
  return "plain";
}
