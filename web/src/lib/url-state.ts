/** State that belongs into the address: filters survive a reload and can be sent to somebody. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

export type Params = Record<string, string | undefined>;

export function useUrlState<K extends string>(names: readonly K[]): [Record<K, string>, (change: Partial<Record<K, string>>) => void] {
  const search: Params = useSearch({ strict: false });
  const navigate = useNavigate();
  const state = Object.fromEntries(names.map((name) => [name, String(search[name] ?? "")])) as Record<K, string>;
  const change = useCallback(
    (next: Partial<Record<K, string>>) =>
      void navigate({
        to: ".",
        replace: true,
        search: (before: Params) => withoutBlanks({ ...before, ...next }),
      }),
    [navigate],
  );
  return [state, change];
}

export function withoutBlanks(params: Params): Params {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value));
}
