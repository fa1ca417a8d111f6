import { describe, expect, it } from "vitest";
import { apply, invert, type FlowChange } from "./change";
import { perform, redo, start, undo } from "./history";
import { removeSelection, setField, setPrompt } from "./gestures";
import { realFlow } from "./fixtures.test-support";

const flow = realFlow("blog_writer");
const first = flow.nodes.find((node) => node.data.type === "Prompt")!;
const note = flow.nodes.find((node) => node.type === "noteNode")!;
const edge = flow.edges[1]!;

const changes: FlowChange[] = [
  { type: "node.add", node: { ...first, id: "New-1" }, at: 1 },
  { type: "node.remove", id: first.id },
  { type: "node.move", moves: [{ id: first.id, position: { x: 1, y: 2 } }] },
  { type: "node.resize", id: note.id, size: { width: 10, height: 20 }, position: { x: 3, y: 4 } },
  { type: "node.rename", id: first.id, name: "Other" },
  { type: "node.freeze", id: first.id, frozen: true },
  { type: "node.fold", id: first.id, showNode: false },
  { type: "node.spec", id: first.id, spec: { template: {} } },
  { type: "note.edit", id: note.id, set: { description: "new", backgroundColor: "rose" } },
  { type: "output.select", id: first.id, output: "other" },
  { type: "field.set", id: first.id, field: "template", set: { value: "x", load_from_db: true } },
  { type: "edge.disconnect", id: edge.id },
  { type: "edge.connect", edge: { ...edge, id: "another" }, at: 0 },
];

describe("change", () => {
  it.each(changes.map((change) => [change.type, change] as const))("%s changes the flow, and its inverse takes it back", (_, change) => {
    const changed = apply(flow, change);
    expect(changed).not.toEqual(flow);
    expect(apply(changed, invert(flow, change)!)).toEqual(flow);
  });

  it("leaves untouched nodes the same objects", () => {
    const changed = apply(flow, { type: "node.rename", id: first.id, name: "Other" });
    expect(changed.nodes.filter((node, at) => node !== flow.nodes[at])).toHaveLength(1);
  });
});

describe("history", () => {
  it("undoes and redoes a gesture as one step", () => {
    const before = start(flow);
    const after = perform(before, removeSelection(flow, [first.id], []), 0);
    expect(after.flow.nodes).toHaveLength(flow.nodes.length - 1);
    expect(after.flow.edges.length).toBeLessThan(flow.edges.length);
    expect(undo(after).flow).toEqual(flow);
    expect(redo(undo(after)).flow).toEqual(after.flow);
  });

  it("joins typing into one step and keeps a pause apart", () => {
    let history = start(flow);
    for (const [at, value] of ["a", "ab", "abc"].entries()) history = perform(history, setField(first.id, "template", { value }), at * 200);
    expect(history.past).toHaveLength(1);
    history = perform(history, setField(first.id, "template", { value: "abcd" }), 60_000);
    expect(history.past).toHaveLength(2);
    expect(undo(undo(history)).flow).toEqual(flow);
  });

  it("forgets the future after a new gesture", () => {
    const undone = undo(perform(start(flow), setField(first.id, "template", { value: "a" }), 0));
    expect(perform(undone, setField(first.id, "template", { value: "b" }), 0).future).toEqual([]);
  });

  it("ignores a gesture that changes nothing", () => {
    const history = start(flow);
    expect(perform(history, setField("Nobody-00000", "x", { value: 1 }), 0)).toBe(history);
  });

  it("drops the wire of a prompt variable that is gone, and undo brings it back", () => {
    const history = perform(start(flow), setPrompt(flow, first.id, "template", "Only {instructions}"), 0);
    expect(history.flow.edges).toHaveLength(flow.edges.length - 1);
    expect(undo(history).flow).toEqual(flow);
  });
});
