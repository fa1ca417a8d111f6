import { Alert, Button, Group, Modal, Stack, TextInput, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notify } from "@/lib/notify";
import { useUpdateFlow } from "../api/update-flow";
import type { FlowHeader } from "../api/types";

export function DetailsDialog({ flow, close }: { flow: FlowHeader | null; close: () => void }) {
  return (
    <Modal opened={flow !== null} onClose={close} title="Rename flow">
      {flow && <DetailsForm flow={flow} close={close} />}
    </Modal>
  );
}

function DetailsForm({ flow, close }: { flow: FlowHeader; close: () => void }) {
  const update = useUpdateFlow();
  const form = useForm({
    initialValues: { name: flow.name, description: flow.description ?? "" },
    validate: { name: (value) => (value.trim() ? null : "A flow needs a name") },
  });
  const submit = ({ name, description }: { name: string; description: string }) =>
    update.mutate(
      { id: flow.id, name: name.trim(), description },
      {
        onSuccess: () => {
          notify.done(`${name.trim()} is saved.`);
          close();
        },
      },
    );
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        {update.error && <Alert color="red" role="alert">{update.error.message}</Alert>}
        <TextInput label="Name" data-autofocus onFocus={(event) => event.currentTarget.select()} {...form.getInputProps("name")} />
        <Textarea label="Description" autosize minRows={2} maxRows={8} {...form.getInputProps("description")} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={update.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
