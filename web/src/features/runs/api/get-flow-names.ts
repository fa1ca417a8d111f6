import { useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api";

interface Named {
  id: string;
  name: string;
}

/** The flows a filter can name. */
export const useFlowNames = () =>
  useQuery({
    queryKey: ["flows", "names"],
    queryFn: ({ signal }) => api.get<Named[]>("/api/v1/flows/", { get_all: true, header_flows: true }, { signal }),
    staleTime: 60_000,
  });
