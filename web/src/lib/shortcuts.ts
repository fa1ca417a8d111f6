/** Keyboard shortcuts of the page that is open; whatever is registered here shows up under "?". */
import { useHotkeys, type HotkeyItem } from "@mantine/hooks";
import { registry } from "./registry";

export interface Shortcut {
  /** Mantine notation: "mod+S", "Delete", "shift+A". */
  keys: string;
  label: string;
  group: string;
  /** Left out when the component handles the key itself and only wants it listed. */
  run?: (event: KeyboardEvent) => void;
}

const shortcuts = registry<Shortcut>();

export const useShortcutList = shortcuts.useAll;

/** Hand in a stable array (useMemo); keys typed into fields are left alone. */
export function useShortcuts(entries: readonly Shortcut[]): void {
  shortcuts.useEntries(entries);
  useHotkeys(entries.filter((entry) => entry.run).map((entry): HotkeyItem => [entry.keys, (event) => entry.run?.(event)]));
}
