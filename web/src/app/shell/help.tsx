import { Kbd, Modal, Stack, Table, Title } from "@mantine/core";
import { useShortcutList, useShortcuts, type Shortcut } from "@/lib/shortcuts";
import { useGoKeys } from "./use-go-keys";
import { rooms } from "./rooms";

const fixed: Shortcut[] = [
  { keys: "mod+K", label: "Search and commands", group: "Everywhere" },
  ...rooms.map((room) => ({ keys: `g ${room.key}`, label: `Go to ${room.label.toLowerCase()}`, group: "Everywhere" })),
  { keys: "?", label: "This list", group: "Everywhere" },
];

const isMac = /mac|iphone|ipad/i.test(navigator.userAgent);
const shown = (keys: string) => keys.split(/[+ ]/).map((key) => (key === "mod" ? (isMac ? "⌘" : "Ctrl") : key === "shift" ? "Shift" : key));

interface HelpProps {
  opened: boolean;
  toggle: () => void;
  close: () => void;
}

export function Help({ opened, toggle, close }: HelpProps) {
  useShortcuts(fixed);
  useGoKeys(toggle);
  const all = useShortcutList();
  const groups = [...new Set(all.map((entry) => entry.group))];
  return (
    <Modal opened={opened} onClose={close} title="Keyboard shortcuts" size="md">
      <Stack>
        {groups.map((group) => (
          <section key={group}>
            <Title order={3} mb={4}>{group}</Title>
            <Table verticalSpacing={5} aria-label={group}>
              <Table.Tbody>
                {all.filter((entry) => entry.group === group).map((entry) => (
                  <Table.Tr key={entry.keys}>
                    <Table.Td>{entry.label}</Table.Td>
                    <Table.Td ta="right">
                      {shown(entry.keys).map((key, place) => <Kbd key={place} ml={4}>{key}</Kbd>)}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </section>
        ))}
      </Stack>
    </Modal>
  );
}
