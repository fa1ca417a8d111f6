import { describe, expect, it } from "vitest";
import { EMPTY_FLOW, readFlow, writeFlow } from "./file";
import { realFlows } from "./fixtures.test-support";

describe("flow file", () => {
  it.each(realFlows)("%s comes out byte for byte as it went in", (_, text) => {
    const file = JSON.parse(text);
    expect(JSON.stringify({ ...file, data: writeFlow(readFlow(file)) })).toBe(JSON.stringify(file));
  });

  it("keeps keys it knows nothing about", () => {
    const data = { nodes: [{ id: "a", type: "genericNode", data: { id: "a", type: "A", hue: 7 }, zz: 1 }], edges: [], chat_history: [] };
    expect(writeFlow(readFlow(data))).toEqual(data);
  });

  it("reads a flow that has no graph yet as an empty one", () => {
    expect(readFlow(null)).toBe(EMPTY_FLOW);
  });

  it("says in one sentence what is wrong with a file that is no flow", () => {
    expect(() => readFlow({ nodes: [{ nope: 1 }] })).toThrow("Every node of a flow needs an id");
  });
});
