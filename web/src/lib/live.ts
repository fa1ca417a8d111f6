/**
 * The one reader of streams: server-sent events over fetch, so that the bearer travels in a header.
 * A broken connection is taken up again after the last cursor, with back-off; no event is lost and none comes twice.
 */
import { ApiError, open } from "./api";
import { frames, type Frame } from "./sse";

export interface LiveEvent {
  seq: number;
  offset: number;
  at: string;
  type: string;
  data: Record<string, unknown>;
}

export interface FollowOptions {
  /** Cursor to start after: "seq" or "seq.offset"; everything from the start when left out. */
  after?: string;
  signal: AbortSignal;
  /** Told when the connection is lost and when it is back. */
  onLink?: (state: "open" | "lost") => void;
  /** Waits between two tries; tests hand in their own. */
  pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

const FINAL = new Set(["run.succeeded", "run.failed", "run.cancelled"]);
const FIRST_WAIT = 400;
const LONGEST_WAIT = 15_000;

export const isFinal = (type: string): boolean => FINAL.has(type);
export const cursorOf = (event: LiveEvent): string => (event.offset ? `${event.seq}.${event.offset}` : `${event.seq}`);
export const runEvents = (runId: string): string => `/api/runyard/runs/${runId}/events`;

/** All events of a journal after a cursor, live, until the server ends it after a final event, or the signal aborts. */
export async function* follow(path: string, options: FollowOptions): AsyncGenerator<LiveEvent, void> {
  const pause = options.pause ?? wait;
  let last = options.after ?? "0";
  let misses = 0;
  let ended = false;
  while (!options.signal.aborted) {
    try {
      for await (const event of connection(path, last, options)) {
        if (!isAfter(event, last)) continue;
        if (leavesGap(event, last, misses)) break;
        last = cursorOf(event);
        misses = 0;
        ended = isFinal(event.type);
        yield event;
      }
      // A run that was resumed has a final event in the middle: only the end of the stream after one is the end.
      if (ended) return;
    } catch (error) {
      if (options.signal.aborted) return;
      if (error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429) throw error;
    }
    options.onLink?.("lost");
    await pause(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** misses++), options.signal);
  }
}

async function* connection(path: string, after: string, { signal, onLink }: FollowOptions): AsyncGenerator<LiveEvent> {
  const headers = { Accept: "text/event-stream", ...(after === "0" ? {} : { "Last-Event-ID": after }) };
  const reply = await open("GET", path, { query: { after: after === "0" ? null : after }, headers, signal });
  onLink?.("open");
  if (!reply.body) return;
  for await (const frame of frames(reply.body)) {
    const event = eventOf(frame);
    if (event) yield event;
  }
}

function eventOf(frame: Frame): LiveEvent | null {
  if (!frame.data) return null;
  const body = JSON.parse(frame.data) as Partial<LiveEvent>;
  const [seq, offset] = parse(frame.id);
  return {
    seq: body.seq ?? seq,
    offset: body.offset ?? offset,
    at: body.at ?? "",
    type: body.type ?? frame.event,
    data: body.data ?? {},
  };
}

function parse(cursor: string): [number, number] {
  const [seq, offset] = cursor.split(".");
  return [Number(seq) || 0, Number(offset) || 0];
}

function isAfter(event: LiveEvent, cursor: string): boolean {
  const [seq, offset] = parse(cursor);
  return event.seq > seq || (event.seq === seq && event.offset > offset);
}

/** Journals have no holes: a jump means the connection dropped something, so it is asked for again (twice at most). */
function leavesGap(event: LiveEvent, cursor: string, misses: number): boolean {
  const [seq] = parse(cursor);
  return misses < 2 && seq > 0 && event.seq > seq + 1;
}

export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
