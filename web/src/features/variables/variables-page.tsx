import { Title } from "@mantine/core";

export default function VariablesPage() {
  return <Title order={1}>VariablesPage</Title>;
}
