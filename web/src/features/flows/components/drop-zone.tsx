import { Center, Overlay, Stack, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { IconFileImport } from "@/components/icons";

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

/** The whole page takes files; a veil says so while they hover. */
export function DropZone({ onFiles }: { onFiles: (files: File[]) => void }) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    let depth = 0;
    const enter = (event: DragEvent) => carriesFiles(event) && setOver(++depth > 0);
    const leave = (event: DragEvent) => carriesFiles(event) && setOver(--depth > 0);
    const hover = (event: DragEvent) => carriesFiles(event) && event.preventDefault();
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      onFiles([...(event.dataTransfer?.files ?? [])]);
    };
    const handlers = { dragenter: enter, dragleave: leave, dragover: hover, drop } as const;
    const each = Object.entries(handlers) as [keyof typeof handlers, (event: DragEvent) => void][];
    for (const [name, handler] of each) window.addEventListener(name, handler);
    return () => {
      for (const [name, handler] of each) window.removeEventListener(name, handler);
    };
  }, [onFiles]);
  if (!over) return null;
  return (
    <Overlay fixed backgroundOpacity={0.72} color="#0b2422" zIndex={300}>
      <Center h="100%">
        <Stack align="center" c="#fff" gap="xs">
          <IconFileImport size={44} aria-hidden="true" />
          <Text size="lg" fw={600}>
            Drop to import
          </Text>
          <Text size="sm">JSON files or ZIP archives of flows</Text>
        </Stack>
      </Center>
    </Overlay>
  );
}
