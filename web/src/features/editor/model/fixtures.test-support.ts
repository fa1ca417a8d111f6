/// <reference types="node" />
/** Real flow files, read from the repository's test data, and small made-up nodes. */
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { readFlow } from "./file";
import type { ComponentNode, Field, FlowData, FlowNode } from "./types";

const FOLDER = resolve(process.cwd(), "../tests/flows/langflow");

export const realFlows: [string, string][] = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json"))
  .map((name) => [name, readFileSync(resolve(FOLDER, name), "utf8")]);

export const realFlow = (name: string): FlowData => readFlow(JSON.parse(realFlows.find(([file]) => file === `${name}.json`)![1]));

export const field = (more: Partial<Field> = {}): Field => ({ type: "str", value: "", show: true, input_types: ["Message"], ...more });

export function component(id: string, spec: Partial<ComponentNode> = {}): FlowNode {
  const type = id.split("-")[0]!;
  const outputs = [{ name: "out", display_name: "Out", types: ["Message"], selected: "Message" }];
  const node = { display_name: type, template: { _type: "Component", input: field() }, outputs, ...spec };
  return { id, type: "genericNode", position: { x: 0, y: 0 }, data: { id, type, node } };
}

export const flowOf = (...nodes: FlowNode[]): FlowData => ({ nodes, edges: [], viewport: { x: 0, y: 0, zoom: 1 } });
