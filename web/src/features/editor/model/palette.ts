/** The palette: the catalogue as sorted sections, and a search that finds by title, type, category and description. */
import type { Catalogue, ComponentNode, FlowNode } from "./types";

export interface PaletteItem {
  type: string;
  category: string;
  title: string;
  description: string;
  spec: ComponentNode;
}

export interface PaletteSection {
  category: string;
  title: string;
  items: PaletteItem[];
}

const FIRST = ["input_output", "models", "models_and_agents", "agents", "prompts", "processing", "data", "data_source", "flow_controls", "logic", "tools", "vectorstores"];

/** Names a rule would spell wrongly. */
const TITLES: Record<string, string> = {
  input_output: "Input and output", llm_operations: "Language model operations", files_and_knowledge: "Files and knowledge", openai: "OpenAI", FAISS: "FAISS", arxiv: "arXiv",
  youtube: "YouTube", agentql: "AgentQL", searchapi: "SearchApi", scrapegraph: "ScrapeGraph",
};

export const categoryTitle = (category: string): string => {
  if (TITLES[category]) return TITLES[category];
  const words = category.replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export function paletteItems(catalogue: Catalogue): PaletteItem[] {
  return Object.entries(catalogue).flatMap(([category, types]) =>
    Object.entries(types)
      .filter(([, spec]) => typeof spec?.template === "object")
      .map(([type, spec]) => ({ type, category, title: spec.display_name || type, description: spec.description ?? "", spec })),
  );
}

const place = (category: string): number => {
  const at = FIRST.indexOf(category);
  return at < 0 ? FIRST.length : at;
};

export function sections(items: readonly PaletteItem[]): PaletteSection[] {
  const byCategory = new Map<string, PaletteItem[]>();
  for (const item of items) byCategory.set(item.category, [...(byCategory.get(item.category) ?? []), item]);
  return [...byCategory]
    .map(([category, list]) => ({ category, title: categoryTitle(category), items: [...list].sort((a, b) => a.title.localeCompare(b.title)) }))
    .sort((a, b) => place(a.category) - place(b.category) || a.title.localeCompare(b.title));
}

/** All words must be found; a title that begins with the query comes first, legacy components last. */
export function search(items: readonly PaletteItem[], query: string): PaletteItem[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...items];
  return items
    .map((item) => ({ item, score: score(item, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.item.title.localeCompare(b.item.title))
    .map(({ item }) => item);
}

function score(item: PaletteItem, words: string[]): number {
  const title = item.title.toLowerCase();
  const more = `${item.type} ${item.category.replaceAll("_", " ")}`.toLowerCase();
  const text = item.description.toLowerCase();
  let sum = 0;
  for (const word of words) {
    const points = title.startsWith(word) ? 8 : title.includes(` ${word}`) ? 6 : title.includes(word) ? 4 : more.includes(word) ? 2 : text.includes(word) ? 1 : 0;
    if (points === 0) return 0;
    sum += points;
  }
  return item.spec.legacy ? sum / 10 : sum;
}

/** Type -> component over all categories. */
export function byType(catalogue: Catalogue): Map<string, ComponentNode> {
  return new Map(paletteItems(catalogue).map((item) => [item.type, item.spec]));
}

const className = (spec: ComponentNode | undefined): string =>
  String((spec?.metadata as { module?: string } | undefined)?.module ?? "").split(".").at(-1) ?? "";

/** Every name a component is known by: its type, its title, and the class its module path ends with. */
export const knownNames = (types: ReadonlyMap<string, ComponentNode>): Set<string> =>
  new Set([...types].flatMap(([type, spec]) => [type, spec.display_name ?? "", className(spec)]).filter(Boolean));

/** Types of older files whose component has another name today. */
const RENAMED: Record<string, string> = { Prompt: "Prompt Template", parser: "ParserComponent" };

/** A node names its type, but files of older versions are recognised by the class or title of their component. */
export const isKnown = (node: FlowNode, names: ReadonlySet<string>): boolean =>
  [node.data.type, RENAMED[node.data.type], className(node.data.node), node.data.node?.display_name].some((name) => name !== undefined && names.has(name));
