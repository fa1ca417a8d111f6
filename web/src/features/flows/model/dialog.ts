/** Which dialog of the flow room is open, and about what. */
import type { FlowHeader, Project } from "../api/types";

export type FlowDialog =
  | { kind: "new" }
  | { kind: "details"; flow: FlowHeader }
  | { kind: "move"; flows: FlowHeader[] }
  | { kind: "project"; project: Project | null };

export type OpenDialog = (dialog: FlowDialog) => void;
