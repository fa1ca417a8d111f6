import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api";
import { session } from "@/lib/session";

interface SetupState {
  needs_admin: boolean;
  version: string;
}

interface FirstAdmin {
  token: string;
  username: string;
  password: string;
}

export const setupQuery = queryOptions({ queryKey: ["setup"], queryFn: () => api.get<SetupState>("/api/runyard/setup") });

export const useSetup = () => useQuery(setupQuery);

export const useMakeFirstAdmin = () =>
  useMutation({
    mutationFn: (admin: FirstAdmin) => api.post<{ access_token: string }>("/api/runyard/setup", admin),
    onSuccess: (tokens) => session.start(tokens.access_token),
  });
