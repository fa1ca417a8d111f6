import { useMantineColorScheme } from "@mantine/core";
import { Spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import { useNavigate } from "@tanstack/react-router";
import { IconSearch } from "@/components/icons";
import { useCommandList } from "@/lib/commands";
import { rooms } from "./rooms";

/** Everything the open page can do, and every room, by name. */
export function Palette({ showHelp }: { showHelp: () => void }) {
  const navigate = useNavigate();
  const { toggleColorScheme } = useMantineColorScheme();
  const commands = useCommandList();
  const groups = [...new Set(commands.map((command) => command.group))];
  const actions: SpotlightActionGroupData[] = [
    ...groups.map((group) => ({
      group,
      actions: commands
        .filter((command) => command.group === group)
        .map(({ id, label, description, run }) => ({ id, label, description, onClick: run })),
    })),
    {
      group: "Go to",
      actions: rooms.map(({ to, label, icon: Icon }) => ({
        id: to,
        label,
        leftSection: <Icon size={18} stroke={1.7} />,
        onClick: () => void navigate({ to }),
      })),
    },
    {
      group: "Runyard",
      actions: [
        { id: "colours", label: "Switch between light and dark", onClick: () => toggleColorScheme() },
        { id: "help", label: "Keyboard shortcuts", onClick: showHelp },
      ],
    },
  ];
  return (
    <Spotlight
      actions={actions}
      shortcut="mod + K"
      nothingFound="Nothing by that name."
      highlightQuery
      limit={12}
      scrollable
      attributes={{ content: { "aria-label": "Search and commands" } }}
      maxHeight={420}
      searchProps={{ leftSection: <IconSearch size={18} />, placeholder: "Search and commands", "aria-label": "Search and commands" }}
    />
  );
}
