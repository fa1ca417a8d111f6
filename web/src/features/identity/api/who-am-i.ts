import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api";

export interface User {
  id: string;
  username: string;
  is_superuser: boolean;
}

export const whoAmIQuery = queryOptions({
  queryKey: ["who-am-i"],
  queryFn: ({ signal }) => api.get<User>("/api/v1/users/whoami", {}, { signal }),
  staleTime: Infinity,
});

export const useWhoAmI = () => useQuery(whoAmIQuery);
