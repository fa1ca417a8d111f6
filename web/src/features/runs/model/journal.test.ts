import { expect, test } from "vitest";
import type { LiveEvent } from "@/lib/live";
import { append, summary } from "./journal";

const token = (seq: number, text: string, offset = text.length): LiveEvent => ({ seq, offset, at: "", type: "token", data: { stream: "m", text } });

test("pieces of one token event become one line", () => {
  const journal = append(append([], [token(1, "Hel")]), [token(1, "lo", 5), token(2, "!")]);
  expect(journal.map((entry) => entry.data.text)).toEqual(["Hello", "!"]);
});

test("a failed node is told with its reason", () => {
  expect(summary({ seq: 1, at: "", type: "node.failed", data: { name: "Agent", error: { message: "no key" } } })).toBe("Agent: no key");
});
