/**
 * Server state: one cache; what the server refuses on purpose is not asked for again. The server may be this very machine,
 * so a browser that thinks it is offline still asks, and says at once when nobody answers.
 */
import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api";

const onPurpose = (error: unknown) => error instanceof ApiError && error.status >= 400 && error.status < 500;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: "always",
      staleTime: 10_000,
      retry: (count, error) => count < 2 && !onPurpose(error),
      refetchOnWindowFocus: true,
    },
    mutations: { networkMode: "always", retry: false },
  },
});
