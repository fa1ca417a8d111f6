/** What the flow room reads of flows and projects. */

export interface FlowHeader {
  id: string;
  name: string;
  description: string | null;
  folder_id: string | null;
  is_component: boolean | null;
  endpoint_name: string | null;
  access_type: "PUBLIC" | "PRIVATE" | null;
  tags: string[] | null;
  mcp_enabled: boolean | null;
}

export interface FlowGraph {
  nodes: unknown[];
  edges: unknown[];
  viewport?: unknown;
}

export interface Flow extends FlowHeader {
  data: FlowGraph | null;
  icon?: string | null;
  icon_bg_color?: string | null;
  gradient?: string | null;
}

export interface Project {
  id: string;
  name: string;
  description: string | null;
}
