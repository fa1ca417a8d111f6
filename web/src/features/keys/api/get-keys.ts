import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api";

export interface ApiKey {
  id: string;
  name: string | null;
  /** Masked: the first characters and asterisks. */
  api_key: string;
  created_at: string;
  last_used_at: string | null;
  total_uses: number;
  is_active: boolean;
  expires_at: string | null;
}

export const keysQuery = queryOptions({
  queryKey: ["keys"],
  queryFn: async ({ signal }) => (await api.get<{ api_keys: ApiKey[] }>("/api/v1/api_key/", {}, { signal })).api_keys,
});

export const useKeys = () => useQuery(keysQuery);
