import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { paths } from "@/config/paths";
import { useDeleteFlows } from "../api/delete-flows";
import { useDuplicateFlow } from "../api/duplicate-flow";
import { useExportFlows } from "../api/export-flows";
import type { FlowHeader } from "../api/types";
import type { OpenDialog } from "../model/dialog";

export interface FlowActions {
  open: (flow: FlowHeader) => void;
  rename: (flow: FlowHeader) => void;
  duplicate: (flow: FlowHeader) => void;
  move: (flows: FlowHeader[]) => void;
  save: (flows: FlowHeader[]) => void;
  remove: (flows: FlowHeader[]) => void;
}

/** What can be done with flows, for menus, keys and the bar of a selection alike. */
export function useFlowActions(openDialog: OpenDialog): FlowActions {
  const navigate = useNavigate();
  const { mutate: duplicate } = useDuplicateFlow();
  const { mutate: save } = useExportFlows();
  const remove = useDeleteFlows();
  return useMemo(
    () => ({
      open: (flow) => void navigate({ to: paths.flow.to(flow.id) }),
      rename: (flow) => openDialog({ kind: "details", flow }),
      duplicate: (flow) => duplicate(flow.id),
      move: (flows) => openDialog({ kind: "move", flows }),
      save,
      remove,
    }),
    [navigate, duplicate, save, remove, openDialog],
  );
}
