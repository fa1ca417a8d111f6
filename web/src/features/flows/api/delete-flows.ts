/** Flows vanish from the list at once; the call goes out when nobody can take it back any more. */
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { api } from "@/lib/api";
import { count } from "@/lib/format";
import { notify } from "@/lib/notify";
import { flowsQuery } from "./get-flows";
import { hold, isPendingDelete, release } from "./pending-delete";
import type { FlowHeader } from "./types";

export function useDeleteFlows() {
  const client = useQueryClient();
  return useCallback(
    (flows: FlowHeader[]) => {
      const ids = flows.map((flow) => flow.id);
      const send = async () => {
        const due = ids.filter(isPendingDelete);
        if (due.length === 0) return;
        await api.delete("/api/v1/flows/", due).catch((error) => notify.failed("The flows could not be deleted", error));
        await client.invalidateQueries({ queryKey: flowsQuery.queryKey });
        release(due);
      };
      hold(ids);
      const what = flows.length === 1 ? flows[0]?.name : count(flows.length, "flow");
      notify.undoable(`${what} deleted.`, () => release(ids), () => void send());
    },
    [client],
  );
}
