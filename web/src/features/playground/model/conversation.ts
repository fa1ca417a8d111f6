/** A conversation as data: stored messages, and what the events of a run add to them. No React, no requests. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Step {
  type: string;
  name?: string;
  tool_input?: Json;
  output?: Json;
  error?: Json;
  text?: string;
  code?: string;
  language?: string;
  reason?: string | null;
  solution?: string | null;
  data?: Json;
  duration?: number | null;
  header?: { title?: string | null } | null;
}

export interface StepBlock {
  title: string;
  contents: Step[];
}

export interface ChatMessage {
  id: string;
  mine: boolean;
  name: string;
  text: string;
  at: string;
  files: string[];
  steps: StepBlock[];
  failed: boolean;
  edited: boolean;
  streaming: boolean;
  /** Shown before the server has stored it. */
  local?: boolean;
}

export interface MessageRow {
  id?: string | null;
  text?: unknown;
  sender?: string | null;
  sender_name?: string | null;
  timestamp?: string | null;
  files?: string | string[] | null;
  edit?: boolean;
  error?: boolean;
  category?: string | null;
  properties?: { state?: string } | null;
  content_blocks?: StepBlock[] | string | null;
}

export interface Conversation {
  messages: readonly ChatMessage[];
  /** Whether the run said itself why it failed. */
  explained: boolean;
}

export interface ChatEvent {
  type: string;
  at: string;
  data: Record<string, unknown>;
}

export const EMPTY: Conversation = { messages: [], explained: false };

function list<T>(value: unknown): T[] {
  if (Array.isArray(value)) return value as T[];
  if (typeof value !== "string" || value === "") return [];
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? (parsed as T[]) : [];
  } catch {
    return [];
  }
}

export function fromRow(row: MessageRow): ChatMessage {
  return {
    id: row.id ?? "",
    mine: row.sender === "User",
    name: row.sender_name || (row.sender === "User" ? "You" : "Flow"),
    text: typeof row.text === "string" ? row.text : "",
    at: row.timestamp ?? "",
    files: list<unknown>(row.files).map(pathOf).filter(Boolean),
    steps: list<StepBlock>(row.content_blocks).filter((block) => Array.isArray(block?.contents)),
    failed: row.error === true || row.category === "error",
    edited: row.edit === true,
    streaming: row.properties?.state === "partial",
  };
}

const pathOf = (file: unknown): string => (typeof file === "string" ? file : String((file as { path?: string } | null)?.path ?? ""));

export const fileName = (path: string): string => path.split("/").at(-1)!.replace(/^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_/, "");

/** The person's words at once; the stored message takes their place as soon as the run reports it. */
export const say = (talk: Conversation, text: string, files: string[], at: string): Conversation => ({
  explained: false,
  messages: [...talk.messages, { id: `local-${talk.messages.length}`, mine: true, name: "You", text, at, files, steps: [], failed: false, edited: false, streaming: false, local: true }],
});

export function hear(talk: Conversation, event: ChatEvent): Conversation {
  if (event.type === "message") return withMessage(talk, fromRow(event.data.message as MessageRow));
  if (event.type === "token") return withToken(talk, String(event.data.stream), String(event.data.text ?? ""));
  if (event.type === "message.removed") return { ...talk, messages: talk.messages.filter((known) => known.id !== event.data.id) };
  if (event.type === "run.failed") return talk.explained ? still(talk) : failure(still(talk), event);
  if (event.type === "run.succeeded" || event.type === "run.cancelled") return still(talk);
  return talk;
}

function withMessage(talk: Conversation, message: ChatMessage): Conversation {
  const explained = talk.explained || message.failed;
  const at = talk.messages.findIndex((known) => known.id === message.id);
  if (at >= 0) return { explained, messages: talk.messages.map((known, place) => (place === at ? message : known)) };
  const rest = message.mine ? withoutLocal(talk.messages, message.text) : talk.messages;
  return { explained, messages: [...rest, message] };
}

function withoutLocal(messages: readonly ChatMessage[], text: string): readonly ChatMessage[] {
  const at = messages.findLastIndex((known) => known.local && known.text === text);
  return at < 0 ? messages : messages.filter((_, place) => place !== at);
}

const withToken = (talk: Conversation, id: string, text: string): Conversation => ({
  ...talk,
  messages: talk.messages.map((known) => (known.id === id ? { ...known, text: known.text + text, streaming: true } : known)),
});

/** After the end of a run nothing is still being written. */
const still = (talk: Conversation): Conversation =>
  talk.messages.some((known) => known.streaming) ? { ...talk, messages: talk.messages.map((known) => ({ ...known, streaming: false })) } : talk;

function failure(talk: Conversation, event: ChatEvent): Conversation {
  const error = event.data.error as { message?: string; hint?: string | null } | undefined;
  const text = [error?.message || "The run failed.", error?.hint].filter(Boolean).join("\n\n");
  const message: ChatMessage = { id: `failed-${event.at}`, mine: false, name: "Runyard", text, at: event.at, files: [], steps: [], failed: true, edited: false, streaming: false, local: true };
  return { explained: true, messages: [...talk.messages, message] };
}

/** A name for a new session that sorts and reads well. */
export const newSession = (now: Date): string => `Session ${now.toISOString().slice(0, 19).replace("T", " ")}`;

export const sessionTitle = (session: string, flowId: string): string => (session === flowId ? "Default session" : session);
