import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api";
import type { Flow } from "./types";

export const examplesQuery = queryOptions({
  queryKey: ["flows", "examples"],
  queryFn: ({ signal }) => api.get<Flow[]>("/api/v1/flows/basic_examples/", {}, { signal }),
  staleTime: Infinity,
});

export const useExamples = () => useQuery(examplesQuery);
