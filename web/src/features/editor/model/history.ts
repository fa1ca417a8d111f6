/** Undo and redo over gestures. A gesture is what a person calls one step, however many changes it takes. */
import { apply, invert, type FlowChange } from "./change";
import type { FlowData } from "./types";

export interface Gesture {
  label: string;
  changes: FlowChange[];
  /** Gestures with the same key that follow within a moment count as one: typing, nudging. */
  merge?: string;
}

interface Step {
  label: string;
  merge?: string;
  at: number;
  redo: FlowChange[];
  undo: FlowChange[];
}

export interface History {
  readonly flow: FlowData;
  readonly past: readonly Step[];
  readonly future: readonly Step[];
}

const MERGE_MS = 1200;
const LONGEST = 300;

export const start = (flow: FlowData): History => ({ flow, past: [], future: [] });

export function perform(history: History, gesture: Gesture, now: number): History {
  const { flow, undo, redo } = run(history.flow, gesture.changes);
  if (redo.length === 0) return history;
  const last = history.past.at(-1);
  if (last && gesture.merge && last.merge === gesture.merge && now - last.at < MERGE_MS) {
    const joined = { ...last, at: now, redo: [...last.redo, ...redo], undo: [...undo, ...last.undo] };
    return { flow, past: [...history.past.slice(0, -1), joined], future: [] };
  }
  const step = { label: gesture.label, merge: gesture.merge, at: now, redo, undo };
  return { flow, past: [...history.past.slice(1 - LONGEST), step], future: [] };
}

function run(flow: FlowData, changes: FlowChange[]): { flow: FlowData; undo: FlowChange[]; redo: FlowChange[] } {
  const undo: FlowChange[] = [];
  const redo: FlowChange[] = [];
  for (const change of changes) {
    const back = invert(flow, change);
    if (!back) continue;
    flow = apply(flow, change);
    undo.unshift(back);
    redo.push(change);
  }
  return { flow, undo, redo };
}

export function undo(history: History): History {
  const step = history.past.at(-1);
  if (!step) return history;
  return { flow: step.undo.reduce(apply, history.flow), past: history.past.slice(0, -1), future: [step, ...history.future] };
}

export function redo(history: History): History {
  const [step, ...future] = history.future;
  if (!step) return history;
  return { flow: step.redo.reduce(apply, history.flow), past: [...history.past, { ...step, merge: undefined }], future };
}
