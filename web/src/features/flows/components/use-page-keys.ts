import { useMemo, type RefObject } from "react";
import { useCommands } from "@/lib/commands";
import { useShortcuts } from "@/lib/shortcuts";

interface PageKeys {
  create: () => void;
  choose: () => void;
  createProject: () => void;
  search: RefObject<HTMLInputElement | null>;
}

/** Keys and palette entries of the flow list. */
export function usePageKeys({ create, choose, createProject, search }: PageKeys): void {
  const group = "Flows";
  useCommands(
    useMemo(
      () => [
        { id: "flow.new", label: "New flow", group, run: create },
        { id: "flow.import", label: "Import flows", description: "JSON or ZIP", group, run: choose },
        { id: "project.new", label: "New project", group, run: createProject },
      ],
      [create, choose, createProject],
    ),
  );
  useShortcuts(
    useMemo(
      () => [
        { keys: "n", label: "New flow", group, run: create },
        { keys: "i", label: "Import", group, run: choose },
        { keys: "/", label: "Search", group, run: () => search.current?.focus() },
        { keys: "↑ ↓ ← →", label: "Walk through the flows", group },
        { keys: "Enter", label: "Open the flow", group },
        { keys: "F2", label: "Rename it", group },
        { keys: "d", label: "Duplicate it", group },
        { keys: "m", label: "Move it", group },
        { keys: "e", label: "Export it", group },
        { keys: "x", label: "Select it", group },
        { keys: "Delete", label: "Delete it", group },
      ],
      [create, choose, search],
    ),
  );
}
