import { useMutation } from "@tanstack/react-query";
import { api } from "@/lib/api";
import { session } from "@/lib/session";

/** The session ends here even when the server cannot be told. */
export const useSignOut = () =>
  useMutation({ mutationFn: () => api.post("/api/v1/logout"), onSettled: () => session.end() });
