/**
 * The flow file as the editor holds it: the file's own objects, never copied into another shape, so that every
 * unknown key survives. All values are immutable; a change makes new objects only along its path.
 */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
export type NodeId = string;
export type EdgeId = string;

export interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** One field of a component, as the file and the catalogue write it. */
export interface Field {
  type?: string;
  _input_type?: string;
  name?: string;
  display_name?: string | null;
  value?: Json;
  show?: boolean;
  required?: boolean;
  advanced?: boolean;
  info?: string | null;
  placeholder?: string | null;
  list?: boolean;
  is_list?: boolean;
  input_types?: string[] | null;
  load_from_db?: boolean;
  password?: boolean | null;
  multiline?: boolean;
  options?: Json[] | null;
  options_metadata?: Json[] | null;
  combobox?: boolean;
  range_spec?: { min?: number; max?: number; step?: number; step_type?: string } | null;
  table_schema?: Json;
  fileTypes?: string[];
  file_path?: Json;
  tool_mode?: boolean;
  real_time_refresh?: boolean;
  refresh_button?: boolean;
  proxy?: { id: NodeId; field: string };
  [key: string]: unknown;
}

export interface Output {
  name: string;
  display_name?: string;
  types?: string[];
  selected?: string | null;
  method?: string | null;
  hidden?: boolean | null;
  allows_loop?: boolean;
  loop_types?: string[] | null;
  group_outputs?: boolean;
  proxy?: { id: NodeId; name: string; nodeDisplayName?: string };
  [key: string]: unknown;
}

/** What the catalogue knows about a type, and what a node of the file carries in data.node. */
export interface ComponentNode {
  display_name?: string;
  description?: string;
  icon?: string | null;
  template: Record<string, Field | string>;
  outputs?: Output[];
  field_order?: string[];
  custom_fields?: Record<string, string[] | null> | null;
  base_classes?: string[];
  frozen?: boolean;
  minimized?: boolean;
  tool_mode?: boolean;
  beta?: boolean;
  legacy?: boolean;
  flow?: { data: FlowData; [key: string]: unknown };
  [key: string]: unknown;
}

export interface NodeData {
  id: NodeId;
  type: string;
  node?: ComponentNode;
  selected_output?: string;
  showNode?: boolean;
  [key: string]: unknown;
}

export interface FlowNode {
  id: NodeId;
  type: string;
  position: Point;
  data: NodeData;
  width?: number;
  height?: number;
  [key: string]: unknown;
}

export interface SourceHandle {
  dataType: string;
  id: NodeId;
  name: string;
  output_types: string[];
  [key: string]: unknown;
}

export interface FieldHandle {
  fieldName: string;
  id: NodeId;
  inputTypes: string[] | null;
  type: string;
  [key: string]: unknown;
}

/** An edge ends at a field, or, when it closes a loop, at an output of the loop. */
export type TargetHandle = FieldHandle | SourceHandle;

export interface FlowEdge {
  id: EdgeId;
  source: NodeId;
  target: NodeId;
  sourceHandle?: string | null;
  targetHandle?: string | null;
  data?: { sourceHandle?: SourceHandle; targetHandle?: TargetHandle; [key: string]: unknown };
  [key: string]: unknown;
}

export interface FlowData {
  nodes: FlowNode[];
  edges: FlowEdge[];
  viewport?: { x: number; y: number; zoom: number };
  [key: string]: unknown;
}

/** The catalogue: category -> type -> component. */
export type Catalogue = Record<string, Record<string, ComponentNode>>;
