import { Paper, SimpleGrid, Stack, Tabs, Text, Title } from "@mantine/core";
import { useState } from "react";
import { JsonView } from "@/components/json-view";
import { Failure, RowsSkeleton } from "@/components/page-states";
import { useUrlState } from "@/lib/url-state";
import { useSteps } from "../api/get-steps";
import type { RunDetail } from "../api/types";
import { JournalView } from "./journal-view";
import { StepInspector } from "./step-inspector";
import { useJournal, type Journal } from "./use-journal";
import { Waterfall } from "./waterfall";

/** What happened in one run: steps on a time line, the journal, what went in and what came out. */
export function RunRoom({ run }: { run: RunDetail }) {
  const journal = useJournal(run.id);
  const [{ tab }, setUrl] = useUrlState(["tab"]);
  return (
    <Tabs value={tab || "steps"} onChange={(next) => setUrl({ tab: next === "steps" ? "" : (next ?? "") })} keepMounted={false}>
      <Tabs.List mb="sm">
        <Tabs.Tab value="steps">Steps</Tabs.Tab>
        <Tabs.Tab value="journal">Journal</Tabs.Tab>
        <Tabs.Tab value="data">Input and output</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="steps">
        <StepsPanel run={run} journal={journal} />
      </Tabs.Panel>
      <Tabs.Panel value="journal">
        <JournalView journal={journal} />
      </Tabs.Panel>
      <Tabs.Panel value="data">
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          <Whole label="Input" value={run.input} none="It was started without an input." />
          <Whole label="Output" value={run.output} none={run.error ? "It failed before there was one." : "There is none yet."} />
        </SimpleGrid>
      </Tabs.Panel>
    </Tabs>
  );
}

function StepsPanel({ run, journal }: { run: RunDetail; journal: Journal }) {
  const steps = useSteps(run.id);
  const [selected, select] = useState<string | null>(null);
  const chosen = steps.data?.find((step) => step.key === selected) ?? steps.data?.find((step) => step.state === "failed") ?? steps.data?.at(-1);
  if (steps.isPending) return <RowsSkeleton rows={4} height={28} />;
  if (steps.error) return <Failure what="The steps could not be loaded" error={steps.error} retry={() => void steps.refetch()} />;
  if (!chosen) return <Text c="dimmed">No step has started yet.</Text>;
  return (
    <Stack>
      <Paper p="xs">
        <Waterfall steps={steps.data} selected={chosen.key} select={select} />
      </Paper>
      <Paper p="md">
        <StepInspector step={chosen} entries={journal.entries} runError={run.error} />
      </Paper>
    </Stack>
  );
}

function Whole({ label, value, none }: { label: string; value: unknown; none: string }) {
  return (
    <section>
      <Title order={2} mb={6}>
        {label}
      </Title>
      {value === null || value === undefined ? <Text c="dimmed">{none}</Text> : <JsonView value={value} label={label} height={560} />}
    </section>
  );
}
