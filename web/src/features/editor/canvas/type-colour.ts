/** One colour for a kind of value, the same on ports, wires and results. The names are CSS variables of the canvas. */
import { typeName } from "../model/connect";

const COLOURS: Record<string, string> = {
  Message: "message", Text: "message", JSON: "json", Table: "table", Tool: "tool", LanguageModel: "model", Embeddings: "embeddings",
};

export const typeColour = (type: string | undefined): string => `var(--type-${COLOURS[typeName(type ?? "")] ?? "other"})`;
