import { Button, Modal, Stack, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { paths } from "@/config/paths";
import { notify } from "@/lib/notify";
import { createCopy, getFlow } from "../api/flow-api";
import { readFlow } from "../model/file";
import { useEditorStore, useEditor } from "../state/context";
import { useSession } from "../state/run-context";

/** Somebody saved another version meanwhile: a person decides, nothing is overwritten unasked. */
export function ConflictDialog() {
  const store = useEditorStore();
  const open = useEditor((state) => state.save.name === "conflict");
  const { flowId, autosave } = useSession();
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const act = (work: () => Promise<void>) => () => {
    setBusy(true);
    void work().catch((error: unknown) => notify.failed("That did not work", error)).finally(() => setBusy(false));
  };
  const reload = act(async () => {
    const { row, etag } = await getFlow(flowId);
    store.getState().act.load(readFlow(row.data));
    autosave.send({ type: "reloaded", etag });
  });
  const copy = act(async () => {
    const { row, etag } = await getFlow(flowId);
    const made = await createCopy(row, store.getState().history.flow);
    autosave.send({ type: "reloaded", etag });
    await navigate({ to: paths.flow.to(made.id) });
  });
  return (
    <Modal opened={open} onClose={() => undefined} withCloseButton={false} title="This flow was changed elsewhere" closeOnEscape={false} closeOnClickOutside={false}>
      <Stack gap="sm">
        <Text size="sm">Another window or another person saved it after you opened it. Your changes are still here; choose what becomes of them.</Text>
        <Button variant="default" loading={busy} onClick={copy}>Save mine as a copy</Button>
        <Button variant="default" loading={busy} onClick={reload}>Load the other version, drop mine</Button>
        <Button color="red" variant="light" loading={busy} onClick={() => autosave.send({ type: "overwrite" })}>Overwrite the other version with mine</Button>
      </Stack>
    </Modal>
  );
}
