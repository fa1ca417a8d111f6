/** One open editor: store, autosave and runs for as long as it is mounted, and the panels around the canvas. */
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { ReactFlowProvider } from "@xyflow/react";
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { notify } from "@/lib/notify";
import { getCatalogue, type FlowRow } from "./api/flow-api";
import { FlowCanvas } from "./canvas/flow-canvas";
import { EmptyHint } from "./canvas/empty-hint";
import { ConflictDialog } from "./toolbar/conflict-dialog";
import { Inspector } from "./inspector/inspector";
import { writeFlow } from "./model/file";
import type { FlowData } from "./model/types";
import { PalettePanel } from "./palette/palette-panel";
import { createAutosave } from "./state/autosave-runner";
import { EditorContext, useEditor } from "./state/context";
import { createEditorStore, type EditorStore } from "./state/editor-store";
import { createRunController } from "./state/run-controller";
import { SessionContext, useSession, type Session } from "./state/run-context";
import { useEditorKeys } from "./state/use-editor-keys";
import { Toolbar } from "./toolbar/toolbar";
import type { ChatSlot } from "./editor-page";
import classes from "./editor.module.css";

interface EditorProps {
  row: FlowRow;
  flow: FlowData;
  etag: string | null;
  chat?: (slot: ChatSlot) => ReactNode;
}

const SMALL = "(max-width: 48em)";

export function Editor({ row, flow, etag, chat }: EditorProps) {
  const small = useMediaQuery(SMALL, window.matchMedia(SMALL).matches, { getInitialValueInEffect: false });
  const readOnly = row.locked === true || small;
  const [store] = useState(() => createEditorStore(flow, readOnly, etag));
  const [name, setName] = useState(row.name);
  useEffect(() => store.getState().act.set({ readOnly }), [store, readOnly]);
  const session = useSessionOf(row.id, name, setName, store);
  useCatalogue(store);
  return (
    <EditorContext value={store}>
      <SessionContext value={session}>
        <ReactFlowProvider>
          <Workbench small={small} locked={row.locked === true} chat={chat} store={store} />
        </ReactFlowProvider>
      </SessionContext>
    </EditorContext>
  );
}

function useSessionOf(flowId: string, flowName: string, setName: (name: string) => void, store: EditorStore): Session {
  const runs = useMemo(() => createRunController(flowId, store), [flowId, store]);
  const autosave = useMemo(() => createAutosave(flowId, store), [flowId, store]);
  useEffect(() => autosave.watch(), [autosave]);
  useEffect(() => () => runs.stop(), [runs]);
  return useMemo(() => {
    const renamed = (name: string, etag: string | null) => {
      setName(name);
      if (store.getState().save.name === "saved") autosave.send({ type: "reloaded", etag });
    };
    return { flowId, flowName, runs, autosave, renamed };
  }, [flowId, flowName, runs, autosave, setName, store]);
}

function useCatalogue(store: EditorStore): void {
  const { data, error } = useQuery({ queryKey: ["catalogue"], queryFn: getCatalogue, staleTime: 10 * 60_000 });
  useEffect(() => {
    if (data) store.getState().act.setCatalogue(data);
  }, [data, store]);
  useEffect(() => {
    if (error) notify.failed("The components could not be loaded", error);
  }, [error]);
}

function Workbench({ small, locked, chat, store }: { small: boolean; locked: boolean; chat: EditorProps["chat"]; store: EditorStore }) {
  useEditorKeys();
  const paletteOpen = useEditor((state) => state.paletteOpen && !state.readOnly);
  const chatOpen = useEditor((state) => state.chatOpen);
  const { flowId, runs } = useSession();
  const slot = useMemo<ChatSlot>(
    () => ({
      flowId,
      graph: () => writeFlow(store.getState().history.flow),
      onRun: runs.watch,
      close: () => store.getState().act.set({ chatOpen: false }),
    }),
    [flowId, runs, store],
  );
  return (
    <div className={classes.workbench}>
      <Toolbar chat={chat !== undefined && !small} />
      {(small || locked) && <p className={classes.notice}>{small ? "Read only here: editing is best on a larger screen." : "This flow is locked: it can be run but not changed."}</p>}
      <div className={classes.body}>
        {paletteOpen && <PalettePanel />}
        <FlowCanvas><EmptyHint /></FlowCanvas>
        {!small && <Inspector />}
        {chat && chatOpen && !small && <div className={classes.chat}>{chat(slot)}</div>}
      </div>
      <ConflictDialog />
    </div>
  );
}
