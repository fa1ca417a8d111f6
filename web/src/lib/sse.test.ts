import { expect, test } from "vitest";
import { frames, type Frame } from "./sse";

function body(...chunks: string[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk));
      controller.close();
    },
  });
}

async function read(...chunks: string[]): Promise<Frame[]> {
  const all: Frame[] = [];
  for await (const frame of frames(body(...chunks))) all.push(frame);
  return all;
}

test("a frame carries id, event and data", async () => {
  expect(await read("id: 4\nevent: node.started\ndata: {}\n\n")).toEqual([{ id: "4", event: "node.started", data: "{}" }]);
});

test("a frame may arrive in any pieces, CRLF included", async () => {
  expect(await read("id: 1\r", "\ndata: a", "\r\n\r\nda", "ta: b\r\n\r\n")).toEqual([
    { id: "1", event: "message", data: "a" },
    { id: "1", event: "message", data: "b" },
  ]);
});

test("comments are heartbeats and make no frame", async () => {
  expect(await read(": still here\n\n", ": and here\n\n")).toEqual([]);
});

test("several data lines are one text", async () => {
  expect((await read("data: a\ndata: b\n\n"))[0]?.data).toBe("a\nb");
});

test("a frame cut off by the end of the stream is not delivered", async () => {
  expect(await read("id: 9\ndata: half")).toEqual([]);
});
