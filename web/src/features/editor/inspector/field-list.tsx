/** The form of a node, made from its declaration. */
import { Button, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { fieldsOf, specOf } from "../model/node";
import { wiredNames } from "../model/lookup";
import type { FlowNode } from "../model/types";
import { useWired } from "../state/context";
import { FieldRow } from "./field-row";
import { CodeField } from "./code-field";

export function FieldList({ node }: { node: FlowNode }) {
  const [advanced, setAdvanced] = useState(false);
  const wired = wiredNames(useWired(node.id)).fields;
  const spec = specOf(node);
  const fields = fieldsOf(spec);
  const first = fields.filter(([name, field]) => !field.advanced || wired.has(name));
  const rest = fields.filter(([name, field]) => field.advanced && !wired.has(name));
  const code = spec.template?.code;
  return (
    <Stack gap="sm">
      {fields.length === 0 && <Text size="sm" c="dimmed">This component has nothing to set.</Text>}
      {first.map(([name, field]) => <FieldRow key={name} node={node} name={name} field={field} wired={wired.has(name)} />)}
      {rest.length > 0 && (
        <Button variant="subtle" color="gray" size="compact-sm" justify="start" aria-expanded={advanced} onClick={() => setAdvanced(!advanced)}>
          {advanced ? "Hide" : "Show"} {rest.length} more
        </Button>
      )}
      {advanced && rest.map(([name, field]) => <FieldRow key={name} node={node} name={name} field={field} wired={false} />)}
      {advanced && typeof code === "object" && code.value ? <CodeField field={code} /> : null}
    </Stack>
  );
}
