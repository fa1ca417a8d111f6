/** The requests of the editor. */
import { api, open } from "@/lib/api";
import type { Catalogue, ComponentNode, FlowData, Json } from "../model/types";
import { writeFlow } from "../model/file";

export interface FlowRow {
  id: string;
  name: string;
  description: string | null;
  data: unknown;
  locked: boolean | null;
  folder_id: string | null;
}

export interface Variable {
  id: string;
  name: string;
  type: string;
}

export interface Provider {
  provider: string;
  models: { model_name: string; metadata?: { model_type?: string } & Record<string, unknown> }[];
  icon?: string;
  is_configured?: boolean;
  is_enabled?: boolean;
}

const flowPath = (id: string) => `/api/v1/flows/${id}`;

export async function getFlow(id: string): Promise<{ row: FlowRow; etag: string | null }> {
  const reply = await open("GET", flowPath(id));
  return { row: (await reply.json()) as FlowRow, etag: reply.headers.get("ETag") };
}

/** Saves the graph; with the tag of an older version the server answers 412. */
export async function saveFlow(id: string, flow: FlowData, etag: string | null): Promise<string | null> {
  const headers = etag ? { "If-Match": etag } : undefined;
  const reply = await open("PATCH", flowPath(id), { json: { data: writeFlow(flow) }, headers });
  return reply.headers.get("ETag");
}

export async function renameFlow(id: string, name: string): Promise<string | null> {
  const reply = await open("PATCH", flowPath(id), { json: { name } });
  return reply.headers.get("ETag");
}

export const createCopy = (row: FlowRow, flow: FlowData): Promise<FlowRow> =>
  api.post<FlowRow>("/api/v1/flows/", { name: `${row.name} (copy)`, description: row.description, folder_id: row.folder_id, data: writeFlow(flow) });

export async function getCatalogue(): Promise<Catalogue> {
  const all = await api.get<Record<string, unknown>>("/api/v1/all");
  const entries = Object.entries(all).filter(([name, types]) => name !== "component_display_names" && types && typeof types === "object");
  return Object.fromEntries(entries) as Catalogue;
}

export const getVariables = (): Promise<Variable[]> => api.get<Variable[]>("/api/v1/variables/");
export const createVariable = (name: string, value: string, type: "Credential" | "Generic"): Promise<Variable> =>
  api.post<Variable>("/api/v1/variables/", { name, value, type, default_fields: [] });
export const getModels = (): Promise<Provider[]> => api.get<Provider[]>("/api/v1/models");

/** The node as the server sees it after a field changed that decides about other fields. */
export function recomputeNode(spec: ComponentNode, field: string, value: Json, toolMode: boolean): Promise<ComponentNode> {
  const code = spec.template.code;
  const body = {
    code: typeof code === "object" ? (code.value ?? "") : "",
    template: spec.template,
    field,
    field_value: value,
    tool_mode: toolMode,
  };
  return api.post<ComponentNode>("/api/v1/custom_component/update", body);
}

export async function uploadFile(flowId: string, file: File): Promise<string> {
  const form = new FormData();
  form.set("file", file);
  const { file_path } = await api.submit<{ file_path: string }>(`/api/v1/files/upload/${flowId}`, form);
  return file_path;
}
