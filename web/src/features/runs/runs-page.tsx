import { Title } from "@mantine/core";

export default function RunsPage() {
  return <Title order={1}>RunsPage</Title>;
}
