import { Text } from "@mantine/core";
import { modals } from "@mantine/modals";

interface Question {
  title: string;
  text: string;
  yes: string;
  onYes: () => void;
}

/** Asks before something that cannot be taken back. */
export function confirm({ title, text, yes, onYes }: Question): void {
  modals.openConfirmModal({
    title,
    children: <Text size="sm">{text}</Text>,
    labels: { confirm: yes, cancel: "Cancel" },
    confirmProps: { color: "red" },
    onConfirm: onYes,
  });
}
