/** The small sign in a node's corner: how it fares in the run that is shown. */
import { duration } from "@/lib/format";
import type { NodeRun, NodeState } from "../model/run";
import classes from "./node.module.css";

const WORDS: Record<NodeState, string> = { waiting: "Waiting", running: "Running", finished: "Finished", failed: "Failed", skipped: "Not run" };

export function StatusMark({ run }: { run: NodeRun | undefined }) {
  if (!run) return null;
  const words = run.frozen ? "Kept result" : WORDS[run.state];
  return (
    <span className={classes.status}>
      {run.rounds > 1 && <span className={classes.rounds}>×{run.rounds}</span>}
      {run.ms !== undefined && run.state !== "waiting" && <span className={classes.time}>{duration(run.ms)}</span>}
      <span className={classes.dot} data-state={run.state} role="img" aria-label={words} title={words} />
    </span>
  );
}
