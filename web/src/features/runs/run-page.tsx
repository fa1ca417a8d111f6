import { Title } from "@mantine/core";

export default function RunPage() {
  return <Title order={1}>RunPage</Title>;
}
