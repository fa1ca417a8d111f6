import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api";
import { keysQuery, type ApiKey } from "./get-keys";

export function useCreateKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => api.post<ApiKey>("/api/v1/api_key/", { name }),
    // The answer carries the whole key, so it is shown once and never put into the cache.
    gcTime: 0,
    onSuccess: () => client.invalidateQueries(keysQuery),
  });
}
