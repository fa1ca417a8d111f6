import { useMutation } from "@tanstack/react-query";
import { api } from "@/lib/api";
import { notify } from "@/lib/notify";
import { saveFile } from "@/lib/save-file";
import type { FlowHeader } from "./types";

/** One flow comes as its JSON file, several as a ZIP. */
export const useExportFlows = () =>
  useMutation({
    mutationFn: (flows: FlowHeader[]) => api.download("POST", "/api/v1/flows/download/", { json: flows.map((flow) => flow.id) }),
    onSuccess: (file, flows) => saveFile(file.name === "download" ? { ...file, name: nameFor(flows) } : file),
    onError: (error) => notify.failed("The export failed", error),
  });

const nameFor = (flows: FlowHeader[]) => (flows.length === 1 ? `${flows[0]?.name}.json` : "flows.zip");
