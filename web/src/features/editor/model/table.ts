/** Columns of a table field, from its declaration or, when it has none, from its rows. */
import type { Field, Json, JsonObject } from "./types";

export interface Column {
  name: string;
  title: string;
  description: string;
  kind: "text" | "bool";
  options: string[];
  initial: Json;
}

export function columnsOf(field: Field, rows: readonly JsonObject[]): Column[] {
  const schema = field.table_schema;
  const listed = Array.isArray(schema) ? schema : schema && typeof schema === "object" ? ((schema as JsonObject).columns as Json[] | undefined) : undefined;
  const columns = (listed ?? []).filter((entry): entry is JsonObject => typeof entry === "object" && entry !== null && !Array.isArray(entry)).filter((entry) => entry.hidden !== true).map(declared);
  return columns.length ? columns : guessed(rows);
}

function declared(entry: JsonObject): Column {
  const name = String(entry.name ?? "");
  const bool = entry.type === "bool" || entry.type === "boolean" || entry.formatter === "boolean";
  const initial = entry.default === "None" || entry.default === undefined ? (bool ? false : "") : bool ? entry.default === true || entry.default === "True" : entry.default;
  return {
    name,
    title: String(entry.display_name || name),
    description: String(entry.description ?? ""),
    kind: bool ? "bool" : "text",
    options: Array.isArray(entry.options) ? entry.options.map(String) : [],
    initial,
  };
}

const guessed = (rows: readonly JsonObject[]): Column[] =>
  [...new Set(rows.flatMap((row) => Object.keys(row)))].map((name) => ({ name, title: name, description: "", kind: "text", options: [], initial: "" }));

export const emptyRow = (columns: readonly Column[]): JsonObject => Object.fromEntries(columns.map((column) => [column.name, column.initial]));
