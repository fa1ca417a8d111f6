import { describe, expect, it } from "vitest";
import { paletteItems, search, sections } from "./palette";
import { arrange } from "./layout";
import { realFlow } from "./fixtures.test-support";
import { fieldsOf, visibleOutputs } from "./node";
import { addComponent, removeSelection, setToolMode } from "./gestures";
import { applyAll } from "./change";

const item = (display_name: string, description = "", legacy = false) => ({ display_name, description, legacy, template: {} });
const catalogue = {
  zeta: { Old: item("Prompt (old)", "", true) },
  input_output: { ChatInput: item("Chat Input", "Get chat inputs"), ChatOutput: item("Chat Output") },
  prompts: { Prompt: item("Prompt Template", "text with variables") },
};
const items = paletteItems(catalogue);

describe("palette", () => {
  it("shows the sections people start with first", () => {
    expect(sections(items).map((section) => section.title)).toEqual(["Input and output", "Prompts", "Zeta"]);
  });

  it.each([
    ["chat output", ["Chat Output", "Chat Input"]],
    ["prompt", ["Prompt Template", "Prompt (old)"]],
    ["variables", ["Prompt Template"]],
    ["nothing like it", []],
  ])("%s finds %j", (query, titles) => {
    expect(search(items, query).map((found) => found.title)).toEqual(titles);
  });

  it("adds a component as a copy with an id of the usual form", () => {
    const flow = realFlow("blog_writer");
    const { gesture, id } = addComponent(flow, "Prompt", catalogue.prompts.Prompt, { x: 0, y: 0 });
    expect(id).toMatch(/^Prompt-\w{5}$/);
    expect(applyAll(flow, gesture.changes).nodes.at(-1)?.data.node).not.toBe(catalogue.prompts.Prompt);
  });
});

describe("nodes", () => {
  it("list fields in the component's order with prompt variables behind their prompt", () => {
    const prompt = realFlow("blog_writer").nodes.find((node) => node.data.type === "Prompt")!;
    const names = fieldsOf(prompt.data.node!).map(([name]) => name);
    expect(names).toEqual(["template", "references", "instructions", "use_double_brackets", "tool_placeholder"]);
  });

  it("show every grouped output and one of the alternatives", () => {
    const nodes = realFlow("research_translation_loop").nodes;
    const loop = nodes.find((node) => node.data.type === "LoopComponent")!;
    expect(visibleOutputs(loop, new Set()).map((output) => output.name)).toEqual(["item", "done"]);
    const model = nodes.find((node) => node.data.type === "LanguageModelComponent")!;
    expect(visibleOutputs(model, new Set())).toHaveLength(1);
  });

  it("offer the tool as the only output in tool mode", () => {
    const flow = realFlow("research_translation_loop");
    const node = flow.nodes.find((known) => known.data.type === "ArXivComponent")!;
    const next = applyAll(flow, setToolMode(flow, node.id, true, undefined).changes);
    expect(next.nodes.find((known) => known.id === node.id)?.data.node?.outputs?.map((output) => output.name)).toEqual(["component_as_tool"]);
    expect(next.edges.some((edge) => edge.source === node.id || edge.target === node.id)).toBe(false);
  });

  it("take their wires with them when removed", () => {
    const flow = realFlow("blog_writer");
    const gesture = removeSelection(flow, flow.nodes.map((node) => node.id), []);
    expect(applyAll(flow, gesture.changes)).toMatchObject({ nodes: [], edges: [] });
  });
});

describe("automatic layout", () => {
  it("puts every component right of what feeds it, without overlaps", () => {
    const flow = realFlow("blog_writer");
    const at = new Map(arrange(flow, () => ({ width: 280, height: 160 })).map(({ id, position }) => [id, position]));
    for (const edge of flow.edges) expect(at.get(edge.target)!.x).toBeGreaterThanOrEqual(at.get(edge.source)!.x + 280);
  });
});
