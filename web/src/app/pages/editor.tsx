import { useParams } from "@tanstack/react-router";
import EditorPage from "@/features/editor/editor-page";
import { ChatPanel } from "@/features/playground/chat-panel";

export default function Editor() {
  const { flowId = "" } = useParams({ strict: false });
  return <EditorPage key={flowId} flowId={flowId} chat={(slot) => <ChatPanel {...slot} />} />;
}
