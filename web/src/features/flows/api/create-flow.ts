import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api";
import { notify } from "@/lib/notify";
import { flowsQuery } from "./get-flows";
import type { Flow, FlowGraph } from "./types";

export interface NewFlow {
  name: string;
  description?: string | null;
  data?: FlowGraph | null;
  folder_id?: string | null;
  tags?: string[] | null;
  icon?: string | null;
}

const BLANK: FlowGraph = { nodes: [], edges: [], viewport: { x: 0, y: 0, zoom: 1 } };

export function useCreateFlow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (flow: NewFlow) => api.post<Flow>("/api/v1/flows/", { ...flow, data: flow.data ?? BLANK }),
    onSuccess: () => client.invalidateQueries({ queryKey: flowsQuery.queryKey }),
    onError: (error) => notify.failed("The flow could not be created", error),
  });
}
