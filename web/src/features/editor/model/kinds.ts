/** Which control a field is edited with, decided by its declaration alone. */
import type { Field, Json } from "./types";

export type FieldKind =
  | "text" | "multiline" | "prompt" | "secret" | "integer" | "number" | "slider" | "bool" | "choice" | "combo" | "choices" | "tab"
  | "file" | "table" | "dict" | "list" | "model" | "tools" | "sortable" | "code" | "handle";

const BY_TYPE: Record<string, FieldKind> = {
  prompt: "prompt", int: "integer", float: "number", slider: "slider", bool: "bool", tab: "tab", file: "file", table: "table",
  dict: "dict", NestedDict: "dict", auth: "dict", mcp: "dict", model: "model", tools: "tools", sortableList: "sortable", code: "code", other: "handle",
};

export function kindOfField(field: Field): FieldKind {
  if (field.password && field.type !== "prompt") return "secret";
  const options = Array.isArray(field.options) && field.options.length > 0;
  const several = Boolean(field.list ?? field.is_list);
  const kind = BY_TYPE[field.type ?? "str"];
  if (kind) return kind;
  if (options || field._input_type === "DropdownInput") return several ? "choices" : field.combobox ? "combo" : "choice";
  if (several) return "list";
  return field.multiline || field._input_type === "MultilineInput" ? "multiline" : "text";
}

/** Controls small enough to sit on the node itself. */
const INLINE = new Set<FieldKind>(["text", "integer", "number", "bool", "choice", "tab"]);
export const isInline = (kind: FieldKind): boolean => INLINE.has(kind);

/** What a field holds, in a few words, where there is no room for its control. */
export function summary(field: Field): string {
  const kind = kindOfField(field);
  const value = field.value;
  if (kind === "file") return fileNames(field).join(", ");
  if (field.load_from_db && value) return `variable ${String(value)}`;
  if (kind === "secret") return value ? "••••••••" : "";
  if (kind === "model") return modelName(value);
  if (Array.isArray(value)) return value.length ? `${value.length} ${value.length === 1 ? "entry" : "entries"}` : "";
  if (value && typeof value === "object") return `${Object.keys(value).length} keys`;
  return value === null || value === undefined ? "" : String(value);
}

export function modelName(value: Json | undefined): string {
  const first = Array.isArray(value) ? value[0] : value;
  if (first && typeof first === "object" && !Array.isArray(first)) return String(first.name ?? first.model_name ?? "");
  return typeof first === "string" ? first : "";
}

export function fileNames(field: Field): string[] {
  const paths = Array.isArray(field.file_path) ? field.file_path : field.file_path ? [field.file_path] : [];
  return paths.map((path) => String(path).split("/").at(-1)!.replace(/^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_/, ""));
}

/** What stops a field from running as it is, or null. */
export function missing(field: Field, wired: boolean): boolean {
  if (!field.required || wired || field.show === false) return false;
  if (kindOfField(field) === "file") return fileNames(field).length === 0;
  const value = field.value;
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}
