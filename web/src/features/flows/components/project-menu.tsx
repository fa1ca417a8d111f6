import { ActionIcon, Menu } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { confirm } from "@/components/confirm";
import { IconDots, IconDownload, IconEdit, IconTrash } from "@/components/icons";
import { paths } from "@/config/paths";
import { count } from "@/lib/format";
import { useDeleteProject, useExportProject } from "../api/change-projects";
import type { Project } from "../api/types";

interface ProjectMenuProps {
  project: Project;
  flowCount: number;
  rename: () => void;
}

export function ProjectMenu({ project, flowCount, rename }: ProjectMenuProps) {
  const navigate = useNavigate();
  const remove = useDeleteProject();
  const save = useExportProject();
  const ask = () =>
    confirm({
      title: `Delete ${project.name}?`,
      text: `The project and its ${count(flowCount, "flow")} are deleted. This cannot be taken back.`,
      yes: "Delete project",
      onYes: () => remove.mutate(project, { onSuccess: () => void navigate({ to: paths.flows.to() }) }),
    });
  return (
    <Menu width={190}>
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label="Project actions">
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconEdit size={16} />} onClick={rename}>
          Rename project
        </Menu.Item>
        <Menu.Item leftSection={<IconDownload size={16} />} disabled={flowCount === 0} onClick={() => save.mutate(project)}>
          Export as ZIP
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="var(--mantine-color-error)" leftSection={<IconTrash size={16} />} onClick={ask}>
          Delete project
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
