import { describe, expect, it } from "vitest";
import { danglingEdges, fit, openPorts, typesFit } from "./connect";
import { apply } from "./change";
import { component, field, flowOf, realFlows } from "./fixtures.test-support";
import { readFlow } from "./file";
import { portsOf } from "./handles";

const wish = (source: string, target: string, targetPort = "in:input") => ({ source, sourcePort: "out:out", target, targetPort });

describe("connect", () => {
  it.each([
    [["Data"], ["JSON"], true],
    [["DataFrame"], ["Table"], true],
    [["Table"], ["DataFrame"], true],
    [["Message"], ["Message", "Text"], true],
    [["Message"], ["JSON"], false],
    [["JSON"], ["Table"], false],
    [["Message"], [], false],
  ])("%j into %j: %s", (offered, accepted, ok) => {
    expect(typesFit(offered, accepted)).toBe(ok);
  });

  it("makes the edge the file format asks for", () => {
    const made = fit(flowOf(component("A-1"), component("B-2")), wish("A-1", "B-2"));
    expect(made).toMatchObject({ ok: true, replaces: [], edge: { source: "A-1", target: "B-2" } });
    expect(made.ok && made.edge.targetHandle).toBe("{œfieldNameœ: œinputœ, œidœ: œB-2œ, œinputTypesœ: [œMessageœ], œtypeœ: œstrœ}");
  });

  it("refuses types that do not fit, and says which are expected", () => {
    const to = component("B-2", { template: { input: field({ input_types: ["Table"] }) } });
    expect(fit(flowOf(component("A-1"), to), wish("A-1", "B-2"))).toEqual({ ok: false, why: "Message does not fit: Table is expected here." });
  });

  it("refuses a wire to itself", () => {
    expect(fit(flowOf(component("A-1")), wish("A-1", "A-1"))).toMatchObject({ ok: false });
  });

  it("replaces the wire of a field that holds one", () => {
    const flow = flowOf(component("A-1"), component("B-2"), component("C-3"));
    const first = fit(flow, wish("A-1", "B-2"));
    const wired = apply(flow, { type: "edge.connect", edge: first.ok ? first.edge : ({} as never) });
    expect(fit(wired, wish("C-3", "B-2"))).toMatchObject({ ok: true, replaces: [first.ok && first.edge.id] });
  });

  it("lets a list field take many wires", () => {
    const list = component("B-2", { template: { input: field({ list: true }) } });
    const flow = flowOf(component("A-1"), list, component("C-3"));
    const first = fit(flow, wish("A-1", "B-2"));
    const wired = apply(flow, { type: "edge.connect", edge: first.ok ? first.edge : ({} as never) });
    expect(fit(wired, wish("C-3", "B-2"))).toMatchObject({ ok: true, replaces: [] });
  });

  it("closes a loop at an output that allows it", () => {
    const loop = component("Loop-1", { outputs: [{ name: "item", types: ["JSON"], loop_types: ["Message"], allows_loop: true }] });
    const made = fit(flowOf(component("A-1"), loop), wish("A-1", "Loop-1", "loop:item"));
    expect(made.ok && made.edge.data?.targetHandle).toEqual({ dataType: "Loop", id: "Loop-1", name: "item", output_types: ["JSON", "Message"] });
  });

  it("names the ports that would take a type", () => {
    expect(openPorts(component("B-2"), ["Message"])).toEqual(["in:input"]);
    expect(openPorts(component("B-2"), ["Table"])).toEqual([]);
  });

  it("finds wires whose port has gone", () => {
    const flow = flowOf(component("A-1"), component("B-2"));
    const made = fit(flow, wish("A-1", "B-2"));
    const wired = apply(flow, { type: "edge.connect", edge: made.ok ? made.edge : ({} as never) });
    expect(danglingEdges(wired, "B-2", component("B-2", { template: {} }))).toHaveLength(1);
  });

  it.each(realFlows)("%s: every wire of a real flow could be drawn here", (_, text) => {
    const flow = readFlow(JSON.parse(text));
    for (const edge of flow.edges) {
      const ports = portsOf(edge);
      const without = apply(flow, { type: "edge.disconnect", id: edge.id });
      expect(fit(without, { source: edge.source, sourcePort: ports.source, target: edge.target, targetPort: ports.target })).toMatchObject({ ok: true });
    }
  });
});
