import { Badge, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { JsonView } from "@/components/json-view";

interface Value {
  type: string;
  value: unknown;
}

const isValue = (value: unknown): value is Value => typeof value === "object" && value !== null && "type" in value && "value" in value;

/** What a person wants to read of a value: the text of a message, else the value as it is. */
function essence(value: unknown): unknown {
  const text = (value as { text?: unknown } | null)?.text;
  return typeof text === "string" && text !== "" ? text : value;
}

/** The outputs of a step by name: the text first, everything else on demand. */
export function OutputsView({ outputs }: { outputs: Record<string, unknown> }) {
  return (
    <Stack gap="xs">
      {Object.entries(outputs).map(([name, output]) => (
        <OneOutput key={name} name={name} output={output} alone={Object.keys(outputs).length === 1} />
      ))}
    </Stack>
  );
}

function OneOutput({ name, output, alone }: { name: string; output: unknown; alone: boolean }) {
  const [whole, setWhole] = useState(false);
  const value = isValue(output) ? output.value : output;
  const short = essence(value);
  const label = alone ? "Output" : `Output ${name}`;
  return (
    <div>
      <Group gap="xs" mb={4}>
        <Text size="sm" c="dimmed">
          {name}
        </Text>
        {isValue(output) && <Badge color="gray">{output.type}</Badge>}
        {short !== value && (
          <UnstyledButton onClick={() => setWhole(!whole)} aria-expanded={whole} c="var(--mantine-color-anchor)" fz="sm">
            {whole ? "Only the text" : "All fields"}
          </UnstyledButton>
        )}
      </Group>
      <JsonView value={whole ? value : short} label={label} height={280} />
    </div>
  );
}
