import { Alert, Button, Group, Modal, Stack, TextInput, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import { paths } from "@/config/paths";
import { useSaveProject, type ProjectDraft } from "../api/change-projects";
import type { Project } from "../api/types";

interface ProjectDialogProps {
  opened: boolean;
  /** null makes a new one. */
  project: Project | null;
  close: () => void;
}

export function ProjectDialog({ opened, project, close }: ProjectDialogProps) {
  return (
    <Modal opened={opened} onClose={close} title={project ? "Rename project" : "New project"}>
      {opened && <ProjectForm project={project} close={close} />}
    </Modal>
  );
}

function ProjectForm({ project, close }: Omit<ProjectDialogProps, "opened">) {
  const save = useSaveProject();
  const navigate = useNavigate();
  const form = useForm<ProjectDraft>({
    initialValues: { id: project?.id, name: project?.name ?? "", description: project?.description ?? "" },
    validate: { name: (value) => (value.trim() ? null : "A project needs a name") },
  });
  const submit = (draft: ProjectDraft) =>
    save.mutate({ ...draft, name: draft.name.trim() }, {
      onSuccess: (saved) => {
        close();
        if (!project) void navigate({ to: paths.project.to(saved.id) });
      },
    });
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate>
      <Stack>
        {save.error && <Alert color="red" role="alert">{save.error.message}</Alert>}
        <TextInput label="Name" data-autofocus {...form.getInputProps("name")} />
        <Textarea label="Description" autosize minRows={2} {...form.getInputProps("description")} />
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
