import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api";

export type VariableType = "Generic" | "Credential";

export interface Variable {
  id: string;
  name: string;
  type: VariableType;
  /** Null for credentials: the server never gives their value back. */
  value: string | null;
  default_fields: string[] | null;
}

export const variablesQuery = queryOptions({
  queryKey: ["variables"],
  queryFn: ({ signal }) => api.get<Variable[]>("/api/v1/variables/", {}, { signal }),
});

export const useVariables = () => useQuery(variablesQuery);
