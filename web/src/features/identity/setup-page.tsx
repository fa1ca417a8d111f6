import { Title } from "@mantine/core";

export default function SetupPage() {
  return <Title order={1}>SetupPage</Title>;
}
