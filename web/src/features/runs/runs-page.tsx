import { Badge, Button, Paper } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { IconTimeline } from "@/components/icons";
import { PageHeader } from "@/components/page-header";
import { Empty, Failure, RowsSkeleton } from "@/components/page-states";
import { paths } from "@/config/paths";
import { useUrlState } from "@/lib/url-state";
import { useRuns, type RunFilters } from "./api/list-runs";
import { RunFilterBar } from "./components/run-filters";
import { RunTable } from "./components/run-table";

const NAMES = ["state", "kind", "flow", "q"] as const;

export default function RunsPage() {
  const [{ state, kind, flow, q }, change] = useUrlState(NAMES);
  const filters = useMemo<RunFilters>(() => ({ state, kind, flow, q }), [state, kind, flow, q]);
  const { data, isPending, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage, link } = useRuns(filters);
  const runs = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const kinds = useMemo(() => [...new Set(["flow", ...runs.map((run) => run.kind)])].sort(), [runs]);
  const loadMore = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const narrowed = Boolean(state || kind || flow || q);
  return (
    <>
      <PageHeader
        title="Runs"
        about="Everything that ran or is running, newest first. The list keeps itself up to date."
        actions={link === "lost" && <Badge color="yellow">Connection lost, trying again</Badge>}
      />
      <RunFilterBar filters={filters} change={change} kinds={kinds} />
      {isPending && <RowsSkeleton rows={10} />}
      {error && !data && <Failure what="The runs could not be loaded" error={error} retry={() => void refetch()} />}
      {data && runs.length === 0 && <Nothing narrowed={narrowed} clear={() => change({ state: "", kind: "", flow: "", q: "" })} />}
      {runs.length > 0 && <RunTable runs={runs} hasMore={hasNextPage} loadingMore={isFetchingNextPage} loadMore={loadMore} />}
    </>
  );
}

function Nothing({ narrowed, clear }: { narrowed: boolean; clear: () => void }) {
  const icon = <IconTimeline size={30} />;
  return (
    <Paper>
      {narrowed ? (
        <Empty icon={icon} title="No run matches" action={<Button variant="default" onClick={clear}>Clear filters</Button>}>
          Try fewer filters, or another state.
        </Empty>
      ) : (
        <Empty icon={icon} title="Nothing has run yet" action={<Button component={Link} to={paths.flows.to()}>Go to flows</Button>}>
          Open a flow and run it; what happens shows up here at once.
        </Empty>
      )}
    </Paper>
  );
}
