import { useNavigate } from "@tanstack/react-router";
import { useEffect, useSyncExternalStore } from "react";
import { paths } from "@/config/paths";
import { queryClient } from "@/lib/query-client";
import type { session } from "@/lib/session";

/** Leaves the shell as soon as the session is over, and forgets what was loaded for its owner. */
export function useSignedOut(current: typeof session): void {
  const navigate = useNavigate();
  const signedIn = useSyncExternalStore(current.subscribe, current.signedIn);
  useEffect(() => {
    if (signedIn) return;
    queryClient.clear();
    void navigate({ to: paths.signIn.to(), search: { next: window.location.pathname + window.location.search } });
  }, [signedIn, navigate]);
}
