import { Button, Paper, Text } from "@mantine/core";
import { useAct, useEditor } from "../state/context";
import { useCommands } from "../state/use-commands";
import classes from "./canvas.module.css";

/** What to do with an empty canvas. */
export function EmptyHint() {
  const empty = useEditor((state) => state.nodes.length === 0 && !state.readOnly);
  const hasChat = useEditor((state) => state.catalogue.has("ChatInput"));
  const commands = useCommands();
  const act = useAct();
  if (!empty) return null;
  return (
    <div className={classes.empty}>
      <Paper>
        <Text fw={600}>An empty flow</Text>
        <Text size="sm" c="dimmed" mb="sm">Drag components here from the list, or press / and type what you need. Connect them by dragging from one dot to another.</Text>
        {hasChat ? (
          <Button size="xs" onClick={() => commands.add("ChatInput")}>Start with a chat input</Button>
        ) : (
          <Button size="xs" onClick={() => act.set({ paletteOpen: true })}>Show the components</Button>
        )}
      </Paper>
    </div>
  );
}
