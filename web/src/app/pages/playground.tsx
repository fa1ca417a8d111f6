import { useParams } from "@tanstack/react-router";
import PlaygroundPage from "@/features/playground/playground-page";

export default function Playground() {
  const { flowId = "" } = useParams({ strict: false });
  return <PlaygroundPage key={flowId} flowId={flowId} />;
}
