import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api";
import { notify } from "@/lib/notify";
import type { Run } from "./types";

const post = (id: string, verb: string) => api.post<Run>(`/api/runyard/runs/${id}/${verb}`);

function useChange(verb: "cancel" | "resume" | "replay", failed: string, done: (run: Run) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => post(id, verb),
    onSuccess: done,
    onError: (error) => notify.failed(failed, error),
    onSettled: () => client.invalidateQueries({ queryKey: ["runs"] }),
  });
}

export const useCancelRun = () =>
  useChange("cancel", "The run could not be cancelled", () => notify.done("The run is cancelled; nothing of it goes on."));

export const useResumeRun = () =>
  useChange("resume", "The run could not be resumed", () => notify.done("The run goes on after its last finished step."));

export const useReplayRun = (opened: (run: Run) => void) =>
  useChange("replay", "The run could not be replayed", (run) => {
    notify.done("A new run with the same input has started.");
    opened(run);
  });
