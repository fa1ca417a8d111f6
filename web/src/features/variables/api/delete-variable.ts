import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api";
import { notify } from "@/lib/notify";
import { variablesQuery, type Variable } from "./get-variables";

export function useDeleteVariable() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (variable: Variable) => api.delete(`/api/v1/variables/${variable.id}`),
    onSuccess: (_, variable) => notify.done(`${variable.name} is deleted.`),
    onError: (error) => notify.failed("The variable could not be deleted", error),
    onSettled: () => client.invalidateQueries(variablesQuery),
  });
}
