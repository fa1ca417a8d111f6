import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api";
import { count } from "@/lib/format";
import { notify } from "@/lib/notify";
import { flowsQuery } from "./get-flows";
import type { Project } from "./types";

interface Move {
  ids: string[];
  project: Project;
}

export function useMoveFlows() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ ids, project }: Move) =>
      Promise.all(ids.map((id) => api.patch(`/api/v1/flows/${id}`, { folder_id: project.id }))),
    onSuccess: (_, { ids, project }) => notify.done(`${count(ids.length, "flow")} moved to ${project.name}.`),
    onError: (error) => notify.failed("Not every flow could be moved", error),
    onSettled: () => client.invalidateQueries({ queryKey: flowsQuery.queryKey }),
  });
}
