import { useParams } from "@tanstack/react-router";
import EditorPage from "@/features/editor/editor-page";

export default function Editor() {
  const { flowId = "" } = useParams({ strict: false });
  return <EditorPage key={flowId} flowId={flowId} />;
}
