import { Button, Group, Text, Tooltip } from "@mantine/core";
import { useEffect, useState } from "react";
import { IconCloudCheck, IconCloudOff, IconCloudUpload } from "@/components/chat/icons";
import { IconAlertTriangle } from "@/components/icons";
import type { SaveState } from "../model/autosave";
import { useEditor } from "../state/context";
import { useSession } from "../state/run-context";

const WORDS: Record<SaveState["name"], string> = {
  saved: "Saved", dirty: "Saving…", saving: "Saving…", waiting: "Not saved", conflict: "Changed elsewhere", refused: "Not saved",
};

/** Whether the work is safe, in one word; a reason and a way on when it is not. */
export function SaveSign() {
  const save = useEditor((state) => state.save);
  const { autosave } = useSession();
  const online = useOnline();
  const bad = save.name === "waiting" || save.name === "refused" || save.name === "conflict";
  const Icon = save.name === "saved" ? IconCloudCheck : bad ? (online ? IconAlertTriangle : IconCloudOff) : IconCloudUpload;
  const why = "why" in save ? save.why : "";
  const text = !online && bad ? "Offline, kept here" : WORDS[save.name];
  return (
    <Group gap={6} wrap="nowrap" role="status" aria-live="polite">
      <Tooltip label={why || "Every change is saved by itself"}>
        <Group gap={5} wrap="nowrap" c={bad ? "var(--mantine-color-error)" : "dimmed"}>
          <Icon size={16} aria-hidden="true" />
          <Text size="xs" inherit={false} visibleFrom="xs">{text}</Text>
        </Group>
      </Tooltip>
      {(save.name === "waiting" || save.name === "refused") && (
        <Button size="compact-xs" variant="default" onClick={() => autosave.send(save.name === "waiting" ? { type: "due" } : { type: "overwrite" })}>Try again</Button>
      )}
    </Group>
  );
}

function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    window.addEventListener("online", update);
    window.addEventListener("offline", update);
    return () => {
      window.removeEventListener("online", update);
      window.removeEventListener("offline", update);
    };
  }, []);
  return online;
}
