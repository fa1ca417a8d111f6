/** What any component of the editor may ask for that reaches beyond the store: running, saving, the flow's id. */
import { createContext, useContext } from "react";
import type { Autosave } from "./autosave-runner";
import type { RunController } from "./run-controller";

export interface Session {
  flowId: string;
  flowName: string;
  runs: RunController;
  autosave: Autosave;
  /** The flow has another name now, and with it another version. */
  renamed: (name: string, etag: string | null) => void;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("Used outside of an editor.");
  return session;
}
