import { ActionIcon, Button, FileButton, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { IconUpload, IconX } from "@/components/icons";
import { notify } from "@/lib/notify";
import { uploadFile } from "../api/flow-api";
import { fileNames } from "../model/kinds";
import { isList } from "../model/node";
import type { ControlProps } from "./field-row";
import { useSession } from "../state/run-context";

/** Files are uploaded to the flow; the field keeps their stored paths, and shows the names people gave them. */
export function FileControl({ id, field, disabled, set }: ControlProps) {
  const { flowId } = useSession();
  const [busy, setBusy] = useState(false);
  const several = isList(field);
  const paths = (Array.isArray(field.file_path) ? field.file_path : field.file_path ? [field.file_path] : []).map(String);
  const names = fileNames(field);
  const store = (next: string[]) => {
    const labels = next.map((path) => path.split("/").at(-1)!.replace(/^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_/, ""));
    set(several ? labels : (labels[0] ?? ""), { file_path: several ? next : (next[0] ?? "") });
  };
  const upload = async (chosen: File | File[] | null) => {
    const files = Array.isArray(chosen) ? chosen : chosen ? [chosen] : [];
    if (files.length === 0) return;
    setBusy(true);
    try {
      const added = await Promise.all(files.map((file) => uploadFile(flowId, file)));
      store(several ? [...paths, ...added] : added);
    } catch (error) {
      notify.failed("The file could not be uploaded", error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Stack gap={4}>
      {names.map((name, at) => (
        <Group key={paths[at]} gap={4} wrap="nowrap" justify="space-between">
          <Text size="xs" truncate>{name}</Text>
          <ActionIcon variant="subtle" color="gray" size="sm" disabled={disabled} aria-label={`Remove ${name}`} onClick={() => store(paths.filter((_, place) => place !== at))}><IconX size={13} /></ActionIcon>
        </Group>
      ))}
      <FileButton onChange={(files) => void upload(files)} multiple={several as true} accept={(field.fileTypes ?? []).map((type) => `.${type}`).join(",") || undefined} disabled={disabled}>
        {(props) => <Button {...props} id={id} size="xs" variant="default" loading={busy} leftSection={<IconUpload size={14} />} w="fit-content">{several ? "Add files" : "Choose a file"}</Button>}
      </FileButton>
    </Stack>
  );
}
