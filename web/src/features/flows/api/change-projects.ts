import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api";
import { notify } from "@/lib/notify";
import { saveFile } from "@/lib/save-file";
import { flowsQuery } from "./get-flows";
import { projectsQuery } from "./get-projects";
import type { Project } from "./types";

export interface ProjectDraft {
  id?: string;
  name: string;
  description: string;
}

function useReload() {
  const client = useQueryClient();
  return () => Promise.all([client.invalidateQueries(projectsQuery), client.invalidateQueries({ queryKey: flowsQuery.queryKey })]);
}

export function useSaveProject() {
  const reload = useReload();
  return useMutation({
    mutationFn: ({ id, ...draft }: ProjectDraft) =>
      id ? api.patch<Project>(`/api/v1/projects/${id}`, draft) : api.post<Project>("/api/v1/projects/", draft),
    onSuccess: reload,
  });
}

export function useDeleteProject() {
  const reload = useReload();
  return useMutation({
    mutationFn: (project: Project) => api.delete(`/api/v1/projects/${project.id}`),
    onSuccess: (_, project) => notify.done(`${project.name} and its flows are deleted.`),
    onError: (error) => notify.failed("The project could not be deleted", error),
    onSettled: reload,
  });
}

export const useExportProject = () =>
  useMutation({
    mutationFn: (project: Project) => api.download("GET", `/api/v1/projects/download/${project.id}`),
    onSuccess: (file, project) => saveFile(file.name === "download" ? { ...file, name: `${project.name}.zip` } : file),
    onError: (error) => notify.failed("The project could not be exported", error),
  });
