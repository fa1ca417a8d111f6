import { Anchor, Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Ago } from "@/components/ago";
import { paths } from "@/config/paths";
import { duration } from "@/lib/format";
import type { Run } from "../api/types";
import { StateBadge } from "./state-badge";

/** State, times and relations of a run in one line of small facts. */
export function RunFacts({ run }: { run: Run }) {
  const flow = run.kind === "flow" && run.subject ? run.subject : null;
  return (
    <Group gap="md" component="dl" m={0} mb="md" align="flex-start">
      <Fact name="State">
        <StateBadge state={run.state} />
      </Fact>
      {run.reason && run.reason !== "error" && <Fact name="Reason">{run.reason}</Fact>}
      <Fact name="Started">
        <Ago at={run.started_at} none="not yet" />
      </Fact>
      {run.duration_ms !== null && <Fact name="Took">{duration(run.duration_ms)}</Fact>}
      {run.attempt > 1 && <Fact name="Attempt">{run.attempt}</Fact>}
      <Fact name="Kind">{run.kind}</Fact>
      {flow && (
        <Fact name="Flow">
          <Anchor component={Link} to={paths.flow.to(flow)} size="sm">
            {run.subject_name || "open"}
          </Anchor>
        </Fact>
      )}
      {run.parent_id && (
        <Fact name="Part of">
          <Anchor component={Link} to={paths.run.to(run.parent_id)} size="sm">
            parent run
          </Anchor>
        </Fact>
      )}
      {run.session_id && <Fact name="Session">{run.session_id}</Fact>}
    </Group>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <Text component="dt" size="xs" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0} size="sm" style={{ overflowWrap: "anywhere" }}>
        {children}
      </Text>
    </div>
  );
}
