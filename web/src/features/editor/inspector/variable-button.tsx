import { ActionIcon, Button, Menu, Modal, PasswordInput, Stack, Text, TextInput, Tooltip } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { IconVariable } from "@/components/icons";
import { notify } from "@/lib/notify";
import { createVariable, getVariables } from "../api/flow-api";
import type { Field } from "../model/types";
import type { ControlProps } from "./field-row";

interface Props {
  field: Field;
  label: string;
  set: ControlProps["set"];
}

/** Fill the field from a variable, so that the flow itself holds no secret. */
export function VariableButton({ field, label, set }: Props) {
  const [making, dialog] = useDisclosure();
  const { data = [] } = useQuery({ queryKey: ["variables"], queryFn: getVariables, staleTime: 30_000 });
  const bound = field.load_from_db === true && Boolean(field.value);
  const usable = data.filter((variable) => field.password || variable.type !== "Credential");
  return (
    <>
      <Menu>
        <Menu.Target>
          <Tooltip label={bound ? `From the variable ${String(field.value)}` : "Use a variable"}>
            <ActionIcon size="sm" variant={bound ? "light" : "subtle"} color={bound ? "yard" : "gray"} aria-label={`Variable for ${label}`}><IconVariable size={14} /></ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Fill “{label}” from</Menu.Label>
          {usable.map((variable) => <Menu.Item key={variable.id} onClick={() => set(variable.name, { load_from_db: true })}>{variable.name}</Menu.Item>)}
          {usable.length === 0 && <Menu.Item disabled>No variable fits yet</Menu.Item>}
          <Menu.Divider />
          <Menu.Item onClick={dialog.open}>New variable…</Menu.Item>
          {bound && <Menu.Item onClick={() => set("", { load_from_db: false })}>Type a value instead</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {making && <NewVariable secret={field.password === true} close={dialog.close} chosen={(name) => set(name, { load_from_db: true })} />}
    </>
  );
}

function NewVariable({ secret, close, chosen }: { secret: boolean; close: () => void; chosen: (name: string) => void }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      await createVariable(name.trim(), value, secret ? "Credential" : "Generic");
      await client.invalidateQueries({ queryKey: ["variables"] });
      chosen(name.trim());
      close();
    } catch (error) {
      notify.failed("The variable could not be made", error);
      setBusy(false);
    }
  };
  const Value = secret ? PasswordInput : TextInput;
  return (
    <Modal opened onClose={close} title="New variable">
      <form onSubmit={(event) => { event.preventDefault(); void save(); }}>
        <Stack gap="sm">
          <TextInput label="Name" required value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
          <Value label="Value" required autoComplete="off" value={value} onChange={(event) => setValue(event.currentTarget.value)} />
          <Text size="xs" c="dimmed">{secret ? "Stored encrypted, never shown again, and left out of exports." : "Can be read by you in the settings."}</Text>
          <Button type="submit" loading={busy} disabled={!name.trim() || !value}>Make and use it</Button>
        </Stack>
      </form>
    </Modal>
  );
}
