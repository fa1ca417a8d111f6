import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api";
import { flowsQuery } from "./get-flows";
import type { Flow, FlowHeader } from "./types";

export type FlowChange = { id: string } & Partial<Pick<FlowHeader, "name" | "description" | "folder_id">>;

export function useUpdateFlow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...change }: FlowChange) => api.patch<Flow>(`/api/v1/flows/${id}`, change),
    onSettled: (_flow, _error, { id }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: flowsQuery.queryKey }),
        client.invalidateQueries({ queryKey: ["flows", id] }),
      ]),
  });
}
