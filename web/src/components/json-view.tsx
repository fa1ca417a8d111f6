import { Box, Code, ScrollArea } from "@mantine/core";
import { CopyAction } from "./copy-field";
import classes from "./json-view.module.css";

const LIMIT = 60_000;

const shown = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? ""));

/** A value as text: strings as they are, everything else as indented JSON; very long ones are cut, the copy is whole. */
export function JsonView({ value, label, height = 360 }: { value: unknown; label: string; height?: number }) {
  const text = shown(value);
  return (
    <Box className={classes.frame}>
      <div className={classes.copy}>
        <CopyAction value={text} label={`Copy ${label.toLowerCase()}`} />
      </div>
      <ScrollArea.Autosize mah={height} viewportProps={{ tabIndex: 0, role: "region", "aria-label": label }}>
        <Code block className={classes.code}>
          {text.length > LIMIT ? `${text.slice(0, LIMIT)}\n… ${(text.length - LIMIT).toLocaleString()} more characters` : text}
        </Code>
      </ScrollArea.Autosize>
    </Box>
  );
}
