import { Anchor, Group, Loader, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { paths } from "@/config/paths";
import { useEditor } from "../state/context";
import type { RunView } from "../model/run";

/** What the last run came to, with the way to all of it. */
export function RunSign() {
  const run = useEditor((state) => state.run);
  if (!run) return null;
  const busy = run.state === "starting" || run.state === "running";
  return (
    <Group gap={6} wrap="nowrap" role="status" visibleFrom="sm">
      {busy && <Loader size={13} />}
      <Text size="xs" c={run.state === "failed" ? "var(--mantine-color-error)" : "dimmed"} truncate maw={320} title={words(run)}>{words(run)}</Text>
      <Anchor component={Link} to={paths.run.to(run.id)} size="xs">Details</Anchor>
    </Group>
  );
}

/** The node that failed says it better than the run. */
function reason(run: RunView): string {
  const message = Object.values(run.nodes).find((node) => node.error)?.error?.message ?? run.error?.message;
  return message ? `Failed: ${message}` : "Failed";
}

function words(run: RunView): string {
  const nodes = Object.values(run.nodes);
  const done = nodes.filter((node) => node.state === "finished").length;
  if (run.state === "starting") return "Starting";
  if (run.state === "running") return `Running, ${done} of ${nodes.length}`;
  if (run.state === "failed") return reason(run);
  return run.state === "cancelled" ? "Stopped" : `Finished, ${done} ${done === 1 ? "step" : "steps"}`;
}
