import { describe, expect, it } from "vitest";
import { EMPTY, fileName, fromRow, hear, newSession, say, type ChatEvent } from "./conversation";

const event = (type: string, data: Record<string, unknown>): ChatEvent => ({ type, at: "2026-01-01T00:00:00Z", data });
const message = (more: object) => event("message", { message: { id: "m1", sender: "Machine", text: "", properties: { state: "partial" }, ...more } });

describe("conversation", () => {
  it("replaces the person's words by the stored message", () => {
    const talk = hear(say(EMPTY, "hi", [], "now"), message({ id: "u1", sender: "User", text: "hi", properties: { state: "complete" } }));
    expect(talk.messages.map((known) => [known.id, known.local])).toEqual([["u1", undefined]]);
  });

  it("grows with tokens and ends with the complete message", () => {
    let talk = hear(EMPTY, message({}));
    for (const text of ["Hel", "lo"]) talk = hear(talk, event("token", { stream: "m1", text }));
    expect(talk.messages[0]).toMatchObject({ text: "Hello", streaming: true });
    talk = hear(talk, message({ text: "Hello!", properties: { state: "complete" } }));
    expect(talk.messages).toHaveLength(1);
    expect(talk.messages[0]).toMatchObject({ text: "Hello!", streaming: false });
  });

  it("never mixes tokens of another stream in", () => {
    const talk = hear(hear(EMPTY, message({})), event("token", { stream: "other", text: "x" }));
    expect(talk.messages[0]?.text).toBe("");
  });

  it("shows a failure once, in the flow's words when it has some", () => {
    const failed = event("run.failed", { error: { message: "No key.", hint: "Set one." } });
    expect(hear(EMPTY, failed).messages[0]).toMatchObject({ failed: true, text: "No key.\n\nSet one." });
    expect(hear(hear(EMPTY, message({ category: "error", text: "Own words" })), failed).messages).toHaveLength(1);
  });

  it("takes a message away", () => {
    expect(hear(hear(EMPTY, message({})), event("message.removed", { id: "m1" })).messages).toEqual([]);
  });

  it("stops writing when the run was stopped", () => {
    expect(hear(hear(EMPTY, message({ text: "half" })), event("run.cancelled", {})).messages[0]).toMatchObject({ text: "half", streaming: false });
  });

  it("reads files and steps that are stored as text", () => {
    const row = fromRow({ id: "a", files: '["f/2026-01-01_10-00-00_plan.pdf"]', content_blocks: '[{"title":"Agent Steps","contents":[{"type":"tool_use","name":"add"}]}]' });
    expect(row.files.map(fileName)).toEqual(["plan.pdf"]);
    expect(row.steps[0]?.contents[0]?.name).toBe("add");
  });

  it("names a new session by its time", () => {
    expect(newSession(new Date("2026-11-22T16:05:09Z"))).toBe("Session 2026-11-22 16:05:09");
  });
});
