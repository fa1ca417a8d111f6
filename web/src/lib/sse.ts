/** The text/event-stream format: bytes in, frames out. */

export interface Frame {
  id: string;
  event: string;
  data: string;
}

const LINE_END = /\r\n|\n|\r/;

export async function* frames(body: ReadableStream<Uint8Array>): AsyncGenerator<Frame> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let frame = empty("");
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest += decoder.decode(value, { stream: true });
      // A lone CR at the end may be the first half of CRLF: it waits for the next chunk.
      const held = rest.endsWith("\r") ? "\r" : "";
      const lines = rest.slice(0, rest.length - held.length).split(LINE_END);
      rest = (lines.pop() ?? "") + held;
      for (const line of lines) {
        if (line === "") {
          if (frame.data !== null) yield { id: frame.id, event: frame.event, data: frame.data };
          frame = empty(frame.id);
        } else take(frame, line);
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

interface Open {
  id: string;
  event: string;
  data: string | null;
}

const empty = (id: string): Open => ({ id, event: "message", data: null });

function take(frame: Open, line: string): void {
  const colon = line.indexOf(":");
  if (colon === 0) return;
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
  if (name === "data") frame.data = frame.data === null ? value : `${frame.data}\n${value}`;
  else if (name === "event") frame.event = value;
  else if (name === "id") frame.id = value;
}
