/** The page of one flow: loads it once, then everything lives in the editor's store. */
import { Loader, Center } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Failure } from "@/components/page-states";
import { getFlow } from "./api/flow-api";
import { FlowFileError, readFlow } from "./model/file";
import type { FlowData } from "./model/types";
import { Editor } from "./editor";

export interface ChatSlot {
  flowId: string;
  /** The graph to talk to: what is on the canvas, saved or not. */
  graph: () => unknown;
  onRun: (runId: string) => void;
  close: () => void;
}

interface EditorPageProps {
  flowId: string;
  /** The chat beside the canvas; the app puts it in, because features do not know each other. */
  chat?: (slot: ChatSlot) => ReactNode;
}

export default function EditorPage({ flowId, chat }: EditorPageProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ["editor", flowId],
    queryFn: () => getFlow(flowId),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  if (error) return <Failure what="This flow cannot be opened" error={error} retry={() => void refetch()} />;
  if (!data) {
    return <Center flex={1}><Loader aria-label="Opening the flow" /></Center>;
  }
  const flow = read(data.row.data);
  if (flow instanceof FlowFileError) return <Failure what="This flow cannot be opened" error={flow} />;
  return <Editor row={data.row} etag={data.etag} flow={flow} chat={chat} />;
}

function read(data: unknown): FlowData | FlowFileError {
  try {
    return readFlow(data);
  } catch (error) {
    if (error instanceof FlowFileError) return error;
    throw error;
  }
}
