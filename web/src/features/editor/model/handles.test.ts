import { describe, expect, it } from "vitest";
import { edgeId, handleCode, handleText, parseHandle, portsOf, sourceOf, targetOf } from "./handles";
import { realFlow, realFlows } from "./fixtures.test-support";
import { readFlow } from "./file";

describe("handles", () => {
  it.each(realFlows)("%s: handle texts are written exactly as the file writes them", (_, text) => {
    for (const edge of readFlow(JSON.parse(text)).edges) {
      expect(handleText(edge.data!.sourceHandle!)).toBe(edge.sourceHandle);
      expect(handleText(edge.data!.targetHandle!)).toBe(edge.targetHandle);
    }
  });

  it("reads a handle back from its text", () => {
    const edge = realFlow("research_translation_loop").edges[0]!;
    const bare = { ...edge, data: undefined };
    expect(sourceOf(bare)).toEqual(edge.data!.sourceHandle);
    expect(targetOf(bare)).toEqual(edge.data!.targetHandle);
  });

  it("writes edge ids in the form of the files", () => {
    const edges = realFlow("research_translation_loop").edges.filter((edge) => edge.id.startsWith("xy-edge__"));
    const same = edges.filter((edge) => edgeId(edge.data!.sourceHandle!, edge.data!.targetHandle!) === edge.id);
    expect(same.length).toBeGreaterThan(2);
  });

  it("gives an edge that closes a loop the output as its end", () => {
    const ends = realFlow("research_translation_loop").edges.map((edge) => portsOf(edge).target);
    expect(ends).toContain("loop:item");
    expect(ends).toContain("in:search_query");
  });

  it("answers null for a text that is no handle", () => {
    expect(parseHandle("{œbroken")).toBeNull();
  });

  it("has a compact form for ids", () => {
    expect(handleCode({ dataType: "A", id: "A-1", name: "o", output_types: ["Message"] })).toBe("{œdataTypeœ:œAœ,œidœ:œA-1œ,œnameœ:œoœ,œoutput_typesœ:[œMessageœ]}");
  });
});
