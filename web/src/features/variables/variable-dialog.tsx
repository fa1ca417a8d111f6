import { Alert, Button, Group, Modal, PasswordInput, SegmentedControl, Stack, TagsInput, Text, TextInput, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notify } from "@/lib/notify";
import type { Variable } from "./api/get-variables";
import { useSaveVariable, type VariableDraft } from "./api/save-variable";

/** null: closed, "new": a new one, else the one to change. */
export type Editing = Variable | "new" | null;

export function VariableDialog({ editing, close }: { editing: Editing; close: () => void }) {
  return (
    <Modal opened={editing !== null} onClose={close} title={editing === "new" ? "New variable" : "Change variable"}>
      {editing && <VariableForm variable={editing === "new" ? null : editing} close={close} />}
    </Modal>
  );
}

const draftOf = (variable: Variable | null): VariableDraft => ({
  id: variable?.id,
  name: variable?.name ?? "",
  type: variable?.type ?? "Credential",
  value: variable?.value ?? "",
  default_fields: variable?.default_fields ?? [],
});

function VariableForm({ variable, close }: { variable: Variable | null; close: () => void }) {
  const save = useSaveVariable();
  const form = useForm<VariableDraft>({
    initialValues: draftOf(variable),
    validate: {
      name: (value) => (value.trim() ? null : "Give it a name"),
      value: (value, { id, type }) => (value || (id && type === "Credential") ? null : "Give it a value"),
    },
  });
  const submit = (draft: VariableDraft) =>
    save.mutate({ ...draft, name: draft.name.trim() }, {
      onSuccess: () => {
        notify.done(`${draft.name.trim()} is saved.`);
        close();
      },
    });
  const secret = form.values.type === "Credential";
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        {save.error && <Alert color="red" role="alert">{save.error.message}</Alert>}
        <TextInput label="Name" placeholder="OPENAI_API_KEY" data-autofocus autoComplete="off" {...form.getInputProps("name")} />
        {!variable && <TypeChoice {...form.getInputProps("type")} />}
        {secret ? (
          <PasswordInput
            label="Value"
            description={variable ? "Leave it empty to keep the value. It is never shown again." : "Stored encrypted, never shown again."}
            autoComplete="new-password"
            {...form.getInputProps("value")}
          />
        ) : (
          <Textarea label="Value" autosize minRows={1} maxRows={8} {...form.getInputProps("value")} />
        )}
        <TagsInput
          label="Use it for fields"
          description="Names of fields in which the editor proposes this variable, for example “OpenAI API Key”."
          {...form.getInputProps("default_fields")}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function TypeChoice({ value, onChange }: { value?: string; onChange?: (value: string) => void }) {
  return (
    <div>
      <Text size="sm" fw={500} id="variable-type">
        Type
      </Text>
      <SegmentedControl aria-labelledby="variable-type" fullWidth data={["Credential", "Generic"]} value={value} onChange={onChange} />
    </div>
  );
}
