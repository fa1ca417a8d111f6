/** What the last run made of this node: outputs, inputs, logs, or why it failed. */
import { Alert, Badge, Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { duration } from "@/lib/format";
import { IconAlertTriangle } from "@/components/icons";
import type { NodeRun } from "../model/run";
import { JsonTree } from "./json-tree";
import { ValueView } from "./value-view";

const WORDS: Record<NodeRun["state"], string> = { waiting: "Waiting", running: "Running", finished: "Finished", failed: "Failed", skipped: "Not run" };
const COLOURS: Record<NodeRun["state"], string> = { waiting: "gray", running: "blue", finished: "green", failed: "red", skipped: "gray" };

export function ResultPanel({ run }: { run: NodeRun | undefined }) {
  if (!run) return <Text size="sm" c="dimmed">Nothing yet. Run the flow (R), or up to this node (Shift R), and see here what came out of it.</Text>;
  return (
    <Stack gap="md">
      <Group gap={6}>
        <Badge color={COLOURS[run.state]}>{WORDS[run.state]}</Badge>
        {run.ms !== undefined && <Text size="xs" c="dimmed">{duration(run.ms)}</Text>}
        {run.rounds > 1 && <Text size="xs" c="dimmed">{run.rounds} rounds</Text>}
        {run.frozen && <Badge color="blue">kept result</Badge>}
        {tokens(run) && <Text size="xs" c="dimmed">{tokens(run)}</Text>}
      </Group>
      {run.error && (
        <Alert color="red" variant="light" icon={<IconAlertTriangle size={16} />} title={run.error.message}>
          {run.error.hint}
        </Alert>
      )}
      {run.streaming && <Part title="So far"><ValueView value={{ type: "Text", value: run.streaming }} /></Part>}
      {Object.entries(run.outputs).map(([name, value]) => (
        <Part key={name} title={name} note={value?.type}>{value && <ValueView value={value} />}</Part>
      ))}
      {Object.keys(run.inputs).length > 0 && <Part title="Inputs"><JsonTree value={run.inputs} /></Part>}
      {Object.entries(run.logs).filter(([, lines]) => Array.isArray(lines) && lines.length > 0).map(([name, lines]) => (
        <Part key={name} title={`Log: ${name}`}><JsonTree value={lines} /></Part>
      ))}
    </Stack>
  );
}

function Part({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Group gap={6} mb={4}>
        <Text size="xs" fw={600}>{title}</Text>
        {note && <Text size="xs" c="dimmed">{note}</Text>}
      </Group>
      {children}
    </section>
  );
}

function tokens(run: NodeRun): string {
  const usage = run.usage as { total_tokens?: number; input_tokens?: number; output_tokens?: number } | null | undefined;
  const total = usage?.total_tokens ?? (usage ? (usage.input_tokens ?? 0) + (usage.output_tokens ?? 0) : 0);
  return total ? `${total.toLocaleString()} tokens` : "";
}
