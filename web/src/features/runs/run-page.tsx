import { Anchor, Box } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { PageHeader } from "@/components/page-header";
import { Failure, RowsSkeleton } from "@/components/page-states";
import { paths } from "@/config/paths";
import { useRun } from "./api/get-run";
import { titleOf } from "./api/types";
import { RunActions } from "./components/run-actions";
import { RunFacts } from "./components/run-facts";
import { RunRoom } from "./components/run-room";
import { ErrorNote } from "./components/step-inspector";

export default function RunPage() {
  const { runId = "" } = useParams({ strict: false }) as { runId?: string };
  const run = useRun(runId);
  const back = (
    <Anchor component={Link} to={paths.runs.to()} size="sm">
      All runs
    </Anchor>
  );
  if (run.isPending) return <RowsSkeleton rows={6} />;
  if (!run.data) {
    return (
      <>
        <PageHeader title="Run" about={back} />
        <Failure what="The run could not be loaded" error={run.error} retry={() => void run.refetch()} />
      </>
    );
  }
  return (
    <>
      <PageHeader title={titleOf(run.data)} about={back} actions={<RunActions run={run.data} />} />
      <RunFacts run={run.data} />
      {run.data.error && (
        <Box mb="md">
          <ErrorNote error={run.data.error} />
        </Box>
      )}
      <RunRoom key={`${run.data.id}:${run.data.attempt}`} run={run.data} />
    </>
  );
}
