import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api";
import { notify } from "@/lib/notify";
import { flowsQuery } from "./get-flows";
import type { Flow } from "./types";

async function duplicate(id: string): Promise<Flow> {
  const { name, description, data, folder_id, tags, icon, icon_bg_color, gradient } = await api.get<Flow>(`/api/v1/flows/${id}`);
  return api.post<Flow>("/api/v1/flows/", { name: `Copy of ${name}`, description, data, folder_id, tags, icon, icon_bg_color, gradient });
}

export function useDuplicateFlow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: duplicate,
    onSuccess: (flow) => {
      notify.done(`${flow.name} is ready.`);
      return client.invalidateQueries({ queryKey: flowsQuery.queryKey });
    },
    onError: (error) => notify.failed("The flow could not be duplicated", error),
  });
}
