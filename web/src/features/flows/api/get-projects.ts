import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "@/lib/api";
import type { Project } from "./types";

export const projectsQuery = queryOptions({
  queryKey: ["projects"],
  queryFn: ({ signal }) => api.get<Project[]>("/api/v1/projects/", {}, { signal }),
});

export const useProjects = () => useQuery(projectsQuery);
