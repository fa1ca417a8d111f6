/** Short messages at the edge of the page; an error stays until it is closed. */
import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";

const words = (error: unknown) => (error instanceof Error ? error.message : String(error));

export const notify = {
  done: (message: string) => void notifications.show({ message, color: "yard", autoClose: 4000 }),

  failed: (what: string, error: unknown) =>
    void notifications.show({ title: what, message: words(error), color: "red", autoClose: false, role: "alert" }),

  /** Offers a way back for a few seconds. `gone` runs when nobody took it. */
  undoable(message: string, undo: () => void, gone: () => void): void {
    let taken = false;
    const id = notifications.show({
      autoClose: 7000,
      color: "gray",
      onClose: () => void (taken || gone()),
      message: (
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{message}</Text>
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => {
              taken = true;
              undo();
              notifications.hide(id);
            }}
          >
            Undo
          </Button>
        </Group>
      ),
    });
  },
};
