import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api";
import type { RunDetail } from "./types";

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ["runs", "one", id],
    queryFn: ({ signal }) => api.get<RunDetail>(`/api/runyard/runs/${id}`, {}, { signal }),
  });

export const useRun = (id: string) => useQuery(runQuery(id));
