/**
 * Saving as a table of states: what a change, an answer or a lost connection leads to, and what is to be done.
 * It knows nothing of timers and requests; whoever runs it carries out the effects and reports back.
 */

export type SaveState =
  | { name: "saved"; etag: string | null }
  | { name: "dirty"; etag: string | null }
  | { name: "saving"; etag: string | null; again: boolean; tries: number }
  | { name: "waiting"; etag: string | null; tries: number; why: string }
  | { name: "conflict"; etag: string | null }
  | { name: "refused"; etag: string | null; why: string };

export type SaveEvent =
  | { type: "changed" }
  | { type: "due" }
  | { type: "stored"; etag: string | null }
  | { type: "outdated" }
  | { type: "unreachable"; why: string }
  | { type: "refused"; why: string }
  | { type: "online" }
  | { type: "overwrite" }
  | { type: "reloaded"; etag: string | null };

export type SaveEffect = { type: "wait"; ms: number } | { type: "save"; etag: string | null };

export const SAVE_AFTER_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

type Next = [SaveState, SaveEffect | null];

const later = (ms: number): SaveEffect => ({ type: "wait", ms });
const saving = (etag: string | null, tries = 0): Next => [{ name: "saving", etag, again: false, tries }, { type: "save", etag }];
const backOff = (tries: number): number => Math.min(LONGEST_WAIT_MS, SAVE_AFTER_MS * 2 ** tries);

export const initial = (etag: string | null): SaveState => ({ name: "saved", etag });

export function next(state: SaveState, event: SaveEvent): Next {
  switch (event.type) {
    case "changed":
      return changed(state);
    case "due":
      return due(state);
    case "online":
      return state.name === "waiting" ? due(state) : [state, null];
    case "stored":
      return stored(state, event.etag);
    case "outdated":
      return [{ name: "conflict", etag: state.etag }, null];
    case "unreachable":
      return unreachable(state, event.why);
    case "refused":
      return [{ name: "refused", etag: state.etag, why: event.why }, null];
    case "overwrite":
      return saving(null);
    case "reloaded":
      return [{ name: "saved", etag: event.etag }, null];
  }
}

function due(state: SaveState): Next {
  if (state.name === "waiting") return saving(state.etag, state.tries);
  return state.name === "dirty" ? saving(state.etag) : [state, null];
}

/** In a conflict nothing is sent until a person has decided. */
function changed(state: SaveState): Next {
  if (state.name === "conflict" || state.name === "waiting") return [state, null];
  if (state.name === "saving") return [{ ...state, again: true }, null];
  return [{ name: "dirty", etag: state.etag }, later(SAVE_AFTER_MS)];
}

function stored(state: SaveState, etag: string | null): Next {
  if (state.name === "saving" && state.again) return [{ name: "dirty", etag }, later(SAVE_AFTER_MS)];
  return [{ name: "saved", etag }, null];
}

function unreachable(state: SaveState, why: string): Next {
  const tries = (state.name === "saving" ? state.tries : 0) + 1;
  const waiting: SaveState = { name: "waiting", etag: state.etag, tries, why };
  return [waiting, later(backOff(tries))];
}

/** Whether closing the window now would lose something. */
export const isAtRisk = (state: SaveState): boolean => state.name !== "saved";
