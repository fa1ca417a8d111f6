import { useMutation } from "@tanstack/react-query";
import { api } from "@/lib/api";
import { session } from "@/lib/session";

export interface Credentials {
  username: string;
  password: string;
}

interface Tokens {
  access_token: string;
}

export const useSignIn = () =>
  useMutation({
    mutationFn: ({ username, password }: Credentials) =>
      api.submit<Tokens>("/api/v1/login", new URLSearchParams({ username, password })),
    onSuccess: (tokens) => session.start(tokens.access_token),
  });
