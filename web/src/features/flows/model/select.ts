/** Which flows the page shows, and in which order. */
import type { FlowHeader } from "../api/types";

const text = (flow: FlowHeader) => [flow.name, flow.description, flow.endpoint_name, ...(flow.tags ?? [])].join(" ").toLowerCase();

export function select(flows: FlowHeader[], projectId: string | null, search: string): FlowHeader[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return flows
    .filter((flow) => projectId === null || flow.folder_id === projectId)
    .filter((flow) => words.every((word) => text(flow).includes(word)))
    .sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
}

export function perProject(flows: FlowHeader[]): Map<string | null, number> {
  const counts = new Map<string | null, number>();
  for (const { folder_id } of flows) counts.set(folder_id, (counts.get(folder_id) ?? 0) + 1);
  return counts;
}
