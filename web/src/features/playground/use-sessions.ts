/** The sessions of a flow: the stored ones, and the new one nobody has written in yet. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { notify } from "@/lib/notify";
import { deleteSession, getSessions, renameSession } from "./api/messages";
import { newSession } from "./model/conversation";

export interface Sessions {
  all: string[];
  current: string;
  choose: (session: string) => void;
  create: () => void;
  rename: (from: string, to: string) => void;
  remove: (session: string) => void;
  refresh: () => void;
}

export function useSessions(flowId: string): Sessions {
  const client = useQueryClient();
  const key = ["sessions", flowId];
  const { data: stored = [] } = useQuery({ queryKey: key, queryFn: () => getSessions(flowId) });
  const [chosen, setChosen] = useState<string | null>(null);
  const current = chosen ?? (stored.includes(flowId) ? flowId : (stored.at(-1) ?? flowId));
  const refresh = useCallback(() => void client.invalidateQueries({ queryKey: ["sessions", flowId] }), [client, flowId]);
  const after = (work: Promise<unknown>, next: string | null, what: string) =>
    void work.then(() => {
      setChosen(next);
      refresh();
    }, (error: unknown) => notify.failed(what, error));
  return {
    all: stored.includes(current) ? stored : [current, ...stored],
    current,
    choose: setChosen,
    create: () => setChosen(newSession(new Date())),
    rename: (from, to) => {
      if (!stored.includes(from)) setChosen(to);
      else after(renameSession(from, to), from === current ? to : chosen, "The session could not be renamed");
    },
    remove: (session) => after(stored.includes(session) ? deleteSession(session) : Promise.resolve(), session === current ? null : chosen, "The session could not be deleted"),
    refresh,
  };
}
