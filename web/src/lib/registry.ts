/** A list that mounted components add to and the shell reads: shortcuts for the help page, commands for the palette. */
import { useEffect, useSyncExternalStore } from "react";

export interface Registry<T> {
  /** Entries are there while the component is mounted. Hand in a stable array (a constant or useMemo). */
  useEntries: (entries: readonly T[]) => void;
  useAll: () => readonly T[];
}

export function registry<T>(): Registry<T> {
  const sets = new Map<symbol, readonly T[]>();
  const listeners = new Set<() => void>();
  let all: readonly T[] = [];
  const changed = () => {
    all = [...sets.values()].flat();
    for (const listener of listeners) listener();
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    useEntries(entries) {
      useEffect(() => {
        const key = Symbol("entries");
        sets.set(key, entries);
        changed();
        return () => {
          sets.delete(key);
          changed();
        };
      }, [entries]);
    },
    useAll: () => useSyncExternalStore(subscribe, () => all),
  };
}
