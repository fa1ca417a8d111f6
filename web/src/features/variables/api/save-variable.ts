import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api";
import { variablesQuery, type Variable, type VariableType } from "./get-variables";

export interface VariableDraft {
  id?: string;
  name: string;
  type: VariableType;
  /** Empty when an existing credential keeps its value. */
  value: string;
  default_fields: string[];
}

const save = ({ id, name, type, value, default_fields }: VariableDraft) =>
  id
    ? api.patch<Variable>(`/api/v1/variables/${id}`, { id, name, default_fields, ...(value ? { value } : {}) })
    : api.post<Variable>("/api/v1/variables/", { name, type, value, default_fields });

export function useSaveVariable() {
  const client = useQueryClient();
  return useMutation({ mutationFn: save, gcTime: 0, onSuccess: () => client.invalidateQueries(variablesQuery) });
}
