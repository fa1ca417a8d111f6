import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "@/lib/api";
import { flowsQuery } from "./get-flows";
import { projectsQuery } from "./get-projects";
import type { Flow } from "./types";

export interface Imported {
  file: string;
  flows: Pick<Flow, "id" | "name">[];
  error: string | null;
}

interface Import {
  files: File[];
  projectId: string | null;
}

/** Project exports name their folder; they become a project of their own, everything else goes where the person is. */
async function isProject(file: File): Promise<boolean> {
  if (!file.name.toLowerCase().endsWith(".json")) return false;
  return /"folder_name"\s*:/.test(await file.slice(0, 4096).text()) || /"folder_name"\s*:/.test(await file.slice(-4096).text());
}

async function importOne(file: File, projectId: string | null): Promise<Imported> {
  const form = new FormData();
  form.set("file", file);
  try {
    const flows = (await isProject(file))
      ? await api.submit<Flow[]>("/api/v1/projects/upload/", form)
      : await api.submit<Flow[]>("/api/v1/flows/upload/", form, { folder_id: projectId });
    return { file: file.name, flows, error: null };
  } catch (error) {
    return { file: file.name, flows: [], error: error instanceof Error ? error.message : String(error) };
  }
}

async function importAll({ files, projectId }: Import): Promise<Imported[]> {
  const results: Imported[] = [];
  for (const file of files) results.push(await importOne(file, projectId));
  return results;
}

export function useImportFiles() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: importAll,
    onSettled: () =>
      Promise.all([client.invalidateQueries({ queryKey: flowsQuery.queryKey }), client.invalidateQueries(projectsQuery)]),
  });
}
