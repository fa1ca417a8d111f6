import { queryOptions, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "@/lib/api";
import { usePendingDeletes } from "./pending-delete";
import type { FlowHeader } from "./types";

/** Short entries of all flows the person may read; search and projects filter them in the page, without another call. */
export const flowsQuery = queryOptions({
  queryKey: ["flows", "headers"],
  queryFn: ({ signal }) =>
    api.get<FlowHeader[]>("/api/v1/flows/", { get_all: true, header_flows: true, remove_example_flows: true }, { signal }),
  select: (flows) => flows.filter((flow) => !flow.is_component),
});

/** What is deleted here is gone here, even while it can still be taken back. */
export function useFlows() {
  const flows = useQuery(flowsQuery);
  const deleted = usePendingDeletes();
  const data = useMemo(() => flows.data?.filter((flow) => !deleted.has(flow.id)), [flows.data, deleted]);
  return { ...flows, data };
}
