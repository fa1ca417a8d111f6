import { ActionIcon, Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { IconArrowsMove, IconCopy, IconDots, IconDownload, IconEdit, IconMessage, IconTimeline, IconTrash } from "@/components/icons";
import { paths } from "@/config/paths";
import type { FlowHeader } from "../api/types";
import type { FlowActions } from "./use-flow-actions";

export function FlowMenu({ flow, actions }: { flow: FlowHeader; actions: FlowActions }) {
  return (
    <Menu width={200}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${flow.name}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to={paths.playground.to(flow.id)} leftSection={<IconMessage size={16} />}>
          Playground
        </Menu.Item>
        <Menu.Item component={Link} to={paths.runs.to()} search={{ flow: flow.id } as never} leftSection={<IconTimeline size={16} />}>
          Its runs
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconEdit size={16} />} onClick={() => actions.rename(flow)}>
          Rename
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={16} />} onClick={() => actions.duplicate(flow)}>
          Duplicate
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowsMove size={16} />} onClick={() => actions.move([flow])}>
          Move to project
        </Menu.Item>
        <Menu.Item leftSection={<IconDownload size={16} />} onClick={() => actions.save([flow])}>
          Export
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="var(--mantine-color-error)" leftSection={<IconTrash size={16} />} onClick={() => actions.remove([flow])}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
