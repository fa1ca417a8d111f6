/** A run as the editor shows it: journal events in, the state of every node out. */
import type { Json } from "./types";

export type NodeState = "waiting" | "running" | "finished" | "failed" | "skipped";
export type RunState = "starting" | "running" | "succeeded" | "failed" | "cancelled";

export interface Value {
  type: string;
  value: Json;
}

export interface RunError {
  message: string;
  kind?: string;
  hint?: string | null;
}

export interface NodeRun {
  state: NodeState;
  ms?: number;
  frozen?: boolean;
  rounds: number;
  outputs: Record<string, Value>;
  inputs: Record<string, Json>;
  logs: Record<string, Json[]>;
  usage?: Json;
  error?: RunError;
  streaming?: string;
}

export interface RunView {
  id: string;
  state: RunState;
  nodes: Readonly<Record<string, NodeRun>>;
  error?: RunError;
  /** Message id -> node that speaks, for tokens. */
  speakers: Readonly<Record<string, string>>;
}

export interface RunEvent {
  type: string;
  data: Record<string, unknown>;
}

export const startRun = (id: string): RunView => ({ id, state: "starting", nodes: {}, speakers: {} });
export const isActive = (run: RunView | null): boolean => run !== null && (run.state === "starting" || run.state === "running");

const FRESH: NodeRun = { state: "waiting", rounds: 0, outputs: {}, inputs: {}, logs: {} };

function withNode(run: RunView, id: unknown, set: (node: NodeRun) => Partial<NodeRun>): RunView {
  if (typeof id !== "string") return run;
  const node = run.nodes[id] ?? FRESH;
  return { ...run, nodes: { ...run.nodes, [id]: { ...node, ...set(node) } } };
}

type Step = (run: RunView, data: Record<string, unknown>) => RunView;

const ended = (state: RunState): Step => (run, data) => ({
  ...run,
  state,
  error: (data.error as RunError | undefined) ?? run.error,
  nodes: Object.fromEntries(Object.entries(run.nodes).map(([id, node]) => [id, settled(node)])),
});

/** Nothing keeps running or waiting after the end of its run. */
const settled = (node: NodeRun): NodeRun =>
  node.state === "running" || node.state === "waiting" ? { ...node, state: "skipped", streaming: undefined } : node;

function finished(run: RunView, data: Record<string, unknown>): RunView {
  const next = withNode(run, data.node, (node) => ({
    state: "finished",
    ms: (node.rounds > 0 ? (node.ms ?? 0) : 0) + Number(data.ms ?? 0),
    frozen: data.frozen === true,
    rounds: typeof data.round === "number" ? node.rounds + 1 : node.rounds,
    outputs: (data.outputs as NodeRun["outputs"] | null) ?? {},
    inputs: (data.inputs as NodeRun["inputs"] | null) ?? {},
    logs: (data.logs as NodeRun["logs"] | null) ?? node.logs,
    usage: (data.usage as Json | undefined) ?? undefined,
    streaming: undefined,
  }));
  const off = (data.inactivated as string[] | null) ?? [];
  return off.reduce((view, id) => withNode(view, id, () => ({ state: "skipped" })), next);
}

const steps: Record<string, Step> = {
  "run.started": (run) => ({ ...run, state: "running" }),
  "run.recovered": (run) => ({ ...run, state: "running" }),
  "run.succeeded": ended("succeeded"),
  "run.failed": ended("failed"),
  "run.cancelled": ended("cancelled"),
  "flow.sorted": (run, data) =>
    ((data.to_run as string[] | null) ?? []).reduce<RunView>((view, id) => withNode(view, id, () => ({ state: "waiting" })), { ...run, state: "running" as const }),
  "node.started": (run, data) => withNode(run, data.node, () => ({ state: "running", error: undefined })),
  "node.finished": finished,
  "node.failed": (run, data) =>
    withNode(run, data.node, () => ({
      state: "failed",
      ms: Number(data.ms ?? 0),
      inputs: (data.inputs as NodeRun["inputs"] | null) ?? {},
      error: data.error as RunError,
      streaming: undefined,
    })),
  log: (run, data) =>
    withNode(run, data.node, (node) => ({
      logs: { ...node.logs, [String(data.name ?? "log")]: [...(node.logs[String(data.name ?? "log")] ?? []), data.message as Json] },
    })),
  message: (run, data) => {
    const message = data.message as { id?: string; text?: string; properties?: { source?: { id?: string }; state?: string } } | undefined;
    const speaker = message?.properties?.source?.id;
    if (!message?.id || !speaker) return run;
    const partial = message.properties?.state === "partial";
    const known = { ...run, speakers: { ...run.speakers, [message.id]: speaker } };
    return run.nodes[speaker] ? withNode(known, speaker, () => ({ streaming: partial ? (message.text ?? "") : undefined })) : known;
  },
  token: (run, data) => {
    const speaker = run.speakers[String(data.stream)];
    return speaker ? withNode(run, speaker, (node) => ({ streaming: (node.streaming ?? "") + String(data.text ?? "") })) : run;
  },
};

export const advance = (run: RunView, event: RunEvent): RunView => steps[event.type]?.(run, event.data) ?? run;

const WORST: NodeState[] = ["failed", "running", "waiting", "finished", "skipped"];

/** What a group shows: the most urgent state of those inside, and the sum of their times. */
export function groupRun(run: RunView, ids: readonly string[]): NodeRun | undefined {
  const inner = ids.flatMap((id) => run.nodes[id] ?? []);
  const state = WORST.find((candidate) => inner.some((node) => node.state === candidate));
  if (!state) return undefined;
  const outputs = Object.assign({}, ...inner.map((node) => node.outputs)) as NodeRun["outputs"];
  return { ...FRESH, state, outputs, ms: inner.reduce((sum, node) => sum + (node.ms ?? 0), 0), error: inner.find((node) => node.error)?.error };
}
