/** Runs, their steps and what went in and out, as the server tells them. */

export const STATES = ["queued", "running", "waiting", "succeeded", "failed", "cancelled"] as const;
export type RunState = (typeof STATES)[number];

export interface RunError {
  message: string;
  kind?: string | null;
  hint?: string | null;
}

export interface Run {
  id: string;
  kind: string;
  tool: string;
  subject: string;
  subject_name: string;
  session_id: string | null;
  state: RunState;
  reason: string | null;
  owner_id: string;
  parent_id: string | null;
  attempt: number;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  updated_at: string;
  duration_ms: number | null;
  error: RunError | null;
}

export interface RunDetail extends Run {
  input: unknown;
  output: unknown;
}

export interface Step {
  key: string;
  node: string | null;
  name: string | null;
  type: string | null;
  state: "running" | "finished" | "failed" | "cancelled";
  started_at: string | null;
  finished_at: string | null;
  ms: number | null;
  attempt: number;
}

export const isOver = (state: RunState): boolean => state === "succeeded" || state === "failed" || state === "cancelled";
export const titleOf = (run: Pick<Run, "subject_name" | "tool" | "kind">): string => run.subject_name || run.tool || run.kind;
