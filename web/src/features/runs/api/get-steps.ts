import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api";
import type { Step } from "./types";

export const stepsQuery = (runId: string) =>
  queryOptions({
    queryKey: ["runs", "steps", runId],
    queryFn: ({ signal }) => api.get<Step[]>(`/api/runyard/runs/${runId}/steps`, {}, { signal }),
  });

export const useSteps = (runId: string) => useQuery(stepsQuery(runId));
