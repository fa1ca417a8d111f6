import { Alert, Button, Code, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { CopyField } from "@/components/copy-field";
import { useCreateKey } from "./api/create-key";

export function CreateKeyDialog({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title="New API key" closeOnClickOutside={false}>
      {opened && <Steps close={close} />}
    </Modal>
  );
}

function Steps({ close }: { close: () => void }) {
  const create = useCreateKey();
  return create.data ? <Made value={create.data.api_key} close={close} /> : <Ask create={create} />;
}

function Ask({ create }: { create: ReturnType<typeof useCreateKey> }) {
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(name.trim());
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {create.error && <Alert color="red" role="alert">{create.error.message}</Alert>}
        <TextInput
          label="Name"
          description="Who or what will use it, so that you know later which one to delete."
          placeholder="nightly import"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button type="submit" loading={create.isPending}>
            Create key
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Made({ value, close }: { value: string; close: () => void }) {
  return (
    <Stack>
      <Alert color="yellow" title="Copy it now">
        The key is shown only this once. Whoever has it acts as you.
      </Alert>
      <CopyField label="API key" value={value} />
      <div>
        Send it with every call: <Code>x-api-key: {value.slice(0, 6)}…</Code>
      </div>
      <Group justify="flex-end">
        <Button onClick={close}>I have copied it</Button>
      </Group>
    </Stack>
  );
}
