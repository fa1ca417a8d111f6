import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { confirm } from "@/components/confirm";
import { IconPlayerPlay, IconPlayerStop, IconRepeat } from "@/components/icons";
import { paths } from "@/config/paths";
import { useCancelRun, useReplayRun, useResumeRun } from "../api/change-run";
import { isOver, type Run } from "../api/types";

/** Cancel while it runs; afterwards replay, and resume when it did not succeed. */
export function RunActions({ run }: { run: Run }) {
  const navigate = useNavigate();
  const cancel = useCancelRun();
  const resume = useResumeRun();
  const replay = useReplayRun((made) => void navigate({ to: paths.run.to(made.id) }));
  if (!isOver(run.state)) {
    const ask = () =>
      confirm({
        title: "Cancel this run?",
        text: "It stops where it is. Finished steps are kept, so it can be resumed later.",
        yes: "Cancel run",
        onYes: () => cancel.mutate(run.id),
      });
    return (
      <Button variant="default" leftSection={<IconPlayerStop size={16} />} loading={cancel.isPending} onClick={ask}>
        Cancel run
      </Button>
    );
  }
  return (
    <>
      {run.state !== "succeeded" && (
        <Button leftSection={<IconPlayerPlay size={16} />} loading={resume.isPending} onClick={() => resume.mutate(run.id)}>
          Resume
        </Button>
      )}
      <Button variant="default" leftSection={<IconRepeat size={16} />} loading={replay.isPending} onClick={() => replay.mutate(run.id)}>
        Replay
      </Button>
    </>
  );
}
