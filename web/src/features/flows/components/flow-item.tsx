import { Badge, Checkbox, Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { memo, type KeyboardEvent } from "react";
import { paths } from "@/config/paths";
import type { FlowHeader } from "../api/types";
import classes from "./flow-list.module.css";
import { FlowMenu } from "./flow-menu";
import type { FlowActions } from "./use-flow-actions";

interface FlowItemProps {
  flow: FlowHeader;
  project: string | undefined;
  selected: boolean;
  toggle: (id: string) => void;
  actions: FlowActions;
}

/** One flow, as a card or as a row; the stylesheet decides which. */
export const FlowItem = memo(function FlowItem({ flow, project, selected, toggle, actions }: FlowItemProps) {
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act(flow, actions, toggle);
  };
  return (
    <li className={classes.item} data-selected={selected || undefined}>
      <Checkbox className={classes.check} size="xs" checked={selected} onChange={() => toggle(flow.id)} aria-label={`Select ${flow.name}`} />
      <div className={classes.text}>
        <Link to={paths.flow.to(flow.id)} className={classes.name} onKeyDown={onKey} data-flow={flow.id}>
          {flow.name}
        </Link>
        <Text size="sm" c="dimmed" className={classes.about} component="p">
          {flow.description || "No description"}
        </Text>
      </div>
      <Group gap={6} className={classes.marks}>
        {project && <Badge color="gray">{project}</Badge>}
        {flow.access_type === "PUBLIC" && <Badge color="yellow">public</Badge>}
        {flow.mcp_enabled && <Badge>MCP</Badge>}
        {flow.endpoint_name && <Badge color="gray">/{flow.endpoint_name}</Badge>}
      </Group>
      <div className={classes.menu}>
        <FlowMenu flow={flow} actions={actions} />
      </div>
    </li>
  );
});

type KeyAction = (flow: FlowHeader, actions: FlowActions, toggle: (id: string) => void) => void;

const keys: Record<string, KeyAction> = {
  F2: (flow, actions) => actions.rename(flow),
  Delete: (flow, actions) => actions.remove([flow]),
  d: (flow, actions) => actions.duplicate(flow),
  m: (flow, actions) => actions.move([flow]),
  e: (flow, actions) => actions.save([flow]),
  x: (flow, _actions, toggle) => toggle(flow.id),
};
