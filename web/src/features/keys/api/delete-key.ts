import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api";
import { notify } from "@/lib/notify";
import { keysQuery, type ApiKey } from "./get-keys";

export function useDeleteKey() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key: ApiKey) => api.delete(`/api/v1/api_key/${key.id}`),
    onSuccess: (_, key) => notify.done(`The key ${key.name || "without a name"} stopped working.`),
    onError: (error) => notify.failed("The key could not be deleted", error),
    onSettled: () => client.invalidateQueries(keysQuery),
  });
}
