import { describe, expect, it } from "vitest";
import { applyAll } from "./change";
import { cut, paste, pieceText, readPiece } from "./clipboard";
import { group, ungroup } from "./group";
import { realFlow } from "./fixtures.test-support";
import { perform, start, undo } from "./history";
import { portsOf } from "./handles";

const flow = realFlow("research_translation_loop");
const ids = flow.nodes.filter((node) => /Parser|LanguageModel/.test(node.id)).map((node) => node.id);

describe("copy and paste", () => {
  it("pastes nodes with new ids, wired among themselves as before", () => {
    const piece = readPiece(pieceText(cut(flow, ids)))!;
    const { gesture, ids: made } = paste(flow, piece, { x: 10, y: 20 });
    const next = applyAll(flow, gesture.changes);
    expect(next.nodes).toHaveLength(flow.nodes.length + 2);
    expect(next.edges).toHaveLength(flow.edges.length + 1);
    const wire = next.edges.at(-1)!;
    expect(made).toEqual(expect.arrayContaining([wire.source, wire.target]));
    expect(wire.sourceHandle).toContain(`œidœ: œ${wire.source}œ`);
    expect(made.every((id) => /^(ParserComponent|LanguageModelComponent)-\w{5}$/.test(id))).toBe(true);
  });

  it("puts the upper left corner where it is asked to", () => {
    const { gesture } = paste(flow, cut(flow, ids), { x: 10, y: 20 });
    const made = gesture.changes.flatMap((change) => (change.type === "node.add" ? [change.node.position] : []));
    expect(Math.min(...made.map((at) => at.x))).toBe(10);
    expect(Math.min(...made.map((at) => at.y))).toBe(20);
  });

  it("takes a whole flow file, and refuses other text", () => {
    expect(readPiece(JSON.stringify({ name: "x", data: flow }))?.nodes).toHaveLength(flow.nodes.length);
    expect(readPiece("hello")).toBeNull();
  });
});

describe("groups", () => {
  it("fold nodes into one whose ports stand for theirs", () => {
    const made = group(flow, ids)!;
    const next = applyAll(flow, made.gesture.changes);
    expect(next.nodes.filter((node) => ids.includes(node.id))).toEqual([]);
    const ports = next.edges.filter((edge) => edge.target === made.id).map((edge) => portsOf(edge).target);
    expect(ports).toEqual([expect.stringMatching(/^in:input_data_ParserComponent-/)]);
    expect(next.edges.filter((edge) => edge.source === made.id)).toHaveLength(1);
  });

  it("open again into the same wires", () => {
    const made = group(flow, ids)!;
    const folded = applyAll(flow, made.gesture.changes);
    const opened = applyAll(folded, ungroup(folded, made.id)!.gesture.changes);
    const ends = (data: typeof flow) => data.edges.map((edge) => [edge.source, edge.target, portsOf(edge)]).sort();
    expect(ends(opened)).toEqual(ends(flow));
    expect(opened.nodes.map((node) => node.id).sort()).toEqual(flow.nodes.map((node) => node.id).sort());
  });

  it("are one step to undo", () => {
    const history = perform(start(flow), group(flow, ids)!.gesture, 0);
    expect(undo(history).flow).toEqual(flow);
  });

  it("need two components", () => {
    expect(group(flow, ids.slice(0, 1))).toBeNull();
  });
});
