import { Alert, Group, Stack, Text, Title } from "@mantine/core";
import { JsonView } from "@/components/json-view";
import { duration } from "@/lib/format";
import type { RunError, Step } from "../api/types";
import type { Entry } from "../model/journal";
import { OutputsView } from "./value-view";

interface StepInspectorProps {
  step: Step;
  entries: Entry[];
  /** What the page says above; the same error is not said again. */
  runError: RunError | null;
}

/** What a step was given and what it made, out of the journal. */
export function StepInspector({ step, entries, runError }: StepInspectorProps) {
  const told = entries.findLast(({ type, data }) => /^node\.(finished|failed)$/.test(type) && data.node === (step.node ?? step.key));
  const { inputs, outputs, logs, usage, error } = (told?.data ?? {}) as Record<string, unknown>;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={2}>{step.name || step.node || step.key}</Title>
        <Text size="sm" c="dimmed">
          {[step.type, step.state, duration(step.ms), step.attempt > 1 && `attempt ${step.attempt}`].filter(Boolean).join(" · ")}
        </Text>
      </Group>
      {told && isNews(error, runError) && <ErrorNote error={error} />}
      {isFilled(outputs) && (
        <section>
          <Title order={3} mb={4}>
            Output
          </Title>
          <OutputsView outputs={outputs} />
        </section>
      )}
      <Part label="Input" value={inputs} />
      <Part label="Logs" value={hasLogs(logs) ? logs : undefined} />
      <Part label="Usage" value={usage} />
      {!told && <Text c="dimmed" size="sm">{step.state === "running" ? "It is running; what it makes shows up here." : "The journal holds no details of this step."}</Text>}
    </Stack>
  );
}

const isNews = (error: unknown, known: RunError | null): error is RunError =>
  typeof error === "object" && error !== null && (error as RunError).message !== known?.message;

const isFilled = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && Object.keys(value).length > 0;

const hasLogs = (logs: unknown): boolean =>
  typeof logs === "object" && logs !== null && Object.values(logs).some((lines) => Array.isArray(lines) && lines.length > 0);

function Part({ label, value }: { label: string; value: unknown }) {
  if (!isFilled(value)) return null;
  return (
    <section>
      <Title order={3} mb={4}>
        {label}
      </Title>
      <JsonView value={value} label={label} height={280} />
    </section>
  );
}

export function ErrorNote({ error }: { error: RunError }) {
  return (
    <Alert color="red" title={error.kind || "Error"}>
      <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {error.message}
      </Text>
      {error.hint && (
        <Text size="sm" mt={6} fw={560}>
          {error.hint}
        </Text>
      )}
    </Alert>
  );
}
