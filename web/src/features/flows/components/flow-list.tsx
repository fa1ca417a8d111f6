import { Button, Center } from "@mantine/core";
import { useState, type KeyboardEvent } from "react";
import { count } from "@/lib/format";
import type { FlowHeader, Project } from "../api/types";
import { FlowItem } from "./flow-item";
import classes from "./flow-list.module.css";
import { moveFocus } from "./move-focus";
import type { FlowActions } from "./use-flow-actions";

export type Layout = "grid" | "list";

interface FlowListProps {
  flows: FlowHeader[];
  layout: Layout;
  /** Named on each item when the page shows more than one project. */
  projects: Project[];
  selection: ReadonlySet<string>;
  toggle: (id: string) => void;
  actions: FlowActions;
}

const STEP = 60;

/** Draws a screenful and more on demand: a thousand flows cost no more than sixty. */
export function FlowList({ flows, layout, projects, selection, toggle, actions }: FlowListProps) {
  const [limit, setLimit] = useState(STEP);
  const names = new Map(projects.map((project) => [project.id, project.name]));
  const onKey = (event: KeyboardEvent<HTMLUListElement>) => moveFocus(event, layout === "grid");
  return (
    <>
      <ul className={`${classes.list} ${layout === "grid" ? classes.grid : classes.rows}`} aria-label="Flows" onKeyDown={onKey}>
        {flows.slice(0, limit).map((flow) => (
          <FlowItem
            key={flow.id}
            flow={flow}
            project={names.get(flow.folder_id ?? "")}
            selected={selection.has(flow.id)}
            toggle={toggle}
            actions={actions}
          />
        ))}
      </ul>
      {flows.length > limit && (
        <Center mt="md">
          <Button variant="default" onClick={() => setLimit(limit + 4 * STEP)}>
            Show more of {count(flows.length, "flow")}
          </Button>
        </Center>
      )}
    </>
  );
}
