import { describe, expect, it } from "vitest";
import { apply } from "./change";
import { realFlow } from "./fixtures.test-support";
import { neighbour } from "./navigate";
import { portPlaces, rowsOf, sizeOf } from "./rows";
import { viewEdges, viewNodes } from "./view";
import { wiredKey } from "./lookup";

const flow = realFlow("research_translation_loop");

describe("view", () => {
  it("has a port for both ends of every wire", () => {
    const ports = new Map(viewNodes(flow, null, []).map((node) => [node.id, new Set(node.handles?.map((handle) => handle.id))]));
    for (const edge of viewEdges(flow, new Set())) {
      expect(ports.get(edge.source)).toContain(edge.sourceHandle);
      expect(ports.get(edge.target)).toContain(edge.targetHandle);
    }
  });

  it("keeps the objects of nodes that did not change", () => {
    const before = viewNodes(flow, null, []);
    const next = apply(flow, { type: "node.rename", id: flow.nodes[0]!.id, name: "Other" });
    expect(viewNodes(next, flow, before).filter((node, at) => node !== before[at])).toHaveLength(1);
  });

  it("places every port inside its node", () => {
    for (const node of flow.nodes) {
      const rows = rowsOf(node, wiredKey(flow, node.id));
      for (const { y } of portPlaces(rows)) expect(y).toBeLessThan(sizeOf(rows).height);
    }
  });
});

describe("arrow keys", () => {
  const spots = [{ id: "a", x: 0, y: 0 }, { id: "b", x: 400, y: 30 }, { id: "c", x: 420, y: 600 }];
  it.each([["right", "b"], ["left", null], ["down", "c"]] as const)("%s of the first node is %s", (direction, id) => {
    expect(neighbour(spots[0]!, spots, direction)).toBe(id);
  });
});
