import { Anchor, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconAlertTriangle, IconCheck } from "@/components/icons";
import { paths } from "@/config/paths";
import { count } from "@/lib/format";
import type { Imported } from "../api/import-files";

/** What came of each file: the flows by name, or why it was refused. */
export function ImportResult({ results, close }: { results: Imported[] | null; close: () => void }) {
  const flows = (results ?? []).reduce((sum, result) => sum + result.flows.length, 0);
  return (
    <Modal opened={results !== null} onClose={close} title={flows ? `${count(flows, "flow")} imported` : "Nothing was imported"}>
      <Stack>
        {(results ?? []).map((result) => (
          <Outcome key={result.file} result={result} />
        ))}
        <Group justify="flex-end">
          <Button onClick={close} data-autofocus>
            Done
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Outcome({ result }: { result: Imported }) {
  const { file, flows, error } = result;
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap">
      <Text c={error ? "var(--mantine-color-error)" : "var(--mantine-color-anchor)"} component="span" lh={1} pt={2}>
        {error ? <IconAlertTriangle size={18} aria-label="Refused" /> : <IconCheck size={18} aria-label="Imported" />}
      </Text>
      <Stack gap={2} style={{ overflowWrap: "anywhere" }}>
        <Text size="sm" fw={560}>
          {file}
        </Text>
        {error && <Text size="sm">{error}</Text>}
        {!error && flows.length === 0 && <Text size="sm" c="dimmed">The file holds no flows.</Text>}
        {flows.map((flow) => (
          <Anchor key={flow.id} component={Link} to={paths.flow.to(flow.id)} size="sm">
            {flow.name}
          </Anchor>
        ))}
      </Stack>
    </Group>
  );
}
