import { Title } from "@mantine/core";

export default function PlaygroundPage({ flowId }: { flowId: string }) {
  return <Title order={1}>Flow {flowId}</Title>;
}
