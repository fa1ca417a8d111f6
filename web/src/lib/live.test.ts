import { afterEach, expect, test, vi } from "vitest";
import { cursorOf, follow, type LiveEvent } from "./live";

type Sent = [seq: number, type: string, offset?: number];

const line = ([seq, type, offset = 0]: Sent) =>
  `id: ${offset ? `${seq}.${offset}` : seq}\nevent: ${type}\ndata: ${JSON.stringify({ seq, at: "", type, data: {}, offset })}\n\n`;

/** One answer per connection; the last one repeats. */
function server(...answers: (Sent[] | Response | Error)[]) {
  const asked: { after: string | null; last: string | null }[] = [];
  const fetch = vi.fn(async (input: string, init: RequestInit) => {
    const headers = new Headers(init.headers);
    asked.push({ after: new URL(input, "http://x").searchParams.get("after"), last: headers.get("Last-Event-ID") });
    const answer = answers[Math.min(asked.length, answers.length) - 1];
    if (answer instanceof Error) throw answer;
    return answer instanceof Response ? answer.clone() : new Response((answer ?? []).map(line).join(""));
  });
  vi.stubGlobal("fetch", fetch);
  return asked;
}

async function collect(after?: string): Promise<string[]> {
  const seen: LiveEvent[] = [];
  const options = { after, signal: new AbortController().signal, pause: async () => undefined };
  for await (const event of follow("/events", options)) seen.push(event);
  return seen.map((event) => `${cursorOf(event)} ${event.type}`);
}

afterEach(() => vi.unstubAllGlobals());

test("a stream ends after the final event", async () => {
  server([[1, "run.started"], [2, "run.succeeded"]]);
  expect(await collect()).toEqual(["1 run.started", "2 run.succeeded"]);
});

test("a broken stream is taken up after the last cursor", async () => {
  const asked = server([[1, "run.started"], [2, "log"]], [[3, "run.failed"]]);
  expect(await collect()).toEqual(["1 run.started", "2 log", "3 run.failed"]);
  expect(asked[1]).toEqual({ after: "2", last: "2" });
});

test("an event that comes again is not told twice", async () => {
  server([[1, "run.started"], [2, "log"]], [[1, "run.started"], [2, "log"], [3, "run.succeeded"]]);
  expect(await collect()).toEqual(["1 run.started", "2 log", "3 run.succeeded"]);
});

test("a hole in the numbers is asked for again", async () => {
  const asked = server([[1, "run.started"], [3, "log"]], [[2, "log"], [3, "run.succeeded"]]);
  expect(await collect()).toEqual(["1 run.started", "2 log", "3 run.succeeded"]);
  expect(asked[1]?.after).toBe("1");
});

test("pieces of a token stream share a number and differ in the offset", async () => {
  const asked = server([[1, "run.started"], [2, "token", 5]], [[2, "token", 5], [2, "token", 9], [3, "run.succeeded"]]);
  expect(await collect()).toEqual(["1 run.started", "2.5 token", "2.9 token", "3 run.succeeded"]);
  expect(asked[1]?.after).toBe("2.5");
});

test("a run that was resumed goes on past its first final event", async () => {
  server([[1, "run.failed"], [2, "run.started"], [3, "run.succeeded"]]);
  expect(await collect()).toEqual(["1 run.failed", "2 run.started", "3 run.succeeded"]);
});

test("a server that is away is tried again", async () => {
  server(new TypeError("refused"), new Response("", { status: 503 }), [[1, "run.succeeded"]]);
  expect(await collect()).toEqual(["1 run.succeeded"]);
});

test("a refusal ends the reading with its reason", async () => {
  server(Response.json({ detail: "No such run." }, { status: 404 }));
  await expect(collect()).rejects.toThrow("No such run.");
});

test("reading may start after a cursor", async () => {
  const asked = server([[8, "run.succeeded"]]);
  expect(await collect("7")).toEqual(["8 run.succeeded"]);
  expect(asked[0]).toEqual({ after: "7", last: "7" });
});
